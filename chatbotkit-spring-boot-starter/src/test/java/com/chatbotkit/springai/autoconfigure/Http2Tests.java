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

import java.nio.file.Path;

import com.chatbotkit.springai.ChatBotKitChatModel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter speaks HTTP/2 where a server offers it, through an SSL bundle
 * and through an application's own customizer.
 */
@Timeout(60)
class Http2Tests {

	private final ApplicationContextRunner runner = Contexts.configured()
		.withPropertyValues("spring.http.clients.reactive.connector=reactor");

	@TempDir
	private static Path folder;

	@Test
	void http2IsSpokenWhereItIsOffered() throws Exception {
		assertThat(protocolOf(true)).isEqualTo("HTTP/2.0");
	}

	@Test
	void http1IsSpokenWhereHttp2IsNotOffered() throws Exception {
		assertThat(protocolOf(false)).isEqualTo("HTTP/1.1");
	}

	@Test
	void http2CanBeSwitchedOff() throws Exception {
		assertThat(protocolOf(true, "spring.ai.chatbotkit.connections.http2=false")).isEqualTo("HTTP/1.1");
	}

	@Test
	void aTlsContextOfTheApplicationStays() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			this.runner.withPropertyValues(server.property())
				.withBean(ClientHttpConnectorBuilderCustomizer.class, Http2Tests::trustAll)
				.run((context) -> ask(context.getBean(ChatBotKitChatModel.class)));
			assertThat(server.protocols).hasSize(2).containsOnly("HTTP/2.0");
		}
	}

	private static ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> trustAll() {
		return (builder) -> builder.withHttpClientCustomizer((client) -> client
			.secure((tls) -> tls.sslContext((GenericSslContextSpec<?>) Http2SslContextSpec.forClient()
				.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE)))));
	}

	private String protocolOf(boolean offered, String... properties) throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, offered)) {
			this.runner.withPropertyValues(server.trust())
				.withPropertyValues(server.property())
				.withPropertyValues(properties)
				.run((context) -> ask(context.getBean(ChatBotKitChatModel.class)));
			assertThat(server.protocols).hasSize(2);
			return server.protocols.stream().distinct().reduce("", String::concat);
		}
	}

	private static void ask(ChatBotKitChatModel model) {
		assertThat(model.call("Hi")).isEqualTo("Hello");
		assertThat(model.stream(new Prompt("Hi")).collectList().block()).isNotEmpty();
	}

}
