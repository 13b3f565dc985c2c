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

import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of calls and streams over TLS with a certificate that only an SSL bundle trusts,
 * on each of Spring Boot's connectors.
 */
class TlsTests {

	@TempDir
	private Path folder;

	private TlsEndpoint endpoint;

	@BeforeEach
	void start() throws Exception {
		this.endpoint = new TlsEndpoint(this.folder);
	}

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void callsAndStreamsSucceedWithTheSslBundle(String connector) {
		runner(connector).withPropertyValues(this.endpoint.trust()).run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
			assertThat(client.prompt("Hi").stream().content().collectList().block()).containsExactly("Hello");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void anUntrustedCertificateIsRefusedWithoutARetry(String connector) {
		runner(connector).run(TlsTests::assertNoSecureConnection);
	}

	/**
	 * The certificate of the server has an EC key, and the client offers ciphers for RSA
	 * keys only.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void ciphersThatTheServerDoesNotHaveAreRefusedWithoutARetry(String connector) {
		runner(connector).withPropertyValues(this.endpoint.trust())
			.withPropertyValues("spring.ssl.bundle.jks.ours.options.enabled-protocols=TLSv1.2",
					"spring.ssl.bundle.jks.ours.options.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
			.run(TlsTests::assertNoSecureConnection);
	}

	private static void assertNoSecureConnection(AssertableApplicationContext context) {
		ChatClient client = context.getBean(ChatClient.class);
		assertThatExceptionOfType(ChatBotKitNonTransientException.class)
			.isThrownBy(() -> client.prompt("Hi").call().content())
			.withMessageStartingWith("CONNECTION_FAILED: no secure connection");
		assertThatExceptionOfType(ChatBotKitNonTransientException.class)
			.isThrownBy(() -> client.prompt("Hi").stream().content().blockLast())
			.withMessageStartingWith("CONNECTION_FAILED: no secure connection");
	}

	private ApplicationContextRunner runner(String connector) {
		return Contexts.configured()
			.withPropertyValues(this.endpoint.property(), "spring.http.clients.reactive.connector=" + connector);
	}

}
