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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiFunction;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.prompt.Prompt;

import static com.chatbotkit.springai.api.WireServer.events;
import static com.chatbotkit.springai.api.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of faults on the connections that this module makes itself.
 */
class FaultTests extends AbstractFaultTests {

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey(SECRET)
		.limits(new ChatBotKitLimits(20_000, 2_000, 4_096, 1_000, 20_000_000, 40))
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
		.build();

	@Override
	protected ChatBotKitApi api() {
		return this.api;
	}

	@AfterEach
	void close() {
		this.api.close();
	}

	@Test
	void aRefusedConnectionIsTriedAgainAndNamesTheHost() throws IOException {
		int port = unusedPort();
		try (ChatBotKitApi nowhere = this.api.mutate().connector(null).baseUrl("http://127.0.0.1:" + port).build()) {
			for (BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable> mode : modes()) {
				Throwable thrown = mode.apply(model(nowhere, "bot/id=b1"), new StringBuilder());
				assertThat(thrown).isInstanceOf(ChatBotKitTransientException.class)
					.hasMessageStartingWith("CONNECTION_FAILED: ")
					.hasMessageContaining("127.0.0.1:" + port);
			}
		}
	}

	@Test
	void httpsSpokenToAServerOfPlainHttpIsALastingFailure() throws IOException {
		try (ServerSocket plain = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
				ChatBotKitApi secure = this.api.mutate()
					.connector(null)
					.baseUrl("https://127.0.0.1:" + plain.getLocalPort())
					.build()) {
			for (BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable> mode : modes()) {
				new Thread(() -> answerInPlainText(plain)).start();
				assertThat(mode.apply(model(secure, "model/name=m1"), new StringBuilder()))
					.isInstanceOf(ChatBotKitNonTransientException.class)
					.hasMessageStartingWith("CONNECTION_FAILED: no secure connection");
			}
		}
	}

	private static void answerInPlainText(ServerSocket plain) {
		try (Socket connection = plain.accept()) {
			connection.getInputStream().read(new byte[4096]);
			connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void anAnswerOfManyMebibytesIsNoFault() {
		String text = "Hello ".repeat(5_000_000);
		String content = "{\"choices\":[{\"message\":{\"content\":\"" + text.substring(0, 27_000_000)
				+ "\"},\"finish_reason\":\"stop\"}]}";
		try (ChatBotKitApi large = this.api.mutate().connector(null).limits(ChatBotKitLimits.defaults()).build()) {
			this.server.always(json(content));
			String called = model(large, "bot/id=b1").call(new Prompt(PROMPT)).getResult().getOutput().getText();
			assertThat(called).hasSize(27_000_000);
			this.server.always(events("data: " + content + "\n\n" + "data: [DONE]\n\n"));
			StringBuilder streamed = new StringBuilder();
			assertThat(stream(model(large, "bot/id=b1"), streamed)).isNull();
			assertThat(streamed.length()).isEqualTo(27_000_000);
		}
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
