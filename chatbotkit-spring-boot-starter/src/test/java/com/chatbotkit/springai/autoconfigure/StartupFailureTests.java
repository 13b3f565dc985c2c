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

import java.util.Map;
import java.util.regex.Pattern;

import com.chatbotkit.springai.metrics.ChatBotKitMeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the failure analysis of an application that cannot start.
 */
class StartupFailureTests {

	@Test
	void noPropertyIsSet() {
		Contexts.bare()
			.run((context) -> assertThat(Contexts.report(context)).contains("secret key of ChatBotKit is missing",
					"spring.ai.chatbotkit.secret-key", "chatBotKitApiKey", "spring.ai.chatbotkit.chat.bot-id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "spring.ai.chatbotkit.secret-key=", "spring.ai.chatbotkit.secret-key= " })
	void theKeyIsMissing(String property) {
		Contexts.bare()
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=clx1", property)
			.run((context) -> assertThat(Contexts.report(context))
				.contains("secret key of ChatBotKit is missing", "Set spring.ai.chatbotkit.secret-key")
				.doesNotContain("bot-id"));
	}

	@Test
	void theKeyRefersToAVariableThatIsNotSet() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.secret-key=${CHATBOTKIT_NO_SUCH_SECRET}")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key is",
					"CHATBOTKIT_NO_SUCH_SECRET is not set", "Set the environment variable"));
	}

