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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.chatbotkit.springai.server.autoconfigure.ScriptedModel.piece;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how many small pieces wait for a reader that stalls, beside those in the
 * kernel's buffers.
 */
class StalledReaderTests {

	private static final int BUFFER = 4 * 1024;

	@Test
	void piecesThatAreJoinedDoNotWaitInGreaterNumbers() throws Exception {
		try (ServedApplication application = ServedApplication.start(Stack.WEB_FLUX, Agents.class);
				Socket socket = new Socket()) {
			AtomicLong made = new AtomicLong();
			ChatResponse piece = piece(" a word");
			application.bean(ScriptedModel.class)
				.stream(Flux.range(0, 1_000_000).doOnNext((i) -> made.incrementAndGet()).map((i) -> piece));
			ask(application, socket);
			long before = -1;
			while (before != made.get()) {
				before = made.get();
				assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
			}
			assertThat(before).isLessThan(1_000);
		}
	}

	private static void ask(ServedApplication application, Socket socket) throws IOException {
		socket.setReceiveBufferSize(BUFFER);
		socket.connect(new InetSocketAddress("127.0.0.1", application.port()));
		String body = "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}";
		socket.getOutputStream().write(ServedApplication.text("POST", "/v1/chat/completions", body).getBytes(UTF_8));
		assertThat(socket.getInputStream().read()).isEqualTo('H');
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel model() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.create(model);
		}

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> smallBuffers() {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.childOption(ChannelOption.SO_SNDBUF, BUFFER));
		}

	}

}
