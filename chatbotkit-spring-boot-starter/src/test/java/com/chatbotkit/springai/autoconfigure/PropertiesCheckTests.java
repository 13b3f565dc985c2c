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

package com.chatbotkit.springai.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertiesCheck}: properties without effect are reported on startup.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesCheckTests {

	private static final String PREFIX = "spring.ai.chatbotkit.";

	private final ApplicationContextRunner runner = Contexts.configured()
		.withPropertyValues(PREFIX + "bots.help.bot-id=clx2");

	@ParameterizedTest
	@CsvSource({ "timout.response,timeout.response", "timeout.respnse,timeout.response",
			"timeout.streamidel,timeout.stream-idle", "chat.temprature,chat.temperature", "bot-id,chat.bot-id",
			"model,chat.model", "model-name,chat.model-name", "temperature,chat.temperature", "api-key,secret-key",
			"apikey,secret-key", "secretkeys,secret-key", "url,base-url", "baseurls,base-url",
			"response,timeout.response", "stream-idle,timeout.stream-idle", "chat.options.temperature,chat.temperature",
			"chat.bot,chat.bot-id", "chat.id,chat.bot-id", "chat.base-url,base-url", "chat.secret-key,secret-key",
			"chat.botids,chat.bot-id", "chat.bot.id,chat.bot-id", "connection.max,connections.max", "header.x,",
			"chat.fallback[0],chat.fallbacks", "bots.help.temprature,bots.help.temperature",
			"bots.help.bot.id,bots.help.bot-id", "bots.help.timeout.respons,bots.help.timeout.response",
			"bot.help.model,bots.help.model", "bots.help.api-key,bots.help.secret-key", "tenant,tenants",
			"healt.mode,health.mode", "max-attempts,", "emulater.enabled,emulator.enabled" })
	void aPropertyWithoutEffectIsReportedWithTheNearestName(String written, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=Value-1")
			.run((context) -> assertThat(context).hasNotFailed());
		String reported = written.replaceFirst("\\[0]", "");
		assertThat(warnings(output)).singleElement()
			.satisfies(
					(line) -> assertThat(line).contains(PREFIX + reported + " has no effect").doesNotContain("Value-1"))
			.satisfies((line) -> assertThat(line)
				.contains((meant != null) ? "did you mean " + PREFIX + meant + "?" : "has no effect"));
	}

	@ParameterizedTest
	@CsvSource({ "spring.ai.chat.bot-id,chat.bot-id", "spring.ai.chat.secret-key,secret-key",
			"spring.ai.chat.base-url,base-url", "spring.ai.chatbot.secret-key,secret-key",
			"spring.ai.chatbotkt.chat.bot-id,chat.bot-id", "spring.ai.chatbot.kit.secret-key,secret-key",
			"spring.chatbotkit.secret-key,secret-key", "spring.chatbotkit.bots.x.bot-id,bots.x.bot-id",
			"spring.ai.chat.bot.kit.secret-key,secret-key", "springai.chatbotkit.chat.bot-id,chat.bot-id",
			"spring-ai.chatbotkit.chat.bot-id,chat.bot-id", "ai.chatbotkit.timeout.response,timeout.response" })
	void aPropertyWithAWrongPrefixIsReported(String written, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(written + "=Value-1").run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(written + " has no effect",
					"did you mean " + PREFIX + meant + "?"));
	}

	/**
	 * The binder does not see it, or fails with a converter that is not found.
	 */
	@ParameterizedTest
	@CsvSource({ "chat,chat.bot-id", "secret,", "timeout,timeout.connect", "bots,bots.<name>.bot-id",
			"headers,headers.<name>", "ssl,ssl.bundle" })
	void theBeginningOfOtherPropertiesHasNoValue(String written, String below, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=Value-1").run((context) -> {
		});
		assertThat(warnings(output)).singleElement()
			.satisfies(
					(line) -> assertThat(line).contains(PREFIX + written + " has no effect").doesNotContain("Value-1"))
			.satisfies((line) -> assertThat(line).contains((below != null) ? PREFIX + below : "did you mean"));
	}

	@ParameterizedTest
	@CsvSource({ "my help,myhelp", "\u00fcber,ber", "help!,help" })
	void aBotNameThatSpringBootChangesIsReported(String written, String read, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + "bots." + written + ".bot-id=clx1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + "bots." + written, "\"" + read + "\"",
					"write " + PREFIX + "bots." + read));
	}

	@ParameterizedTest
	@CsvSource({ "X A,XA", "X+A,XA", "X/A,XA" })
	void aHeaderNameThatSpringBootChangesIsReported(String written, String read, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + "headers." + written + "=Value-1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line)
				.contains(PREFIX + "headers." + written, "\"" + read + "\"", "write " + PREFIX + "headers." + read)
				.doesNotContain("Value-1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "headers.X-Tenant", "headers.x_tenant", "headers.X.Tenant", "headers[X-Tenant]",
			"headers[X+A]" })
	void aHeaderNameThatArrivesAsWrittenIsNotReported(String written, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=1").run((context) -> {
		});
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bots.Help.bot-id", "bots.a_b.bot-id", "bots.my-help.bot-id", "bots[help].bot-id",
			"bots.help2.bot-id" })
	void aBotNameThatArrivesAsWrittenIsNotReported(String written, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=clx1").run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void thePrefixHasNoValue(CapturedOutput output) {
		run(new SystemEnvironmentPropertySource("systemEnvironment", Map.of("SPRING_AI_CHATBOTKIT", "clx1")));
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + "chat.bot-id").doesNotContain("clx1"));
	}

	@Test
	void anEmptyMapOfYamlIsNotReported(CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit:\n  headers: {}\n  timeout:\n  chat:"));
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "retry.max-attempts,max-attempts", "retry.maxAttempts,max-attempts",
			"retry.initial-interval,backoff.initial-interval", "retry.backoff.multiplyer,backoff.multiplier",
			"retry.on-http-codes[0],on-http-codes" })
	void retryPropertiesUnderOurPrefixAreReported(String written, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + written + "=5").run((context) -> {
		});
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("did you mean spring.ai.retry." + meant + "?"));
	}

	@Test
	void aRetryPropertyInAnEnvironmentVariableIsReportedAsItIsWrittenElsewhere(CapturedOutput output) {
		run(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SPRING_AI_CHATBOTKIT_RETRY_BACKOFF_MAX_INTERVAL", "5s")));
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("did you mean spring.ai.retry.backoff.max-interval?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.ai.chatbotkit.base_url=http://localhost",
			"spring.ai.chatbot-kit.baseUrl=http://localhost", "spring.ai.chatbotkit.chat.maxTokens=1",
			"spring.ai.chatbotkit.chat.MAX_TOKENS=1", "spring.ai.chatbotkit.headers.X-One=1",
			"spring.ai.chatbotkit.headers.x.two=1", "spring.ai.chatbotkit.headers[x.three]=1",
			"spring.ai.chatbotkit.chat.fallbacks[0]=model/name=a",
			"spring.ai.chatbotkit.chat.fallbacks=model/name=a,model/name=b", "spring.ai.chatbotkit.bots.help.advisors=",
			"spring.ai.chatbotkit.bots.help.timeout.response=1s", "spring.ai.chatbotkit.bots[help].system=Hi",
			"spring.ai.chat.client.enabled=true", "spring.ai.chat.observations.log-prompt=true",
			"spring.ai.chat.memory.x=1", "spring.ai.openai.api-key=1", "spring.ai.model.chat=chatbotkit",
			"spring.ai.retry.max-attempts=2", "chatbotkit.bot-id=1", "management.health.chatbotkit.enabled=true" })
	void boundAndForeignPropertiesAreNotReported(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void everyRelaxedSpellingIsKnown(CapturedOutput output) {
		List<String> names = PropertyNames.of(ChatBotKitProperties.class);
		assertThat(names).contains("secret-key", "chat.bot-id", "bots.*.timeout.response", "headers.*",
				"timeout.stream-idle");
		for (String name : names) {
			String real = name.replace("*", "help");
			for (String written : List.of(real, real.replace("-", ""), real.replace("-", "_"))) {
				assertThat(isKnown(names, written, false)).as(written).isTrue();
			}
			for (String written : List.of(real.replace('-', '.'), real.replace("-", ""))) {
				assertThat(isKnown(names, written, true)).as(written).isTrue();
			}
		}
	}

	private static boolean isKnown(List<String> names, String written, boolean variable) {
		PropertyKey key = new PropertyKey(Arrays.asList(written.split("\\.")), variable);
		return names.stream().anyMatch(key::isPartOf);
	}

	@ParameterizedTest
	@CsvSource({ "CHAT_BOTID,", "CHAT_BOT_ID,", "TIMEOUT_STREAM_IDLE,", "VALIDATE_ON_STARTUP,", "BOTS_HELP_BOT_ID,",
			"BOTS_HELP_BOTID,", "CHAT_FALLBACKS_0,", "HEADERS_X_ONE,", "TIMEOUT_STREAMIDEL,timeout.stream-idle",
			"BOT_ID,chat.bot-id", "API_KEY,secret-key", "BOTS_HELP_BAR,", "BOTS_HELP_MODELS,bots.help.model" })
	void environmentVariablesAreMatchedLikeTheBinderDoes(String variable, String meant, CapturedOutput output) {
		Map<String, Object> environment = Map.of("SPRING_AI_CHATBOTKIT_" + variable,
				variable.startsWith("TIMEOUT") ? "5s" : variable.startsWith("VALID") ? "false" : "model/name=a");
		run(new SystemEnvironmentPropertySource("systemEnvironment", environment));
		boolean known = meant == null && !variable.equals("BOTS_HELP_BAR");
		assertThat(warnings(output)).hasSize(known ? 0 : 1)
			.allSatisfy((line) -> assertThat(line).contains("SPRING_AI_CHATBOTKIT_" + variable,
					(meant != null) ? "did you mean " + PREFIX + meant + "?" : "no effect"));
	}

	@Test
	void anAccidentalBotOfAnEnvironmentVariableIsReportedBeforeTheFailure(CapturedOutput output) {
		run(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SPRING_AI_CHATBOTKIT_BOTS_MY_AGENT_BOT_ID", "clx3")));
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("SPRING_AI_CHATBOTKIT_BOTS_MY_AGENT_BOT_ID",
					"did you mean " + PREFIX + "bots.myagent.bot-id?"));
	}

	@Test
	void theWarningIsLoggedEvenIfTheStartFails(CapturedOutput output) {
		Contexts.withKey().withPropertyValues(PREFIX + "bot-id=clx1").run((context) -> assertThat(context).hasFailed());
		assertThat(warnings(output)).hasSize(1);
	}

	@Test
	void theNumberOfWarningsIsLimited(CapturedOutput output) {
		String[] properties = new String[50];
		Arrays.setAll(properties, (i) -> PREFIX + "nonsense" + (char) ('a' + i % 26) + i + "=1");
		this.runner.withPropertyValues(properties).run((context) -> {
		});
		assertThat(warnings(output)).hasSize(20);
		assertThat(output).contains("There are 30 more such properties");
	}

	@Test
	void thereAreNoWarningsIfAnotherModelIsSelected(CapturedOutput output) {
		Contexts.bare().withPropertyValues("spring.ai.model.chat=none", PREFIX + "timout=1").run((context) -> {
		});
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "0123,83", "83,83", "true,true" })
	void anIdThatYamlReadsAsANumberIsReported(String written, String arrives, CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit.bots.help.bot-id: " + written));
		assertThat(output.toString().lines().filter((line) -> line.contains("in quotes"))).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + "bots.help.bot-id", "arrives as " + arrives));
	}

	/**
	 * A map, as for headers, is left alone: a number is an ordinary value there.
	 */
	@ParameterizedTest
	@CsvSource({ "bots.help.system,no,false", "bots.help.description,0123,83", "chat.fallbacks,0x1F,31",
			"chat.reasoning-effort,off,false", "headers.x-team,0123," })
	void aTextThatYamlReadsAsANumberOrBooleanIsReported(String property, String written, String arrives,
			CapturedOutput output) {
		run(yaml(PREFIX + property + ": " + written));
		assertThat(output.toString().lines().filter((line) -> line.contains("in quotes")))
			.hasSize((arrives != null) ? 1 : 0)
			.allSatisfy((line) -> assertThat(line).contains(PREFIX + property, "arrives as " + arrives));
	}

	@ParameterizedTest
	@CsvSource({ "spring.ai.chatbotkit.timeout.response,30", "spring.ai.chatbotkit.bots.help.timeout.response,800",
			"spring.ai.chatbotkit.connections.max-idle,1", "spring.ai.retry.backoff.initial-interval,5" })
	void aNumberWithoutAUnitIsReported(String property, String number, CapturedOutput output) {
		this.runner.withPropertyValues(property + "=" + number).run((context) -> assertThat(context).hasNotFailed());
		run(yaml(property + ": " + number));
		assertThat(output.toString().lines().filter((line) -> line.contains("milliseconds"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains(property + " is " + number + " without a unit",
					"write " + number + "s"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout.response=30s", "timeout.response=30000", "timeout.response=PT30S",
			"connections.max=30", "timeout.response=" })
	void aDurationThatIsProbablyMeantIsNotReported(String property, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + property).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("milliseconds");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret-key", "base-url", "tenants", "bots.help.bot-id", "chat.temperature" })
	void aListInsteadOfAValueIsReported(String property, CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit:\n  " + property + ":\n    - 'Value-1'"));
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line)
				.contains(PREFIX + property + "[0] has no effect", "write " + PREFIX + property)
				.doesNotContain("Value-1"));
	}

	@ParameterizedTest
	@CsvSource({ "chat.bot-id,chat.botId", "timeout.stream-idle,timeout.streamidle",
			"bots.Help.bot-id,bots.help.bot-id", "bots.my-bot.model,bots.myBot.model" })
	void twoSpellingsOfOnePropertyAreReported(String one, String other, CapturedOutput output) {
		Map<String, Object> written = new LinkedHashMap<>();
		written.put(PREFIX + one, "1s");
		written.put(PREFIX + other, "2s");
		run(new MapPropertySource("file", written));
		assertThat(output.toString().lines().filter((line) -> line.contains("two spellings"))).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + one + " and " + PREFIX + other));
	}

	@Test
	void twoSpellingsInEnvironmentVariablesAreReported(CapturedOutput output) {
		run(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SPRING_AI_CHATBOTKIT_CHAT_BOTID", "clx1", "SPRING_AI_CHATBOTKIT_CHAT_BOT_ID", "clx2",
						"SPRING_AI_CHATBOTKIT_HEADERS_XTEAM", "a", "SPRING_AI_CHATBOTKIT_HEADERS_X_TEAM", "b")));
		assertThat(output.toString().lines().filter((line) -> line.contains("two spellings"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("SPRING_AI_CHATBOTKIT_CHAT_BOTID",
					"SPRING_AI_CHATBOTKIT_CHAT_BOT_ID"));
	}

	@Test
	void aValueThatAnotherSourceReplacesIsNotReported(CapturedOutput output) {
		run(new MapPropertySource("file", Map.of(PREFIX + "chat.bot_id", "clx8")));
		assertThat(output).doesNotContain("two spellings");
	}

	@Test
	void anIdInQuotesIsNotReported(CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit.bots.help.bot-id: '0123'"));
		assertThat(output).doesNotContain("in quotes");
	}

	@Test
	void aKeyThatYamlReadsAsANumberIsNotShown(CapturedOutput output) {
		run(yaml("spring.ai.chatbotkit.secret-key: 123456789"));
		assertThat(output).contains("spring.ai.chatbotkit.secret-key is a number").doesNotContain("123456789");
	}

	@Test
	void theEmulatorNeedsTheTestKit(CapturedOutput output) {
		Contexts.bare()
			.withPropertyValues(PREFIX + "emulator.enabled=true", PREFIX + "chat.bot-id=clx1")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.emulator.enabled",
					"emulator is not on the class path", "com.chatbotkit:chatbotkit-spring-ai-test"));
		this.runner.withPropertyValues(PREFIX + "emulator.port=8080").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains(PREFIX + "emulator.port has no effect");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.path=/v1", "server.keys.one.secret=sk-0123456789abcdef0123456789abcdef" })
	void aPropertyOfTheServedEndpointNeedsItsStarter(String property, CapturedOutput output) {
		this.runner.withPropertyValues(PREFIX + property).run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains(PREFIX + property.substring(0, property.indexOf('=')),
					"needs com.chatbotkit:chatbotkit-spring-boot-starter-server on the class path"));
	}

	/**
	 * Its starter checks its own properties.
	 */
	@Test
	void aPropertyOfTheServedEndpointIsNotReportedBesideItsStarter(CapturedOutput output) {
		ClassLoader both = new ByteBuddy().subclass(Object.class)
			.name("com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerAutoConfiguration")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded()
			.getClassLoader();
		this.runner.withClassLoader(both)
			.withPropertyValues(PREFIX + "server.path=/v1", PREFIX + "server.keys.one.secret=Value-1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.chatbotkit.server.path", "spring.ai.chatbot-kits.server.keys.one.secret",
			"ai.chatbotkit.emulator.enabled" })
	void aPropertyOfAnotherPartWithAWrongPrefixIsReported(String written, CapturedOutput output) {
		this.runner.withPropertyValues(written + "=true").run((context) -> assertThat(context).hasNotFailed());
		String meant = written.replaceFirst(".*?(server|emulator)", PREFIX + "$1");
		assertThat(warnings(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("did you mean " + meant + "?"));
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
		return output.toString()
			.lines()
			.filter((line) -> line.contains(" has no effect: ") || line.contains(" names the bot ")
					|| line.contains(" names the header "))
			.toList();
	}

}
