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

package com.chatbotkit.springai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What becomes of options that the endpoint does not read: carried inside the model
 * string on request, else warned of once; called and streamed.
 */
class SettingsTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	private final Logger log = (Logger) LoggerFactory.getLogger(IgnoredParameters.class);

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			SettingsTests.this.warnings.add(event.getFormattedMessage());
		}

	};

	@BeforeEach
	void listen() {
		this.appender.start();
		this.log.setLevel(Level.WARN);
		this.log.addAppender(this.appender);
		this.server.always((exchange) -> {
			boolean stream = this.server.requests()
				.get(this.server.requests().size() - 1)
				.body()
				.contains("\"stream\":true");
			(stream ? WireServer.events(STREAM) : WireServer.json(ANSWER)).play(exchange);
		});
	}

	@AfterEach
	void close() {
		this.log.detachAppender(this.appender);
		this.log.setLevel(null);
		this.api.close();
		this.server.close();
	}

	@Test
	void settingsOfAModelAreCarriedInItsStringWhenAsked() {
		List<String> bodies = bodies((options) -> options.modelName("gpt-4o")
			.carrySettings(true)
			.temperature(0.5)
			.maxTokens(100)
			.frequencyPenalty(-1.0)
			.presencePenalty(0.25)
			.reasoningEffort("low"));
		assertThat(bodies).hasSize(2)
			.allMatch((body) -> body.startsWith("{\"model\":\"{\\\"name\\\":\\\"model\\\",\\\"config\\\":{\\\"name\\\":"
					+ "\\\"gpt-4o/temperature=0.5/maxTokens=100/frequencyPenalty=-1/presencePenalty=0.25"
					+ "/reasoningEffort=low\\\"}}\","));
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void aBotCarriesNoSettingsAndEachIsWarnedOfOnce() {
		List<String> bodies = bodies((options) -> options.bot("b1").carrySettings(true).temperature(0.5).topP(0.9));
		assertThat(bodies).hasSize(2).allMatch((body) -> body.startsWith("{\"model\":\"bot/id=b1\",\"messages\":"));
		assertThat(this.warnings).hasSize(2)
			.satisfiesExactlyInAnyOrder(
					(warning) -> assertThat(warning).contains("ignores temperature").contains("0.5"),
					(warning) -> assertThat(warning).contains("ignores topP").contains("0.9"));
	}

	@Test
	void withoutBeingAskedNoSettingIsCarriedAndEveryIgnoredParameterIsWarnedOf() {
		List<String> bodies = bodies((options) -> options.modelName("gpt-4o")
			.temperature(0.5)
			.maxTokens(1)
			.frequencyPenalty(0.0)
			.presencePenalty(0.0)
			.reasoningEffort("low")
			.topP(1.0)
			.topK(1)
			.stopSequences(List.of("x")));
		assertThat(bodies).allMatch((body) -> body.startsWith("{\"model\":\"model/name=gpt-4o\",\"messages\":"));
		assertThat(this.warnings).extracting((warning) -> warning.replaceAll(".*ignores (\\w+),.*", "$1"))
			.containsExactlyInAnyOrder("temperature", "maxTokens", "frequencyPenalty", "presencePenalty",
					"reasoningEffort", "topP", "topK", "stopSequences");
	}

	@ParameterizedTest
	@CsvSource({ "2.1,,,temperature is 2.1: write a number from 0 to 2",
			",0,,maxTokens is 0: write a number of at least 1",
			",,much,'reasoningEffort is \"much\": write auto, low, medium or high'" })
	void aSettingThatThePlatformWouldRefuseIsRefusedBeforeTheWire(Double temperature, Integer maxTokens, String effort,
			String sentence) {
		assertRefused(ChatBotKitChatOptions.builder()
			.modelName("gpt-4o")
			.carrySettings(true)
			.temperature(temperature)
			.maxTokens(maxTokens)
			.reasoningEffort(effort)
			.build(), sentence);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void whatIsNoNumberIsRefusedAlsoWhereItIsIgnored(double value) {
		assertRefused(ChatOptions.builder().temperature(value).build(), "temperature is " + value + ": write a number");
		assertRefused(ChatBotKitChatOptions.builder().topP(value).build(), "topP is " + value + ": write a number");
		assertRefused(ChatBotKitChatOptions.builder().frequencyPenalty(value).build(),
				"frequencyPenalty is " + value + ": write a number");
		assertRefused(ChatBotKitChatOptions.builder().presencePenalty(value).build(),
				"presencePenalty is " + value + ": write a number");
	}

	private void assertRefused(ChatOptions options, String sentence) {
		if (options instanceof ChatBotKitChatOptions defaults) {
			assertThatIllegalArgumentException().isThrownBy(() -> model(defaults)).withMessage(sentence);
		}
		ChatBotKitChatModel model = model(ChatBotKitChatOptions.builder().bot("b1").build());
		Prompt prompt = new Prompt("Hi", options);
		assertThatIllegalArgumentException().isThrownBy(() -> model.call(prompt)).withMessage(sentence);
		Flux<ChatResponse> stream = model.stream(prompt);
		assertThatIllegalArgumentException().isThrownBy(stream::blockLast).withMessage(sentence);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void toolsAreDeclaredInTheLegacyFormatWhenAsked() {
		List<String> bodies = bodies((options) -> options.bot("b1")
			.legacyFunctions(true)
			.toolCallbacks(FunctionToolCallback.builder("f", (String text) -> text)
				.description("d")
				.inputType(String.class)
				.inputSchema("{\"type\":\"object\"}")
				.build()));
		assertThat(bodies).hasSize(2)
			.allMatch((body) -> body
				.contains("\"functions\":[{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"")
					&& !body.contains("\"tools\""));
	}

	@Test
	void portableOptionsOfAPromptAreCarriedTooWhenTheModelIsAskedTo() {
		ChatBotKitChatModel model = model(
				ChatBotKitChatOptions.builder().modelName("gpt-4o").carrySettings(true).build());
		model.call(new Prompt("Hi", ChatOptions.builder().temperature(1.0).build()));
		assertThat(this.server.requests().get(0).body()).contains("gpt-4o/temperature=1\\\"");
	}

	private List<String> bodies(Function<ChatBotKitChatOptions.Builder, ChatBotKitChatOptions.Builder> options) {
		ChatBotKitChatModel model = model(options.apply(ChatBotKitChatOptions.builder()).build());
		model.call(new Prompt("Hi"));
		model.stream(new Prompt("Hi")).blockLast();
		return this.server.requests().stream().map(WireServer.Request::body).toList();
	}

	private ChatBotKitChatModel model(ChatBotKitChatOptions options) {
		return ChatBotKitChatModel.builder().api(this.api).options(options).build();
	}

}
