/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of settings of the server that cannot work, or have no effect: each is told with
 * its name at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerSettingTests {

	private static final String PREFIX = "spring.ai.chatbotkit.server.";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChatBotKitServerAutoConfiguration.class))
		.withUserConfiguration(OneAgent.class)
		.withPropertyValues(PREFIX + "keys.a.secret=" + ServedApplication.KEY);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "path|/a b", "path|/v1,/v2", "path|https://x/v1", "path|/v1/**", "path|/{x}", "path|/v1?x=1",
					"path|/v1/../x", "keep-alive|0s", "keep-alive|-1s", "keep-alive|200000d", "shutdown-grace|-1s",
					"shutdown-grace|200000d", "timeout|-1s", "timeout|200000d", "cors.max-age|-1s",
					"max-request-size|0B", "max-request-size|-1B", "max-request-size|2147483647B",
					"max-request-size|3GB", "max-rounds|0", "max-rounds|-1", "disconnect|finish-after=-5s",
					"disconnect|finish-after=0s", "disconnect|finish-after=200000d",
					"image-hosts|https://images.example.com", "image-hosts|images.example.com/path",
					"image-hosts|images.example.com:443", "image-hosts|a b", "image-hosts|*.",
					"image-hosts|x.example.com,,y", "keys.a.requests-per-minute|0", "keys.a.tokens-per-day|-1",
					"keys.a.concurrent|-1", "agents.support.aliases|one,,two", "agents.support.conversation|X Id",
					"agents.support.conversation|X-Id,,", "cors.allowed-origins|chat.example.com",
					"cors.allowed-origins|https://*.example.com", "cors.allowed-origins|https://chat.example.com/page",
					"cors.allowed-methods|get", "cors.allowed-methods|FETCH", "path|null", "path|/undefined",
					"image-hosts|null", "grants.staff.authority|undefined", "cors.allowed-origins|https://undefined",
					"cors.allowed-origins|undefined", "agents.support.aliases|null", "disconnect|finish-after=30",
					"keys.a.expires|tomorrow", "keys.a.expires|2099-01-01T00:00:00", "keys.a.expires|2099-02-30",
					"keys.a.expires|null" })
	void aValueThatCannotWork(String property, String value) {
		this.runner.withPropertyValues(PREFIX + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(PREFIX + property)
				.hasMessageContaining("et it to "));
	}

	/** The property's value is the whole list, where Spring Boot finds it. */
	@Test
	void theReportNamesWhatIsWrongInAList() {
		AtomicReference<Environment> environment = new AtomicReference<>();
		this.runner.withInitializer((context) -> environment.set(context.getEnvironment()))
			.withPropertyValues(PREFIX + "image-hosts=one.example.com,two.example.com:443")
			.run((context) -> assertThat(report(context.getStartupFailure(), environment.get()))
				.contains(
						"'one.example.com,two.example.com:443' for configuration property '" + PREFIX + "image-hosts'")
				.contains("Instead of 'two.example.com:443', set it to hosts without a scheme"));
	}

	@Test
	void credentialsOfTheBrowserNeedOriginsByName() {
		this.runner.withPropertyValues(PREFIX + "cors.allowed-origins=*", PREFIX + "cors.allow-credentials=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(PREFIX + "cors.allow-credentials")
				.hasMessageContaining(PREFIX + "cors.allowed-origin-patterns"));
	}

	/**
	 * No caller can send it, or everybody who reads the property sends something else.
	 */
	@ParameterizedTest
	@ValueSource(
			strings = { "\"%s\"", "'%s'", "Bearer %s", "a %s", "{md5}%s", "{bcrypt}%s", "\u00fc%s", "${NOT_SET_%s}" })
	void aSecretThatNoCallerCanSend(String spelling) {
		String secret = spelling.formatted(ServedApplication.KEY);
		this.runner.withPropertyValues(PREFIX + "keys.b.secret=" + secret)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServerSettingException.class)
				.hasMessageContaining("keys.b.secret")
				.message()
				.doesNotContain(ServedApplication.KEY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "path=v1", "path=/v1/", "path=/", "path=/api/v1.2_x~y-z", "keep-alive=1ms",
			"shutdown-grace=0s", "timeout=0s", "max-request-size=2147483646B", "image-hosts=*",
			"image-hosts=*.example.com,Images.Example.com,127.0.0.1,[::1]", "disconnect=finish-after=30s",
			"agents.support.conversation=header", "agents.support.conversation=X-Id,metadata.chat",
			"cors.allowed-origins=*", "cors.allowed-origins=https://a.example.com,http://localhost:3000,null",
			"cors.allowed-methods=*", "cors.allowed-origin-patterns=https://*.example.com", "keys.a.expires=2099-01-01",
			"keys.a.expires=2099-01-01T00:00:00Z", "keys.a.expires=2099-01-01T00:00+02:00", "keys.a.expires=",
			"keys.b.secret={sha256}0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" })
	void aValueThatWorks(String property, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + property).run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "pth,path", "keys.a.secrets,keys.a.secret", "keys.a.request-per-minute,keys.a.requests-per-minute",
			"keys.a.requests-per-minutes,keys.a.requests-per-minute", "max-request-sizes,max-request-size",
			"cors.allowed-origin,cors.allowed-origins", "agents.support.descripton,agents.support.description",
			"agents.support.alias,agents.support.aliases", "keepalives,keep-alive", "exposes,expose",
			"key.a.secret,keys.a.secret", "agent.support.name,agents.support.name", "secret,keys.<name>.secret",
			"concurrent,keys.<name>.concurrent", "allowed-origins,cors.allowed-origins",
			"chat-client,agents.<name>.chat-client", "port,", "nonsense.at.all," })
	void aPropertyWithoutEffectIsReportedWithTheNearestName(String written, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=Value-1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + written + " has no effect")
				.contains((meant != null) ? "did you mean " + PREFIX + meant + "?" : "there is no such property")
				.doesNotContain("Value-1"));
	}

	@ParameterizedTest
	@CsvSource({ "KEYS_A_REQUESTSPERMINUTE,", "KEYS_A_REQUESTS_PER_MINUTE,", "MAX_ROUNDS,", "MAXROUNDS,",
			"AGENTS_SUPPORT_ALIASES_0,", "MODELS_FAST,", "KEYS_B_SECRET_0,", "MAX_ROUND,max-rounds",
			"KEYS_A_REQUEST_PER_MINUTE,keys.a.requests-per-minute" })
	void environmentVariablesAreMatchedLikeTheBinderDoes(String variable, String meant, CapturedOutput output) {
		String value = variable.startsWith("KEYS_B") ? "sk-another-0123456789abcdef0123456789" : "7";
		run(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SPRING_AI_CHATBOTKIT_SERVER_" + variable, value)));
		assertThat(warnings(output)).hasSize((meant != null) ? 1 : 0)
			.allSatisfy((line) -> assertThat(line).contains("did you mean " + PREFIX + meant + "?"));
	}

	@ParameterizedTest
	@CsvSource({ "keys.two,keys.two.secret", "keys,keys.<name>.secret", "grants.staff,grants.staff.authority",
			"grants,grants.<name>.authority", "agents.support,agents.support.description",
			"agents,agents.<name>.description", "cors,cors.allowed-origins", "models,models.<name>" })
	void aValueOfAGroupOfPropertiesIsReported(String group, String below, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + group + "=Value-1").run((context) -> {
			// For an empty map it is no failure to Spring Boot.
			if (!group.equals("keys")) {
				assertThat(report(context.getStartupFailure(), new StandardEnvironment()))
					.contains(PREFIX + group + " has a value, but it is only", "Remove the value", PREFIX + below)
					.doesNotContain("Value-1");
			}
		});
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("did you mean " + PREFIX + below + "?"));
	}

	@Test
	void aPropertyOfAKeyThatIsNoneIsNotLookedForElsewhere(CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + "keys.a.name=x").run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("there is no such property"));
	}

	@Test
	void aValueOfThePrefixIsReported(CapturedOutput output) {
		this.runner.withPropertyValues("spring.ai.chatbotkit.server=x").run((context) -> {
		});
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("spring.ai.chatbotkit.server has no effect"));
	}

	@ParameterizedTest
	@CsvSource({ "keep-alive,10", "timeout,30", "shutdown-grace,20", "cors.max-age,1" })
	void aNumberWithoutAUnitIsReported(String property, String number, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + property + "=" + number)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().lines().filter((line) -> line.contains("milliseconds"))).singleElement()
			.satisfies(
					(line) -> assertThat(line).contains(PREFIX + property + " is " + number, "write " + number + "s"));
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "on,true", "yes,true", "1,true", "false,false", "off,false", "no,false", "0,false" })
	void everySpellingOfAFlagHasAnEffect(String spelling, boolean served) {
		this.runner.withPropertyValues(PREFIX + "enabled=" + spelling)
			.run((context) -> assertThat(context.getBeansOfType(HttpEndpoint.class)).hasSize(served ? 1 : 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "enabled", "jwt", "shared-limits" })
	void aValueThatIsNeitherTrueNorFalse(String property) {
		this.runner
			.withConfiguration(AutoConfigurations.of(ChatBotKitServerLimitsAutoConfiguration.class,
					ChatBotKitServerSecurityAutoConfiguration.class))
			.withPropertyValues(PREFIX + property + "=maybe")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Failed to bind properties under '" + PREFIX + property + "'"));
	}

	@Test
	void anEmptyMapOfYamlIsNotReported(CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit.server:\n  cors:\n  grants: {}\n  agents:\n"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void grantsNeedSpringSecurity(CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + "grants.staff.authority=ROLE_STAFF")
			.withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + "grants.staff.authority", "Spring Security"));
	}

	@Test
	void aKeyThatHasExpiredIsReported(CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + "keys.a.expires=2020-01-01T00:00:00Z")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(PREFIX + "keys.a.expires", "has expired").doesNotContain(ServedApplication.KEY);
	}

	private static String report(Throwable failure, Environment environment) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, environment),
					FailureHandler.handleMessage((message, cause) -> {
					}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map((analysis) -> analysis.getDescription() + "\n" + analysis.getAction())
			.orElseThrow();
	}

	private void run(PropertySource<?> source) {
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> {
			});
	}

	private static PropertySource<?> yaml(String text) {
		try {
			return new YamlPropertySourceLoader()
				.load("application", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains(" has no effect: ")).toList();
	}

}
