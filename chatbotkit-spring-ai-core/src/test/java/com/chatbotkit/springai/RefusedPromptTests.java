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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the endpoint would refuse, or drop in silence, never leaves the JVM.
 */
class RefusedPromptTests {

	private static final int LIMIT = 1_048_576;

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final WireServer server = new WireServer();

	private static final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(server.baseUrl())
		.secretKey("sk-1")
		.build();

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.build();

	@BeforeEach
	void forget() {
		server.requests().clear();
	}

	@AfterAll
	static void close() {
		api.close();
		server.close();
	}

	@TestFactory
	Stream<DynamicTest> isRefused() {
		UserMessage media = UserMessage.builder()
			.text("Look")
			.media(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1 })))
			.build();
		return Stream.of(refused("media", new Prompt(media), "media"),
				refused("a bare model name", new Prompt("Hi", ChatOptions.builder().model("gpt-4o").build()),
						"model/name=", "bot/id="),
				refused("a conversation", new Prompt("Hi", ChatOptions.builder().model("conversation/id=x").build()),
						"reserved"),
				refused("an id in quotes", new Prompt("Hi", ChatOptions.builder().model("bot/id=\"x\"").build()),
						"in quotes"),
				refused("an id with a blank", new Prompt("Hi", ChatOptions.builder().model("bot/id=clx 1").build()),
						"blank"),
				refused("no message", new Prompt(List.of()), "no messages"),
				refused("too much text", new Prompt("x".repeat(LIMIT)), "1 MiB", "1048576"),
				refused("too much text that is escaped", new Prompt("\n".repeat(LIMIT / 2)), "1 MiB"),
				refused("too much text of many bytes", new Prompt("世".repeat(LIMIT / 3)), "1 MiB"));
	}

	private DynamicTest refused(String name, Prompt prompt, String... words) {
		return DynamicTest.dynamicTest(name, () -> {
			assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(prompt))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(words));
			Flux<ChatResponse> stream = this.model.stream(prompt);
			assertThatIllegalArgumentException().isThrownBy(stream::blockLast)
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(words));
			assertThat(server.requests()).isEmpty();
		});
	}

	@Test
	void aSelectorOfOneRequestIsTrimmed() {
		server.always(WireServer.json(ANSWER));
		this.model.call(new Prompt("Hi", ChatOptions.builder().model(" bot/id=clx1\n").build()));
		this.model.call(new Prompt("Hi", ChatBotKitChatOptions.builder().model("bot/id=clx1\n").build()));
		this.model.call(new Prompt("Hi", ChatBotKitChatOptions.builder().bot("clx1\n").build()));
		ChatBotKitTenant.withBot(" clx1\n").run(() -> this.model.call(new Prompt("Hi")));
		assertThat(server.requests()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.body()).contains("\"model\":\"bot/id=clx1\""));
	}

	@Test
	void aCallOfExactlyOneMebibyteIsSentAndOneByteMoreIsNot() {
		server.always(WireServer.json(ANSWER));
		exactlyTheLimit((prompt) -> this.model.call(prompt));
	}

	@Test
	void aStreamOfExactlyOneMebibyteIsSentAndOneByteMoreIsNot() {
		server.always(WireServer.events(STREAM));
		exactlyTheLimit((prompt) -> this.model.stream(prompt).blockLast());
	}

	@Test
	void toolsCount() {
		server.always(WireServer.json(ANSWER));
		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder()
			.toolCallbacks(new QuietTool("big", "x".repeat(600_000)))
			.build();
		this.model.call(new Prompt("Hi", options));
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(new Prompt("x".repeat(450_000), options)))
			.withMessageContaining("1 MiB");
		assertThat(server.requests()).hasSize(1);
	}

	private void exactlyTheLimit(Consumer<Prompt> exchange) {
		exchange.accept(new Prompt("x"));
		int around = server.requests().get(0).body().getBytes(StandardCharsets.UTF_8).length - 1;
		exchange.accept(new Prompt("x".repeat(LIMIT - around)));
		assertThat(server.requests().get(1).body().getBytes(StandardCharsets.UTF_8)).hasSize(LIMIT);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> exchange.accept(new Prompt("x".repeat(LIMIT - around + 1))))
			.withMessageContaining("1 MiB");
		assertThat(server.requests()).hasSize(2);
	}

}
