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

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static com.chatbotkit.springai.api.WireServer.answer;
import static com.chatbotkit.springai.api.WireServer.events;
import static com.chatbotkit.springai.api.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever a server sends is read in a time that grows with its size and no faster: what
 * would take minutes if it grew with the square is done within a minute on a slow
 * machine.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileAnswerTests extends AbstractChatModelTests {

	private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

	private static final String DONE = "data: [DONE]\n\n";

	@TestFactory
	Stream<DynamicTest> anErrorPageIsMadeIntoWords() {
		return parts().map((part) -> DynamicTest.dynamicTest("a page of " + part, () -> {
			this.server.always(answer(404, "text/html", "<html>" + part.repeat(300_000 / part.length())));
			for (Throwable thrown : calledAndStreamed()) {
				assertThat(thrown).hasMessageStartingWith("404 NOT_FOUND: ");
				assertThat(words(thrown)).hasSizeLessThan(400);
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> anErrorEventIsMadeIntoWords() {
		return parts().map((part) -> DynamicTest.dynamicTest("an event of " + part, () -> {
			String page = "<html>" + part.replaceAll("\\s", " ").repeat(2_000_000 / part.length());
			this.server.always(events("event: error\ndata: " + page + "\n\n" + STOP + DONE));
			Throwable thrown = stream();
			assertThat(thrown).hasMessageStartingWith("200 ERROR: ");
			assertThat(words(thrown)).hasSizeLessThan(400);
		}));
	}

	@Test
	void longWordsInJsonAreCut() {
		String words = "no ".repeat(3_000_000);
		this.server.always(json("{\"error\":{\"message\":\"" + words + "\",\"code\":\"BOOM\"}}"));
		assertThat(words(call())).hasSizeLessThan(4_100).contains("(cut from 8999999 characters)");
		this.server.always(events("data: {\"error\":{\"message\":\"" + words + "\",\"code\":\"BOOM\"}}\n\n" + DONE));
		assertThat(words(stream())).hasSizeLessThan(4_100).contains("(cut from 8999999 characters)");
	}

	@Test
	void tooManyToolCallsAreRefused() {
		StringBuilder calls = new StringBuilder();
		for (int i = 0; i < 40_000; i++) {
			calls.append((i > 0) ? "," : "").append(toolCall(i, "{}"));
		}
		this.server.always(json(
				"{\"choices\":[{\"message\":{\"tool_calls\":[" + calls + "]},\"finish_reason\":\"tool_calls\"}]}"));
		assertThat(call()).hasMessageStartingWith("200 TOO_MANY_TOOL_CALLS: the answer has more than 1000 tool calls");
		this.server
			.always(events("data: {\"choices\":[{\"delta\":{\"tool_calls\":[" + calls + "]}}]}\n\n" + STOP + DONE));
		assertThat(stream()).hasMessageStartingWith("200 TOO_MANY_TOOL_CALLS: the answer has more than 1000 tool calls")
			.isInstanceOf(ChatBotKitTransientException.class);
		this.server.always(events("data: {\"choices\":[{\"delta\":{\"tool_calls\":[" + "{},".repeat(1_000_000)
				+ "{}]}}]}\n\n" + STOP + DONE));
		assertThat(stream()).hasMessageStartingWith("200 TOO_MANY_TOOL_CALLS: ");
	}

	@Test
	void tooManyToolCallsOfManyPiecesAreRefused() {
		this.server.always((exchange) -> {
			exchange.startEvents();
			for (int i = 0; i < 2_000; i++) {
				exchange.chunk(toolCallPiece(i, "{}"));
			}
			exchange.chunk(STOP + DONE);
			exchange.endChunks();
		});
		assertThat(stream()).hasMessageStartingWith("200 TOO_MANY_TOOL_CALLS: ");
	}

	@Test
	void asManyToolCallsAsAreAllowedAreAnAnswer() {
		StringBuilder pieces = new StringBuilder();
		for (int i = 0; i < 1_000; i++) {
			pieces.append(toolCallPiece(i, "{}"));
		}
		this.server.always(events(pieces + STOP + DONE));
		assertThat(this.model.stream(new Prompt("Hello")).count().block(Duration.ofSeconds(100))).isEqualTo(1_001);
	}

	@Test
	void eachOfManyOwnCallsOfABotIsTold() {
		StringBuilder pieces = new StringBuilder();
		for (int i = 0; i < 30_000; i++) {
			pieces.append(toolCallPiece(i, "{}"));
		}
		this.server.always(events(pieces + STOP + DONE));
		try (ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.limits(new ChatBotKitLimits(10_000, 10_000, 10_000, 100_000, 10_000_000, 1))
			.build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("b1").build())
				.build();
			List<Integer> told = model.stream(new Prompt("Hello"))
				.map((response) -> response.getResult()
					.getMetadata()
					.<List<?>>getOrDefault(ChatBotKitAttributes.AGENT_TOOL_CALLS, List.of())
					.size())
				.collectList()
				.block(Duration.ofSeconds(100));
			assertThat(told).hasSize(30_001).startsWith(1, 2, 3).endsWith(29_999, 30_000, 30_000);
		}
	}

	@Test
	void manyShortFragmentsAreOneCall() {
		String fragment = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"a\"}}]}}]}\n\n";
		String closed = fragment.replace("\"a\"", "\"\\\"}\"");
		this.server
			.always(events(toolCallPiece(0, "{\\\"text\\\":\\\"") + fragment.repeat(200_000) + closed + STOP + DONE));
		ChatResponse last = this.model.stream(new Prompt("Hello")).blockLast(Duration.ofSeconds(100));
		assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	@Test
	void argumentsOfManyMebibytesAreRefused() {
		String fragment = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\""
				+ "a".repeat(60_000) + "\"}}]}}]}\n\n";
		this.server.always((exchange) -> {
			exchange.startEvents();
			exchange.chunk(toolCallPiece(0, "{\\\"text\\\":\\\""));
			for (int i = 0; i < 2_000; i++) {
				exchange.chunk(fragment);
			}
			exchange.endChunks();
		});
		assertThat(stream())
			.hasMessageStartingWith("200 TOOL_CALLS_TOO_LARGE: the tool calls of the answer have more than");
	}

	@TestFactory
	Stream<DynamicTest> anAnswerIsReadWhateverIsRepeatedInIt() {
		String text = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
		return Stream
			.of(": comment\n".repeat(500_000), "\n".repeat(4_000_000), "data:\n\n".repeat(500_000),
					"id: 7\n".repeat(500_000), "event: x\n".repeat(500_000), ":" + "a".repeat(8_000_000) + "\n",
					"foo: " + "a".repeat(8_000_000) + "\n", "data: " + " ".repeat(8_000_000) + "\n\n",
					"data: {\"x\":\"" + "a".repeat(8_000_000) + "\"}\n\n",
					"data: {\"choices\":[" + "{},".repeat(1_000_000) + "{}]}\n\n",
					"data: {\n" + "data:\n".repeat(500_000) + "data: }\n\n",
					"data: {\"x\":[" + "[],".repeat(1_000_000) + "[]]}\n\n",
					"data: {\"x\":" + "[".repeat(400) + "]".repeat(400) + "}\n\n", names(300_000))
			.map((noise) -> DynamicTest
				.dynamicTest("many times " + noise.substring(0, Math.min(noise.length(), 30)).trim(), () -> {
					this.server.always(events(noise + text + STOP + DONE));
					assertThat(this.model.stream(new Prompt("Hello")).count().block(Duration.ofSeconds(100)))
						.isEqualTo(2);
				}));
	}

	@Test
	void aNestingThatIsTooDeepIsAFailureWithWords() {
		this.server.always(json("{\"x\":" + "[".repeat(2_000_000) + "]".repeat(2_000_000) + "}"));
		assertThat(call()).hasMessageStartingWith("200 INVALID_ANSWER: ");
		this.server.always(events("data: {\"x\":" + "[".repeat(2_000_000) + "]".repeat(2_000_000) + "}\n\n"));
		assertThat(stream()).hasMessageStartingWith("200 INVALID_ANSWER: ");
	}

	private static String names(int count) {
		StringBuilder json = new StringBuilder("data: {");
		for (int i = 0; i < count; i++) {
			json.append("\"n").append(i).append("\":1,");
		}
		return json.append("\"last\":1}\n\n").toString();
	}

	private static String toolCallPiece(int index, String arguments) {
		return "data: {\"choices\":[{\"delta\":{\"tool_calls\":[" + toolCall(index, arguments) + "]}}]}\n\n";
	}

	private static String toolCall(int index, String arguments) {
		return "{\"index\":" + index + ",\"id\":\"call_" + index + "\",\"function\":{\"name\":\"f\",\"arguments\":\""
				+ arguments + "\"}}";
	}

	private static Stream<String> parts() {
		return Stream.of("<", "<!--", "<!---->", "<script", "<script>", "</script>", "<head>", "<title>", "<a ", "<a>",
				"&", "&amp;", " ", "\n\t", "</", "<![CDATA[");
	}

	private List<Throwable> calledAndStreamed() {
		return List.of(call(), stream());
	}

	private static String words(Throwable thrown) {
		return ((ChatBotKitRequestException) thrown).getFailure().words();
	}

	private Throwable call() {
		return catchThrowable(() -> this.model.call(new Prompt("Hello")));
	}

	private Throwable stream() {
		return catchThrowable(() -> this.model.stream(new Prompt("Hello")).blockLast(Duration.ofSeconds(100)));
	}

}
