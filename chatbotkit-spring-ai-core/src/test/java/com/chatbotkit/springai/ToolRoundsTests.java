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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
			assertThat(this.runs).hasValue(41);
		}
	}

	@Test
	void asManyRoundsAsAreAllowedEndWithTheAnswer() {
		ChatBotKitLimits defaults = ChatBotKitLimits.defaults();
		ChatClient client = client(new ChatBotKitLimits(defaults.eventSize(), defaults.errorBodySize(),
				defaults.loggedBodySize(), defaults.toolCalls(), defaults.toolCallsSize(), 2));
		for (boolean stream : new boolean[] { false, true }) {
			this.server.next(script(CALL, stream)).next(script(CALL, stream)).next(script(TEXT, stream));
			assertThat(ask(client, stream)).isEqualTo("Done");
		}
	}

	private String ask(ChatClient client, boolean stream) {
		Supplier<ChatClient.ChatClientRequestSpec> request = () -> client.prompt("Hi")
			.tools(FunctionToolCallback.builder("look", () -> "Look again " + this.runs.incrementAndGet()).build());
		return stream ? String.join("", request.get().stream().content().collectList().block())
				: request.get().call().content();
	}

	private static WireServer.Script script(String answer, boolean stream) {
		String json = answer.formatted(stream ? "delta" : "message").replace('\'', '"');
		return stream ? WireServer.events("data: " + json + "\n\ndata: [DONE]\n\n") : WireServer.json(json);
	}

	private ChatClient client(ChatBotKitLimits limits) {
		ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.limits(limits)
			.build();
		return ChatClient.create(ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.build());
	}

}
