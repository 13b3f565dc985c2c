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

package com.chatbotkit.springai.test.autoconfigure;

import java.net.URI;
import java.util.Arrays;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.autoconfigure.ChatBotKitAutoConfiguration;
import com.chatbotkit.springai.autoconfigure.ChatBotKitBots;
import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.ReceivedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class ChatBotKitEmulatorAutoConfigurationTests {

	private static final String ENABLED = "spring.ai.chatbotkit.emulator.enabled=true";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ChatBotKitAutoConfiguration.class, ChatBotKitEmulatorAutoConfiguration.class));

	@Test
	void isNeverOnByItself() {
		this.contextRunner
			.withPropertyValues("spring.ai.chatbotkit.secret-key=sk-1", "spring.ai.chatbotkit.chat.bot-id=b")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatBotKitEmulator.class));
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("The secret key of ChatBotKit is missing"));
	}

	@Test
	void onePropertyIsEnough(CapturedOutput output) {
		this.contextRunner.withPropertyValues(ENABLED).run((context) -> {
			assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Echo: hi");
			ChatBotKitEmulator emulator = context.getBean(ChatBotKitEmulator.class);
			assertThat(emulator.requests()).extracting(ReceivedRequest::target)
				.containsExactly(new AgentTarget.Bot("demo"));
			assertThat(output.getAll().lines().filter((line) -> line.contains("an emulated one on"))).singleElement()
				.asString()
				.contains(emulator.baseUrl(), emulator.pageUrl());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "${CHATBOTKIT_NOT_SET}" })
	void whatIsEmptyOrUnresolvedIsNotSet(String value) {
		this.contextRunner
			.withPropertyValues(ENABLED, "spring.ai.chatbotkit.secret-key=" + value,
					"spring.ai.chatbotkit.chat.bot-id=" + value)
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Echo: hi"));
	}

	@ParameterizedTest
	@CsvSource({ "bot-id,mine,bot/id=mine", "model-name,gpt-4o,model/name=gpt-4o", "model,bot/id=b,bot/id=b" })
	void keepsWhatTheApplicationTalksTo(String property, String value, String selector) {
		this.contextRunner.withPropertyValues(ENABLED, "spring.ai.chatbotkit.chat." + property + "=" + value)
			.run((context) -> {
				context.getBean(ChatBotKitChatModel.class).call("hi");
				assertThat(context.getBean(ChatBotKitEmulator.class).requests()).extracting(ReceivedRequest::selector)
					.containsExactly(selector);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			chat.model=${NOT_SET}                                            | bot/id=demo
			chat.model=model/name=${NOT_SET}                                 | bot/id=demo
			chat.model-name=${NOT_SET}                                       | model/name=demo
			chat.bot-id=clx-${NOT_SET}                                       | bot/id=demo
			chat.bot-id=${NOT_SET}, bots.help.bot-id=mine                    | bot/id=demo, bot/id=mine
			bots.help.bot-id=${NOT_SET}                                      | bot/id=help
			bots.help.bot-id=                                                | bot/id=help
			bots.help.model=${NOT_SET}, bots.help.secret-key=${NOT_SET}      | bot/id=help
			bots.helpDesk.model-name=${NOT_SET:}                             | model/name=helpDesk
			bots[help_desk].bot-id=${NOT_SET}                                | bot/id=help_desk
			bots.help.bot-id=, bots.help.model-name=gpt-4o                   | model/name=gpt-4o
			""")
	void whatIsNotSetIsCalledByItsName(String properties, String selectors) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ChatClientAutoConfiguration.class))
			.withPropertyValues(ENABLED)
			.withPropertyValues(
					Arrays.stream(properties.split(", ")).map("spring.ai.chatbotkit."::concat).toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				if (context.containsBean("chatBotKitChatModel")) {
					context.getBean("chatBotKitChatModel", ChatModel.class).call("hi");
				}
				ChatBotKitBots bots = context.getBean(ChatBotKitBots.class);
				bots.names().forEach((name) -> bots.chatClient(name).prompt("hi").call().content());
				assertThat(context.getBean(ChatBotKitEmulator.class).requests()).extracting(ReceivedRequest::selector)
					.containsExactly(selectors.split(", "));
			});
	}

	@Test
	void aBotWithoutAnySelectorIsStillAMistake() {
		this.contextRunner.withPropertyValues(ENABLED, "spring.ai.chatbotkit.bots.help.system=Be brief.")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("spring.ai.chatbotkit.bots.help.bot-id"));
	}

	@Test
	void yieldsToASecretKeyAndSaysSo(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues(ENABLED, "spring.ai.chatbotkit.secret-key=sk-1", "spring.ai.chatbotkit.chat.bot-id=b")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ChatBotKitEmulator.class);
				assertThat(output).containsOnlyOnce("this application talks to ChatBotKit").doesNotContain("sk-1");
			});
	}

	@Test
	void backsOffForConnectionDetailsOfTheApplication() {
		ChatBotKitConnectionDetails own = () -> "http://127.0.0.1:1/v1/openai";
		this.contextRunner.withPropertyValues(ENABLED)
			.withBean(ChatBotKitConnectionDetails.class, () -> own)
			.withBean("chatBotKitApiKey", ApiKey.class, () -> new SimpleApiKey("sk-1"))
			.run((context) -> assertThat(context).doesNotHaveBean(ChatBotKitEmulator.class)
				.getBean(ChatBotKitConnectionDetails.class)
				.isSameAs(own));
	}

	@Test
	void takesAnyKeyOfAnApplicationThatHasABeanForIt() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withBean("chatBotKitApiKey", ApiKey.class, () -> new SimpleApiKey("from-a-vault"))
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Echo: hi"));
	}

	@Test
	void customizersScriptIt() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withBean(ChatBotKitEmulatorCustomizer.class, () -> (emulator) -> emulator.bot("demo").reply("Scripted."))
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Scripted."));
	}

	@Test
	void listensOnThePortThatIsSetAndFreesItAtTheEnd() {
		int port;
		try (ChatBotKitEmulator free = ChatBotKitEmulator.start()) {
			port = URI.create(free.baseUrl()).getPort();
		}
		this.contextRunner.withPropertyValues(ENABLED, "spring.ai.chatbotkit.emulator.port=" + port)
			.run((context) -> assertThat(context.getBean(ChatBotKitEmulator.class).baseUrl()).contains(":" + port));
		try (ChatBotKitEmulator again = ChatBotKitEmulator.builder().port(port).start()) {
			assertThat(again.baseUrl()).contains(":" + port);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1", " TRUE " })
	void everySpellingOfTrueEnablesIt(String spelling) {
		this.contextRunner.withPropertyValues("spring.ai.chatbotkit.emulator.enabled=" + spelling)
			.run((context) -> assertThat(context).hasSingleBean(ChatBotKitEmulator.class));
	}

	@ParameterizedTest
	@CsvSource({ "enabled=maybe,maybe", "port=http,http", "port=8.5,8.5", "port=70000,from 0 to 65535",
			"port=-1,from 0 to 65535", "port=%d,another program" })
	void aValueThatCannotWorkIsReportedWithItsProperty(String setting, String words, CapturedOutput output) {
		try (ChatBotKitEmulator other = ChatBotKitEmulator.start()) {
			String property = "--spring.ai.chatbotkit.emulator."
					+ setting.formatted(URI.create(other.baseUrl()).getPort());
			assertThatException().isThrownBy(() -> Application.main(new String[] { "--" + ENABLED, property }));
		}
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"spring.ai.chatbotkit.emulator." + setting.substring(0, setting.indexOf('=')), words)
			.doesNotContain("\tat org.springframework");
	}

	@ParameterizedTest
	@CsvSource({ "enable,emulator.enabled", "prt,emulator.port", "host,", "enabled.x,emulator.enabled" })
	void aPropertyWithoutEffectIsReported(String written, String meant, CapturedOutput output) {
		this.contextRunner.withPropertyValues(ENABLED, "spring.ai.chatbotkit.emulator." + written + "=1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("spring.ai.chatbotkit.emulator." + written + " has no effect",
				(meant != null) ? "did you mean spring.ai.chatbotkit." + meant + "?" : "has no effect");
	}

	@Test
	void aMainMethodAmongTheTestsEmulatesWhateverIsSet() {
		SpringApplication.Running running = SpringApplication.from(Application::main)
			.with(ChatBotKitEmulatorConfiguration.class)
			.run("--spring.ai.chatbotkit.secret-key=a-real-one", "--" + ENABLED);
		try (ConfigurableApplicationContext context = running.getApplicationContext()) {
			assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Echo: hi");
			assertThat(context.getBean(ChatBotKitEmulator.class).requests()).hasSize(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static void main(String[] args) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(args);
		}

	}

}
