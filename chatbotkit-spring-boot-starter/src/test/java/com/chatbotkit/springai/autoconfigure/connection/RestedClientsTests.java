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

package com.chatbotkit.springai.autoconfigure.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestedClients} with clients that fail as the JDK's do.
 */
@Timeout(30)
class RestedClientsTests {

	private static final String REFUSED = "Received RST_STREAM: Stream not processed";

	private static final String FULL = "too many concurrent streams";

	/** What each client was asked, in the order in which they were made. */
	private final List<Integer> asked = new ArrayList<>();

	private final List<Sinks.Many<DataBuffer>> bodies = new ArrayList<>();

	private final HttpHeaders headers = new HttpHeaders();

	@ParameterizedTest
	@ValueSource(strings = { REFUSED, FULL })
	void whatAServerCertainlyDidNotProcessGoesToAnotherClient(String failure) {
		StepVerifier.create(ask(new IOException(failure), 3)).expectNextCount(1).verifyComplete();
		assertThat(this.asked).containsExactly(1, 1, 1, 1);
	}

	@Test
	void moreClientsThanRestInTurnsAreMadeWhereAllAreFull() {
		StepVerifier.create(ask(new IOException(FULL), 20)).expectNextCount(1).verifyComplete();
		assertThat(this.asked).hasSize(21).containsOnly(1);
	}

	@Test
	void aServerThatAlwaysRefusesIsAskedByAFewClientsOnly() {
		StepVerifier.create(ask(new IOException(REFUSED), 1000))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ConnectException.class)
				.hasMessage("the server refused the request before it processed it")
				.hasRootCauseMessage(REFUSED));
		assertThat(this.asked).hasSize(8).containsOnly(1);
	}

	@Test
	void anotherFailureIsNotTriedAgain() {
		StepVerifier.create(ask(new IOException("Connection reset"), 3)).verifyErrorMessage("Connection reset");
		assertThat(this.asked).containsExactly(1);
	}

	@ParameterizedTest
	@CsvSource({ "http, false", "https, false", "https, true" })
	void overHttp11EachRequestUnderWayHasAClientOfItsOwn(String scheme, boolean offersHttp2) {
		RestedClients clients = new RestedClients(this::openClient, offersHttp2);
		ask(clients, scheme);
		ask(clients, scheme);
		ask(clients, scheme);
		assertThat(this.asked).containsExactly(1, 1, 1);
	}

	@Test
	void overHttp2RequestsShareAClient() {
		this.headers.add(":status", "200");
		RestedClients clients = new RestedClients(this::openClient, true);
		ask(clients, "https");
		ask(clients, "https");
		assertThat(this.asked).containsExactly(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "complete", "error", "cancel" })
	void aClientWhoseRequestHasEndedIsUsedAgainAfterItHasRested(String end) {
		RestedClients clients = new RestedClients(this::openClient, false);
		Disposable first = ask(clients, "http");
		ask(clients, "http");
		long ended = System.nanoTime();
		switch (end) {
			case "complete" -> this.bodies.get(0).tryEmitComplete();
			case "error" -> this.bodies.get(0).tryEmitError(new IOException("Connection reset"));
			default -> first.dispose();
		}
		clients.connect(HttpMethod.POST, URI.create("http://localhost/"), (request) -> Mono.empty()).block();
		assertThat(System.nanoTime() - ended).isGreaterThanOrEqualTo(ConnectionRest.DURATION.toNanos());
		assertThat(this.asked).containsExactly(2, 1);
	}

	@Test
	void aRequestThatCannotBeBuiltGivesItsClientBack() {
		RestedClients clients = new RestedClients(() -> {
			this.asked.add(0);
			return (method, uri, request) -> {
				throw new IllegalArgumentException("no such method");
			};
		}, false);
		for (int i = 0; i < 3; i++) {
			StepVerifier
				.create(clients.connect(HttpMethod.POST, URI.create("https://localhost/"), (request) -> Mono.empty()))
				.verifyErrorMessage("no such method");
		}
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void withMoreRequestsThanClientsTheyShareThem() {
		RestedClients clients = new RestedClients(this::openClient, false);
		for (int i = 0; i < 70; i++) {
			ask(clients, "http");
		}
		assertThat(this.asked).hasSize(64).contains(1, 2).doesNotContain(3);
	}

	@Test
	void soManyClientsOutOfUseWaitForTheGarbageCollectorThatTheRestStaysInUse() {
		this.headers.add("Connection", "te, close");
		RestedClients clients = new RestedClients(this::openClient, false);
		for (int i = 0; i < 200; i++) {
			ask(clients, "http");
		}
		assertThat(this.asked).hasSize(128);
		assertThat(this.asked.subList(0, 64)).containsOnly(1);
		assertThat(this.asked.subList(64, 128)).contains(2, 3).doesNotContain(1, 4);
	}

	private static Disposable ask(RestedClients clients, String scheme) {
		return clients.connect(HttpMethod.POST, URI.create(scheme + "://localhost/"), (request) -> Mono.empty())
			.flatMapMany(ClientHttpResponse::getBody)
			.onErrorComplete(IOException.class)
			.subscribe();
	}

	/**
	 * A client whose answers are open until the test ends them.
	 */
	private ClientHttpConnector openClient() {
		int number = this.asked.size();
		this.asked.add(0);
		return (method, uri, request) -> Mono.fromSupplier(() -> {
			this.asked.set(number, this.asked.get(number) + 1);
			Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
			this.bodies.add(body);
			MockClientHttpResponse response = new MockClientHttpResponse(HttpStatus.OK);
			response.getHeaders().addAll(this.headers);
			response.setBody(body.asFlux());
			return response;
		});
	}

	/**
	 * @param failing how many clients fail, from the first on
	 */
	private Mono<ClientHttpResponse> ask(IOException failure, int failing) {
		return new RestedClients(() -> client(failure, failing), true).connect(HttpMethod.POST,
				URI.create("https://localhost/"), (request) -> Mono.empty());
	}

	private ClientHttpConnector client(IOException failure, int failing) {
		int number = this.asked.size();
		this.asked.add(0);
		return (method, uri, request) -> Mono.defer(() -> {
			this.asked.set(number, this.asked.get(number) + 1);
			return (number < failing) ? Mono.error(failure) : Mono.just(new MockClientHttpResponse(HttpStatus.OK));
		});
	}

}
