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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link MissingChatFailureAnalyzer}: applications with only named bots, and a
 * missing or unknown qualifier.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingChatFailureAnalyzerTests {

	private static final String[] BOTS = { "--spring.ai.chatbotkit.bots.help.bot-id=clx1",
			"--spring.ai.chatbotkit.bots.sales.bot-id=clx2" };

	@ParameterizedTest
	@CsvSource({ "ClientInConstructor,ChatClient", "ClientInField,ChatClient", "ClientInBeanMethod,ChatClient",
			"ClientOfProvider,ChatClient", "ModelInConstructor,ChatModel", "BuilderInConstructor,ChatClient.Builder",
			"BuilderOfProvider,ChatClient.Builder", "OurModelInConstructor,ChatBotKitChatModel",
			"StreamingModelInConstructor,StreamingChatModel", "ClientByType,ChatClient", "ModelByType,ChatModel" })
	void theBotsAreListedIfTheQualifierIsMissing(String asking, String type, CapturedOutput output)
			throws ClassNotFoundException {
		fail(asking);
		assertThat(output).contains("APPLICATION FAILED TO START", "There is no default " + type
				+ ", only the bots [help, sales]: write @Qualifier(\"help\"), or set spring.ai.chatbotkit.chat.bot-id",
				asking)
			.doesNotContain("\tat org.springframework");
	}

	@Test
	void anUnknownQualifierIsReported(CapturedOutput output) throws ClassNotFoundException {
		fail("MisspeltQualifier");
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "There is no ChatClient of @Qualifier(\"halp\"), only the bots",
					"@Qualifier(\"help\")", "MisspeltQualifier")
			.doesNotContain("\tat org.springframework");
	}

	@Test
	void allBotsHaveNoQualifier(CapturedOutput output) throws ClassNotFoundException {
		fail("AllBotsWithQualifier");
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "all bots, [help, sales]", "Remove the qualifier",
					"AllBotsWithQualifier")
			.doesNotContain("Consider defining a bean");
	}

	@Test
	void theNearestBotIsSuggestedForAnUnknownQualifier(CapturedOutput output) throws ClassNotFoundException {
		fail("BeanNameAsQualifier");
		assertThat(output).contains("There is no ChatModel of @Qualifier(\"salesChatModel\")",
				"write @Qualifier(\"sales\")");
	}

	@Test
	void theConfigurationOfSpringAiIsNoPlaceToChange(CapturedOutput output) throws ClassNotFoundException {
		fail("Builders");
		assertThat(output).contains("There is no default ChatClient.Builder, only the bots [help, sales]")
			.doesNotContain("(Parameter", "\tat org.springframework");
	}

	@Test
	void anUnknownQualifierIsReportedBesideADefaultChat(CapturedOutput output) throws ClassNotFoundException {
		fail("MisspeltQualifier", "--spring.ai.chatbotkit.chat.bot-id=clx3");
		assertThat(output).contains("There is no ChatClient of @Qualifier(\"halp\"), only the bots");
	}

	@ParameterizedTest
	@CsvSource({ "ClientInConstructor,ChatClient,chatbot-kit", "ModelInConstructor,ChatModel,chatbot",
			"BuilderInConstructor,ChatModel,'\"chatbotkit\"'" })
	void aMisspeltProviderIsReported(String asking, String type, String provider, CapturedOutput output)
			throws ClassNotFoundException {
		fail(asking, "--spring.ai.model.chat=" + provider);
		assertThat(output).contains("There is no " + type + ", because spring.ai.model.chat is '" + provider + "'",
				"Set spring.ai.model.chat to chatbotkit");
	}

	@Test
	void anotherProviderThatIsMissingIsNotOurs(CapturedOutput output) throws ClassNotFoundException {
		fail("ModelInConstructor", "--spring.ai.model.chat=openai");
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("spring.ai.model.chat is");
	}

	@Test
	void disabledChatClientsAreReported(CapturedOutput output) throws ClassNotFoundException {
		fail("ClientInConstructor", "--spring.ai.chat.client.enabled=false");
		assertThat(output).contains("There is no ChatClient, because spring.ai.chat.client.enabled is false",
				"Set spring.ai.chat.client.enabled to true");
	}

	@Test
	void otherMissingBeansAreReportedBySpringBoot(CapturedOutput output) throws ClassNotFoundException {
		fail("SomethingElse");
		assertThat(output).contains("required a bean of type 'java.lang.StringBuilder' that could not be found")
			.doesNotContain("only the bots");
	}

	private static void fail(String asking, String... more) throws ClassNotFoundException {
		Class<?> type = Class.forName(MissingChatFailureAnalyzerTests.class.getName() + "$" + asking);
		List<String> arguments = new ArrayList<>(Arrays.asList(BOTS));
		arguments.add("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET);
		arguments.addAll(Arrays.asList(more));
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class, type)
			.bannerMode(Banner.Mode.OFF);
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(String[]::new)).close());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class ClientInConstructor {

		ClientInConstructor(ChatClient client) {
		}

	}

	static class ClientInField {

		@Autowired
		ChatClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientInBeanMethod {

		@Bean
		String answer(ChatClient client) {
			return client.toString();
		}

	}

	static class ClientOfProvider {

		ClientOfProvider(ObjectProvider<ChatClient> clients) {
			clients.getObject();
		}

	}

	static class ModelInConstructor {

		ModelInConstructor(ChatModel model) {
		}

	}

	static class BuilderInConstructor {

		BuilderInConstructor(ChatClient.Builder builder) {
		}

	}

	static class BuilderOfProvider {

		BuilderOfProvider(ObjectProvider<ChatClient.Builder> builders) {
			builders.getObject();
		}

	}

	static class OurModelInConstructor {

		OurModelInConstructor(ChatBotKitChatModel model) {
		}

	}

	static class StreamingModelInConstructor {

		StreamingModelInConstructor(StreamingChatModel model) {
		}

	}

	static class MisspeltQualifier {

		MisspeltQualifier(@Qualifier("halp") ChatClient client) {
		}

	}

	static class BeanNameAsQualifier {

		BeanNameAsQualifier(@Qualifier("salesChatModel") ChatModel model) {
		}

	}

	static class AllBotsWithQualifier {

		AllBotsWithQualifier(@Qualifier("help") ChatBotKitBots bots) {
		}

	}

	static class Builders {

		Builders(List<ChatClient.Builder> builders) {
		}

	}

	static class ClientByType {

		ClientByType(ApplicationContext context) {
			context.getBean(ChatClient.class);
		}

	}

	static class ModelByType {

		ModelByType(ApplicationContext context) {
			context.getBean(ChatModel.class);
		}

	}

	static class SomethingElse {

		SomethingElse(StringBuilder builder) {
		}

	}

}