	@Test
	void theKeyIsInvalid() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.secret-key=Bearer " + Contexts.SECRET)
			.run((context) -> assertThat(Contexts.report(context)).contains("begins with Bearer",
					"spring.ai.chatbotkit.secret-key"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "chat.bot-id=team-${NOT_SET}", "chat.fallbacks=bot/id=${NOT_SET}",
			"base-url=https://${NOT_SET}/v1", "base-url=${NOT_SET_1:${NOT_SET}}", "secret-key=sk-${NOT_SET}",
			"bots.help.model=model/name=${NOT_SET}", "headers.x-team=a-${NOT_SET}" })
	void aPlaceholderWithinAValueIsNotResolved(String setting) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit." + setting)
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit." + setting.substring(0, setting.indexOf('=')), "NOT_SET is not set"));
	}

	@Test
	void theBotRefersToAVariableThatIsNotSet() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=${CHATBOTKIT_NO_SUCH_BOT}")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat.bot-id",
					"CHATBOTKIT_NO_SUCH_BOT is not set", "Set the environment variable"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "spring.ai.chatbotkit.chat.bot-id=", "spring.ai.chatbotkit.chat.temperature=0.5" })
	void noBotOrModelIsSelected(String property) {
		Contexts.withKey()
			.withPropertyValues(property)
			.run((context) -> assertThat(Contexts.report(context)).contains(
					"Set spring.ai.chatbotkit.chat.bot-id to the id of a bot", "spring.ai.chatbotkit.chat.model-name"));
	}

	@ParameterizedTest
	@CsvSource({ "bot-id=clx1,model-name=gpt-4o", "bot-id=clx1,model=bot/id=clx2",
			"model-name=gpt-4o,model=model/name=gpt-4o" })
	void twoPropertiesSelectABotOrModel(String one, String other) {
		String prefix = "spring.ai.chatbotkit.chat.";
		Contexts.withKey()
			.withPropertyValues(prefix + one, prefix + other)
			.run((context) -> assertThat(Contexts.report(context)).contains("More than one property",
					"Keep one of them", prefix + one.substring(0, one.indexOf('=')),
					prefix + other.substring(0, other.indexOf('='))));
	}

	@Test
	void aBareModelName() {
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit.chat.model=gpt-4o")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat.model",
					"\"gpt-4o\"", "model/name=", "bot/id="));
	}

	@Test
	void aConversationSelector() {
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit.chat.model=conversation/id=1")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat.model",
					"reserved", "conversation/"));
	}

	@ParameterizedTest
	@CsvSource({ "bot-id,bot/id=clx1", "model-name,model/name=gpt-4o", "bot-id,model/name=gpt-4o" })
	void aWholeSelectorInsteadOfAnId(String property, String value) {
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit.chat." + property + "=" + value)
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat." + property,
					value, "spring.ai.chatbotkit.chat.model."));
	}

	@ParameterizedTest
	@CsvSource({ "api.chatbotkit.com/v1/openai,write https://api.chatbotkit.com/v1/openai",
			"ftp://api.chatbotkit.com,https://", "https://api.chatbotkit.com/v1/openai?x=1,query",
			"https://api.chatbotkit.com/v1/openai#x,fragment",
			"https://api.chatbotkit.com/v1/other,https://api.chatbotkit.com/v1/openai",
			"https://user:sk-test-very-secret-0123456789@api.chatbotkit.com,user info",
			"http://api.chatbotkit.com/v1/openai,https" })
	void anInvalidBaseUrl(String baseUrl, String expected) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.base-url=" + baseUrl)
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.base-url", expected));
	}

	@ParameterizedTest
	@CsvSource({ "spring.ai.chatbotkit.timeout.connect,0s", "spring.ai.chatbotkit.timeout.response,-1s",
			"spring.ai.chatbotkit.timeout.stream-idle,0", "spring.ai.chatbotkit.connections.max,0",
			"spring.ai.chatbotkit.connections.max-idle,0s", "spring.ai.chatbotkit.limits.event-size,0B",
			"spring.ai.chatbotkit.limits.error-body-size,3GB", "spring.ai.chatbotkit.limits.logged-body-size,0B",
			"spring.ai.chatbotkit.limits.tool-calls,0", "spring.ai.chatbotkit.limits.tool-calls,100001",
			"spring.ai.chatbotkit.limits.tool-calls-size,0B", "spring.ai.chatbotkit.limits.tool-rounds,0",
			"spring.ai.retry.max-attempts,0", "spring.ai.retry.backoff.initial-interval,-1s",
			"spring.ai.retry.backoff.multiplier,0.5", "spring.ai.retry.backoff.max-interval,-1s",
			"spring.ai.retry.backoff.multiplier,NaN", "spring.ai.retry.backoff.multiplier,Infinity",
			"spring.ai.retry.backoff.max-interval,200000d", "spring.ai.retry.backoff.initial-interval,200000d",
			"spring.ai.retry.max-attempts,2147483647", "spring.ai.retry.max-attempts,-1",
			"spring.ai.retry.max-attempts,2147483648", "spring.ai.chatbotkit.timeout.response,200000d",
			"spring.ai.chatbotkit.timeout.connect,200000d", "spring.ai.chatbotkit.timeout.stream-idle,200000d",
			"spring.ai.chatbotkit.timeout.response,PT9223372036854775807S",
			"spring.ai.chatbotkit.timeout.response,9223372036854775807d",
			"spring.ai.chatbotkit.connections.max-idle,200000d", "spring.ai.chatbotkit.connections.max,-1",
			"spring.ai.chatbotkit.limits.event-size,9223372036854775807TB",
			"spring.ai.chatbotkit.limits.event-size,2GB", "spring.ai.chatbotkit.agents.max-calls,0",
			"spring.ai.retry.on-http-codes,'500,,503'", "spring.ai.retry.exclude-on-http-codes,'500,'",
			"spring.ai.chatbotkit.chat.fallbacks,','", "spring.ai.chatbotkit.chat.fallbacks,'bot/id=clx2,'",
			"spring.ai.retry.on-http-codes,1000", "spring.ai.retry.exclude-on-http-codes,-1",
			"spring.ai.chatbotkit.timeout.connect,soon",
			"spring.ai.chatbotkit.headers.authorization,Bearer sk-test-very-secret-0123456789" })
	void aValueOutOfItsRange(String property, String value) {
		Contexts.configured()
			.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(Contexts.report(context)).contains(property));
	}

	@ParameterizedTest
	@CsvSource({ "temperature,NaN,false", "temperature,Infinity,false", "temperature,-Infinity,true",
			"frequency-penalty,NaN,false", "presence-penalty,Infinity,false", "top-p,NaN,false", "top-p,1e999,true",
			"temperature,2.5,true", "temperature,-1,true", "max-tokens,0,true", "max-tokens,-1,true",
			"presence-penalty,3,true", "frequency-penalty,-2.1,true", "reasoning-effort,much,true" })
	void aSettingOutOfItsRange(String setting, String value, boolean carried) {
		for (String chat : new String[] { "spring.ai.chatbotkit.chat.", "spring.ai.chatbotkit.bots.help." }) {
			Contexts.withKey()
				.withPropertyValues(chat + "model-name=gpt-4o", chat + setting + "=" + value,
						chat + "carry-settings=" + carried)
				.run((context) -> assertThat(Contexts.report(context)).contains(chat + setting,
						value.replace("1e999", "Infinity"), "write "));
		}
	}

	@Test
	void aSettingThatIsIgnoredMayBeOutOfThePlatformsRange() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.chat.temperature=2.5", "spring.ai.chatbotkit.chat.max-tokens=-1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "host=example.com", "Content-Length=7", "connection=close", "x-key=one\ntwo",
			"x-key=\u00fcber", "x-key=${NOT_SET}" })
	void aHeaderThatCannotBeSent(String header) {
		String name = header.substring(0, header.indexOf('='));
		String value = header.substring(header.indexOf('=') + 1);
		Contexts.configured()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("headers", Map.of("spring.ai.chatbotkit.headers." + name, value))))
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.headers." + name)
				.doesNotContain("two", "\u00fcber"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout.response=200000d", "timeout.stream-idle=0s", "timeout.response=P200000D" })
	void aTimeoutOfABotOutOfItsRange(String setting) {
		String prefix = "spring.ai.chatbotkit.bots.help.";
		Contexts.configured()
			.withPropertyValues(prefix + "bot-id=clx2", prefix + setting)
			.run((context) -> assertThat(Contexts.report(context))
				.contains(prefix + setting.substring(0, setting.indexOf('=')), "more than zero", "at most 24d"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "base-url=bots.example.org", "timeout.response=0s", "chat.bot-id=clx 1",
			"limits.event-size=0B" })
	void aPropertyIsNamedOnceOrTwiceAndNotThreeTimes(String setting) {
		String property = "spring.ai.chatbotkit." + setting.substring(0, setting.indexOf('='));
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit." + setting)
			.run((context) -> assertThat(Contexts.report(context).split(Pattern.quote(property), -1)).hasSizeBetween(2,
					3));
	}

	@ParameterizedTest
	@CsvSource({ "bots.help,bots.help.bot-id", "bots.help.timeout,bots.help.timeout.response",
			"bots,bots.<name>.bot-id", "timeout,timeout.connect", "connections,connections.max",
			"limits,limits.event-size", "ssl,ssl.bundle", "headers,headers.<name>", "health,health.mode" })
	void aValueOfAGroupOfProperties(String group, String below) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit." + group + "=Value-1")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit." + group + " has a value", "property source \"test\"",
						"spring.ai.chatbotkit." + below)
				.doesNotContain("Value-1", "ConverterNotFoundException"));
	}

	@Test
	void aValueOfAGroupOfSpringAisProperties() {
		Contexts.configured()
			.withPropertyValues("spring.ai.retry.backoff=2s")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.retry.backoff has a value",
					"spring.ai.retry.backoff.initial-interval"));
	}

	/**
	 * Also where it decides whether there is a bean.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "validate-on-startup", "connections.warm-up", "connections.http2", "metrics.bot-ids",
			"chat.carry-settings", "allow-plain-http" })
	void aValueThatIsNeitherTrueNorFalse(String property) {
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("spring.ai.chatbotkit." + property + "=maybe")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit." + property,
					"maybe"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1", " true " })
	void everySpellingOfTrueHasAnEffect(String spelling) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=" + spelling,
					"spring.ai.chatbotkit.base-url=http://127.0.0.1:1/v1/openai", "spring.ai.retry.max-attempts=1")
			.run((context) -> assertThat(Contexts.report(context)).contains("cannot look up the bot clx1"));
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.connections.warm-up=" + spelling)
			.run((context) -> assertThat(context).hasSingleBean(WarmUp.class));
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("spring.ai.chatbotkit.metrics.bot-ids=" + spelling)
			.run((context) -> assertThat(context).doesNotHaveBean(ChatBotKitMeterFilter.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0", "" })
	void everySpellingOfFalseHasAnEffect(String spelling) {
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues(spelling.isEmpty() ? "" : "spring.ai.chatbotkit.metrics.bot-ids=" + spelling)
			.run((context) -> assertThat(context).hasSingleBean(ChatBotKitMeterFilter.class));
	}

	@Test
	void theSourceOfAnInvalidValueIsNamed() {
		Contexts.configured()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("defaults-of-the-team",
						Map.of("spring.ai.chatbotkit.timeout.streamIdle", "0s"))))
			.run((context) -> assertThat(Contexts.report(context)).contains("'0s'", "defaults-of-the-team",
					"spring.ai.chatbotkit.timeout.stream-idle", "Must be more than zero"));
	}

	@Test
	void twoSelectorsInEnvironmentVariables() {
		Contexts.withKey()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("SPRING_AI_CHATBOTKIT_CHAT_BOTID", "clx1", "SPRING_AI_CHATBOTKIT_CHAT_MODELNAME",
										"gpt-4o"))))
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat.bot-id",
					"spring.ai.chatbotkit.chat.model-name", "SPRING_AI_CHATBOTKIT_CHAT_MODELNAME", "Keep one of them"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "chat.bot-id=https://user:%s@chatbotkit.com/bots/clx1",
			"chat.bot-id=https://chatbotkit.com/bots/clx1?key=%s", "base-url=https://example.com/v1/openai?key=%s",
			"headers.x-key=\u00fc%s", "secret-key=\"%s\"", "bots.help.secret-key=\"%s\"", "chat.bot-id=%s",
			"bots.help.model-name=%s", "chat.model=\"%s" })
	void aSecretInAnInvalidValueIsNotShown(String setting) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit." + setting.formatted(Contexts.SECRET),
					"spring.ai.chatbotkit.bots.help.bot-id=clx2")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit." + setting.substring(0, setting.indexOf('='))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\"clx1\" | in quotes", "'clx1' | in quotes", "clx 1 | blank",
					"https://chatbotkit.com/bots/clx123 | clx123", "bot/id=clx1 | whole selector",
					"BOT/ID=clx1 | whole selector", "Bot / id = clx1 | whole selector", "<clx1> | in brackets",
					"bot-id=clx1 | behind the =" })
	void anInvalidId(String id, String message) {
		for (String property : new String[] { "chat.bot-id", "bots.help.bot-id" }) {
			Contexts.configured()
				.withPropertyValues("spring.ai.chatbotkit." + property + "=" + id)
				.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit." + property,
						message));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "chat.fallbacks=bot/id=clx 1", "bots.help.fallbacks='bot/id=clx1'", "chat.model=bot/id=\"x\"" })
	void anInvalidSelector(String setting) {
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit." + setting,
					setting.startsWith("chat.model") ? "" : "spring.ai.chatbotkit.chat.bot-id=clx1",
					setting.startsWith("bots") ? "spring.ai.chatbotkit.bots.help.bot-id=clx2" : "")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit." + setting.substring(0, setting.indexOf('='))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"%s\"", "'%s'", "\"%s", "Bearer %s", "%s %s" })
	void anInvalidKeyIsNotShown(String spelling) {
		String key = spelling.formatted(Contexts.SECRET, "x");
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.secret-key=" + key)
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key"));
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.bots.help.bot-id=clx2",
					"spring.ai.chatbotkit.bots.help.secret-key=" + key)
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit.bots.help.secret-key"));
	}

	/**
	 * A script, a template or a page writes it where it has no value.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "null", "undefined", "None", "$CHATBOTKIT", "%CHATBOTKIT%", "@chatbotkit@",
			"#{systemProperties['x']}", "{{ .Values.x }}", "<nil>", "clx\u2026", "sk-***" })
	void whatStandsForAMissingValue(String written) {
		for (String property : new String[] { "secret-key", "chat.bot-id", "bots.help.secret-key", "bots.help.bot-id",
				"base-url" }) {
			Contexts.configured()
				.withPropertyValues("spring.ai.chatbotkit.bots.help.bot-id=clx2",
						"spring.ai.chatbotkit." + property + "=" + written)
				.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit." + property,
						"write"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "clx1;", "clx1,", ";clx1", "clx1 ; ", "'clx1';" })
	void aSeparatorBesideAnId(String written) {
		for (String property : new String[] { "secret-key", "chat.bot-id", "bots.help.secret-key", "bots.help.bot-id",
				"bots.help.model" }) {
			Contexts.configured()
				.withPropertyValues(
						"spring.ai.chatbotkit.bots.help.bot-id=" + (property.endsWith("model") ? "" : "clx2"),
						"spring.ai.chatbotkit." + property + "="
								+ (property.endsWith("model") ? "bot/id=" + written : written))
				.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit." + property,
						"write it without"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/run/secrets/chatbotkit", "file:/run/secrets/key", "file:key.txt", "classpath:key.txt",
			"~/key", "./key.txt", "../key", "/etc/chatbotkit/key", "/home/ada/key.txt", "op://vault/item/field",
			"https://vault.example/key", "env:CHATBOTKIT_KEY", "vault:secret/data/key", "{cipher}aGVsbG8=",
			"ENC(aGVsbG8=)" })
	void aKeyThatStandsElsewhere(String written) {
		for (String property : new String[] { "secret-key", "bots.help.secret-key" }) {
			Contexts.configured()
				.withPropertyValues("spring.ai.chatbotkit.bots.help.bot-id=clx2",
						"spring.ai.chatbotkit." + property + "=" + written)
				.run((context) -> assertThat(Contexts.report(context))
					.contains("spring.ai.chatbotkit." + property, "write ")
					.doesNotContain(written));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-abc/run/etc+x==", "/aB3/x9+z==", "eyJh.eyJz.sig-_", "a:b", "k=v", "+/9=" })
	void aKeyOfAnotherAlphabet(String key) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.secret-key=" + key)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "undefined", "null", "$TENANT", "%TENANT%", "@tenant@", "{{ .Values.tenant }}",
			"#{systemProperties['x']}" })
	void aHeaderThatStandsForAMissingValue(String written) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.headers.X-Tenant=" + written)
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.headers.X-Tenant",
					"write the value itself"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "None", "***", "a, b;", "", "a...", "100%" })
	void aHeaderOfAnyWords(String written) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.headers.X-Tenant=" + written)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whiteSpaceAroundIdsIsTrimmed() {
		Contexts.withKey()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("copied",
						Map.of("spring.ai.chatbotkit.chat.bot-id", " clx1\n", "spring.ai.chatbotkit.chat.fallbacks",
								" bot/id=clx2 , model/name=gpt-4o\n", "spring.ai.chatbotkit.bots.help.model",
								"\tbot/id=clx3\r\n"))))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ChatModel.class).getOptions().getModel()).isEqualTo("bot/id=clx1");
				assertThat(context.getBean(ChatBotKitBots.class).chatModel("help").getOptions().getModel())
					.isEqualTo("bot/id=clx3");
			});
	}

	@Test
	void anUnknownSslBundle() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.ssl.bundle=nowhere")
			.run((context) -> assertThat(Contexts.report(context)).contains("\"nowhere\"",
					"spring.ai.chatbotkit.ssl.bundle", "spring.ssl.bundle"));
	}

}
