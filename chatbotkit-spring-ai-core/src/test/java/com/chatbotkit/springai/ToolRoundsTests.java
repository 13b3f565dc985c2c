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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.WireServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A bot that asks for tools again and again is ended, called and streamed.
 */
@Timeout(60)
class ToolRoundsTests {

	private static final String CALL = "{'choices':[{'index':0,'%s':{'content':null,'tool_calls':[{'index':0,'id':'c','type':'function',"
			+ "'function':{'name':'look','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}";

	private static final String TEXT = "{'choices':[{'index':0,'%s':{'content':'Done'},'finish_reason':'stop'}]}";

	private final WireServer server = new WireServer();

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aBotThatNeverAnswersIsEndedAfterFortyRounds() {
		ChatClient client = client(ChatBotKitLimits.defaults());
		for (boolean stream : new boolean[] { false, true }) {
			this.server.requests().clear();
			this.runs.set(0);
			this.server.always((exchange) -> script(CALL, stream).play(exchange));
			assertThatThrownBy(() -> ask(client, stream)).isInstanceOf(ChatBotKitNonTransientException.class)
				.hasMessageStartingWith("TOO_MANY_TOOL_ROUNDS: the bot asked for tools in more than 40 rounds")
				.hasMessageContaining("spring.ai.chatbotkit.limits.tool-rounds");
			assertThat(this.server.requests()).hasSize(41);
			assertThat(this.runs).as("none of the last answer").hasValue(40);
		}
	}

	@Test
	void asManyRoundsAsAreAllowedEndWithTheAnswer() {
		ChatClient client = client(limits(2));
		for (boolean stream : new boolean[] { false, true }) {
			this.server.next(script(CALL, stream)).next(script(CALL, stream)).next(script(TEXT, stream));
			assertThat(ask(client, stream)).isEqualTo("Done");
		}
	}

	/**
	 * A memory of 20 messages within the loop drops the question and all rounds, and a
	 * reminder looks like a new question.
	 */
	@ParameterizedTest
	@EnumSource
	void anAdvisorWithinTheLoopDoesNotLiftTheLimit(WithinTheLoop advisor) {
		ChatClient client = client(ChatBotKitLimits.defaults()).mutate().defaultAdvisors(advisor.create()).build();
		for (boolean stream : new boolean[] { false, true }) {
			this.server.requests().clear();
			AtomicInteger asked = new AtomicInteger();
			this.server
				.always((exchange) -> script((asked.incrementAndGet() < 60) ? CALL : TEXT, stream).play(exchange));
			// In a stream Spring AI's base advisor wraps each failure.
			assertThat(NestedExceptionUtils.getMostSpecificCause(catchThrowable(() -> ask(client, stream))))
				.isInstanceOf(ChatBotKitNonTransientException.class)
				.hasMessageStartingWith("TOO_MANY_TOOL_ROUNDS");
			assertThat(this.server.requests()).hasSize(41);
			this.server.always(script(TEXT, stream));
			assertThat(ask(client, stream)).as("the next question").isEqualTo("Done");
		}
	}

	@Test
	void optionsThatQuestionsShareAddNothingUp() {
		ChatBotKitChatOptions shared = ChatBotKitChatOptions.builder().bot("b1").build();
		ChatBotKitChatModel model = model(limits(2));
		this.server.always(script(TEXT, false));
		List<Message> aRound = List.of(new UserMessage("Hi"),
				AssistantMessage.builder()
					.toolCalls(List.of(new AssistantMessage.ToolCall("c", "function", "look", "{}")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("c", "look", "x")))
					.build());
		List<Message> withReminder = Stream.concat(aRound.stream(), Stream.of(new UserMessage("Be brief"))).toList();
		for (int question = 0; question < 10; question++) {
			assertThat(text(model.call(new Prompt(aRound, shared)))).isEqualTo("Done");
			assertThat(text(model.call(new Prompt(withReminder, shared)))).isEqualTo("Done");
		}
	}

	private static @Nullable String text(ChatResponse response) {
		Generation generation = response.getResult();
		return (generation != null) ? generation.getOutput().getText() : null;
	}

	private String ask(ChatClient client, boolean stream) {
		Supplier<ChatClient.ChatClientRequestSpec> request = () -> client.prompt("Hi")
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "c" + stream))
			.tools(FunctionToolCallback.builder("look", () -> "Look again " + this.runs.incrementAndGet()).build());
		return stream ? String.join("", request.get().stream().content().collectList().block())
				: request.get().call().content();
	}

	private static WireServer.Script script(String answer, boolean stream) {
		String json = answer.formatted(stream ? "delta" : "message").replace('\'', '"');
		return stream ? WireServer.events("data: " + json + "\n\ndata: [DONE]\n\n") : WireServer.json(json);
	}

	private static ChatBotKitLimits limits(int toolRounds) {
		ChatBotKitLimits defaults = ChatBotKitLimits.defaults();
		return new ChatBotKitLimits(defaults.eventSize(), defaults.errorBodySize(), defaults.loggedBodySize(),
				defaults.toolCalls(), defaults.toolCallsSize(), toolRounds);
	}

	private ChatClient client(ChatBotKitLimits limits) {
		return ChatClient.create(model(limits));
	}

	private ChatBotKitChatModel model(ChatBotKitLimits limits) {
		ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.limits(limits)
			.build();
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.build();
	}

	/**
	 * What changes the messages of each round.
	 */
	enum WithinTheLoop {

		MEMORY {

			@Override
			Advisor create() {
				return MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).order(ORDER).build();
			}

		},

		REMINDER {

			@Override
			Advisor create() {
				return new Reminder();
			}

		};

		/** Of those within the loop. */
		static final int ORDER = BaseAdvisor.LOWEST_PRECEDENCE - 100;

		abstract Advisor create();

	}

	/**
	 * Adds a message of the user to each request.
	 */
	private static final class Reminder implements BaseAdvisor {

		@Override
		public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
			List<Message> messages = new ArrayList<>(request.prompt().getInstructions());
			messages.add(new UserMessage("Be brief"));
			return request.mutate().prompt(request.prompt().mutate().messages(messages).build()).build();
		}

		@Override
		public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
			return response;
		}

		@Override
		public String getName() {
			return "reminder";
		}

		@Override
		public int getOrder() {
			return WithinTheLoop.ORDER;
		}

	}

}
