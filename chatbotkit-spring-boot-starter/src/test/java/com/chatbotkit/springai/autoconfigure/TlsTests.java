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

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls and streams over TLS, with a certificate that only an SSL bundle trusts.
 */
class TlsTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	@TempDir
	private Path folder;

	private DisposableServer server;

	@BeforeEach
	void start() throws Exception {
		Path store = this.folder.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost",
				"-ext", "SAN=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore",
				store.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, "changeit".toCharArray());
		SslContext tls = SslContextBuilder.forServer(keyManagers).build();
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.secure((spec) -> spec.sslContext(tls))
			.handle((request, response) -> request.receive().aggregate().asString().flatMap((body) -> {
				boolean stream = body.contains("\"stream\":true");
				return response.header("Content-Type", stream ? "text/event-stream" : "application/json")
					.sendString(Mono.just(stream ? STREAM : ANSWER))
					.then();
			}))
			.bindNow();
	}

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void callsAndStreamsWithTheBundleThatTrustsTheServer() {
		runner()
			.withPropertyValues(
					"spring.ssl.bundle.jks.ours.truststore.location=file:" + this.folder.resolve("server.p12"),
					"spring.ssl.bundle.jks.ours.truststore.password=changeit",
					"spring.ssl.bundle.jks.ours.truststore.type=PKCS12", "spring.ai.chatbotkit.ssl.bundle=ours")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
				assertThat(client.prompt("Hi").stream().content().collectList().block()).containsExactly("Hello");
			});
	}

	@Test
	void aCertificateThatNobodyTrustsIsRefusedAndNotTriedAgain() {
		runner().run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			assertThatExceptionOfType(ChatBotKitNonTransientException.class)
				.isThrownBy(() -> client.prompt("Hi").call().content())
				.withMessageStartingWith("CONNECTION_FAILED: no secure connection");
			assertThatExceptionOfType(ChatBotKitNonTransientException.class)
				.isThrownBy(() -> client.prompt("Hi").stream().content().blockLast())
				.withMessageStartingWith("CONNECTION_FAILED: no secure connection");
		});
	}

	private ApplicationContextRunner runner() {
		return Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.base-url=https://localhost:" + this.server.port());
	}

}
