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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that the client speaks HTTP/2 where a server with TLS offers it, on each of
 * Spring Boot's connectors.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(60)
class Http2Tests {

	private static final Prompt PROMPT = new Prompt("Hi");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@TempDir
	private static Path folder;

	private final String connector;

	private final ApplicationContextRunner runner;

	Http2Tests(String connector) {
		this.connector = connector;
		this.runner = Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.ai.retry.max-attempts=1");
	}

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
	void plainHttpIsHttp1AndAsksForNoUpgrade() {
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
		})) {
			this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=http://127.0.0.1:" + server.port())
				.run((context) -> assertThatExceptionOfType(ChatBotKitNonTransientException.class)
					.isThrownBy(() -> context.getBean(ChatBotKitChatModel.class).call("Hi")));
			assertThat(server.asked).hasSize(1);
			assertThat(server.asked.get(0)).contains(" HTTP/1.1\r\n")
				.doesNotContainIgnoringCase("\r\nupgrade")
				.doesNotContainIgnoringCase("http2-settings");
		}
	}

	@Test
	void moreRequestsThanOneConnectionHasStreamsForAreAnsweredAtTheSameTime() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			Mono<Void> whenAllHaveCome = Mono.defer(() -> {
				if (server.protocols.size() == 131) {
					server.all.tryEmitEmpty();
				}
				return server.all.asMono();
			});
			this.runner.withPropertyValues(server.trust()).withPropertyValues(server.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				// The client knows then that the server allows 100 streams.
				assertThat(model.call("Hi")).isEqualTo("Hello");
				server.gate = whenAllHaveCome;
				List<List<ChatResponse>> answers = Flux.range(0, 130)
					.flatMap((i) -> model.stream(PROMPT).collectList(), 130)
					.collectList()
					.block(LIMIT);
				assertThat(answers).hasSize(130).noneMatch(List::isEmpty);
			});
			assertThat(server.protocols).hasSize(131).containsOnly("HTTP/2.0");
		}
	}

	@Test
	void aCancelEndsItsOwnStreamAndNoOther() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			server.gate = server.all.asMono();
			this.runner.withPropertyValues(server.trust()).withPropertyValues(server.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				Disposable first = model.stream(PROMPT).subscribe();
				Mono<List<ChatResponse>> second = model.stream(PROMPT).collectList().cache();
				Disposable other = second.subscribe();
				while (server.protocols.size() < 2) {
					Thread.onSpinWait();
				}
				first.dispose();
				server.all.tryEmitEmpty();
				assertThat(second.block(LIMIT)).isNotEmpty();
				assertThat(other.isDisposed()).isTrue();
				ask(model);
			});
		}
	}

	@Test
	void whatIsCancelledWhileItWaitsForAStreamIsNotSentLater() throws Exception {
		assumeThat(this.connector).as("The JDK's client opens another connection").isNotEqualTo("jdk");
		try (TlsEndpoint server = new TlsEndpoint(folder, 1)) {
			this.runner.withPropertyValues(server.trust())
				.withPropertyValues(server.property(), "spring.ai.chatbotkit.connections.max=1")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					// The client knows then that the server allows one stream.
					assertThat(model.call("Hi")).isEqualTo("Hello");
					server.gate = server.all.asMono();
					Mono<Long> first = model.stream(PROMPT).count().cache();
					Disposable held = first.subscribe();
					while (server.protocols.size() < 2) {
						Thread.onSpinWait();
					}
					for (int i = 0; i < 5; i++) {
						model.stream(PROMPT).subscribe().dispose();
					}
					server.all.tryEmitEmpty();
					assertThat(first.block(LIMIT)).isEqualTo(2);
					assertThat(held.isDisposed()).isTrue();
					ask(model);
				});
			assertThat(server.protocols).hasSize(4);
		}
	}

	/**
	 * Jetty's connections have an idle timeout, which is that of the connect.
	 */
	@Test
	void aSilenceLongerThanTheConnectTimeoutIsWaitedFor() throws Exception {
		assumeThat(this.connector).isEqualTo("jetty");
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			this.runner.withPropertyValues(server.trust())
				.withPropertyValues(server.property(), "spring.ai.chatbotkit.timeout.connect=3s")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					assertThat(model.call("Hi")).isEqualTo("Hello");
					server.gate = Mono.delay(Duration.ofSeconds(7)).then();
					Mono<String> called = Mono.fromCallable(() -> model.call("Hi"))
						.subscribeOn(Schedulers.boundedElastic());
					Mono<List<ChatResponse>> streamed = model.stream(PROMPT).collectList();
					assertThat(Mono.zip(called, streamed).block(LIMIT)).isNotNull();
				});
			assertThat(server.protocols).hasSize(3).containsOnly("HTTP/2.0");
		}
	}

	@Test
	void aFailureIsTheSameAsOverHttp1() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			this.runner.withPropertyValues(server.trust()).withPropertyValues(server.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				server.status = 429;
				assertThat(failures(model)).containsOnly("429 TOO_MANY_REQUESTS");
				server.status = 200;
				server.cut = true;
				assertThat(failures(model)).containsOnly("200 CONNECTION_LOST");
			});
			assertThat(server.protocols).containsOnly("HTTP/2.0");
		}
	}

	@Test
	void interimResponsesAreSkipped() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			server.interim = List.of("103", "102", "100", "199", "103");
			this.runner.withPropertyValues(server.trust()).withPropertyValues(server.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				ask(model);
				server.status = 429;
				assertThat(failures(model)).containsOnly("429 TOO_MANY_REQUESTS");
			});
			assertThat(server.protocols).hasSize(4).containsOnly("HTTP/2.0");
		}
	}

	@Test
	void moreThanAThousandInterimResponsesAreTooMany() throws Exception {
		try (TlsEndpoint server = new TlsEndpoint(folder, true)) {
			server.interim = Collections.nCopies(1001, "103");
			this.runner.withPropertyValues(server.trust()).withPropertyValues(server.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				assertThat(failures(model)).allMatch((failure) -> failure.endsWith(" ANSWER_TOO_LARGE"));
			});
		}
	}

	private static List<String> failures(ChatBotKitChatModel model) {
		return Stream.<ThrowingCallable>of(() -> model.call(PROMPT), () -> model.stream(PROMPT).collectList().block())
			.map((work) -> catchThrowableOfType(ChatBotKitTransientException.class, work))
			.map((ex) -> ex.getFailure().status() + " " + ex.getFailure().code())
			.toList();
	}

	@Test
	void aTlsContextOfTheApplicationStays() throws Exception {
		assumeThat(this.connector).isEqualTo("reactor");
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
		assertThat(model.stream(PROMPT).collectList().block()).isNotEmpty();
	}

}
