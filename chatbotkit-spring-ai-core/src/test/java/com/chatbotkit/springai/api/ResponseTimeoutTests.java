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

package com.chatbotkit.springai.api;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only the time between the request and the headers counts, whoever wrote the request's
 * body, in virtual time.
 */
class ResponseTimeoutTests {

	private static final URI TARGET = URI.create("http://localhost/");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Sinks.One<ClientResponse> headers = Sinks.one();

	private final List<MockClientHttpRequest> written = new ArrayList<>();

	/** Writes the request, then waits for the headers. */
	private final ExchangeFunction exchange = (request) -> {
		MockClientHttpRequest wire = new MockClientHttpRequest(HttpMethod.POST, TARGET);
		this.written.add(wire);
		return request.writeTo(wire, ExchangeStrategies.withDefaults()).then(this.headers.asMono());
	};

	private final ResponseTimeout timeout = new ResponseTimeout(new Watchdog(Duration.ofSeconds(10), this.time),
			new ConnectionWait(ChatBotKitConnectionLimit.defaults(), this.time));

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void anExchangeWithABodyOfAFilterIsTimedTooAndTheBodyIsSent() {
		StepVerifier.create(this.timeout.filter(request(), this.exchange))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(10)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ExchangeException.class)
				.hasMessageContaining("no response headers within 10000 ms"));
		assertThat(this.written.get(0).getBodyAsString().block()).isEqualTo("{}");
		assertThat(this.headers.currentSubscriberCount()).isZero();
	}

	@Test
	void headersInTimeEndTheWait() {
		StepVerifier.create(this.timeout.filter(request(), this.exchange))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(9_999)))
			.then(() -> this.headers.tryEmitValue(ClientResponse.create(HttpStatus.OK).build()).orThrow())
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofHours(1)))
			.verifyComplete();
	}

	@Test
	void eachSubscriptionHasATimeOfItsOwn() {
		Mono<ClientResponse> twice = this.timeout.filter(request(), this.exchange);
		List<Throwable> late = new ArrayList<>();
		twice.subscribe((response) -> {
		}, late::add);
		this.time.advanceTimeBy(Duration.ofSeconds(6));
		twice.subscribe((response) -> {
		}, late::add);
		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(late).hasSize(1);
		this.time.advanceTimeBy(Duration.ofSeconds(6));
		assertThat(late).hasSize(2);
	}

	@Test
	void aCancelReachesTheExchangeAndEndsTheWait() {
		List<Throwable> late = new ArrayList<>();
		this.timeout.filter(request(), this.exchange).subscribe((response) -> {
		}, late::add).dispose();
		assertThat(this.headers.currentSubscriberCount()).isZero();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(late).isEmpty();
	}

	/** As Reactor Netty does where it waits for a connection. */
	@Test
	void aRequestThatIsWrittenAfterItsCancelIsRefusedInSilence() {
		MockClientHttpRequest wire = new MockClientHttpRequest(HttpMethod.POST, TARGET);
		Sinks.Empty<Void> connected = Sinks.empty();
		List<Throwable> dropped = new ArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			this.timeout.filter(request(), (request) -> Mono.fromDirect((actual) -> {
				actual.onSubscribe(Operators.emptySubscription());
				Mono.from(connected.asMono())
					.then(Mono.defer(() -> request.writeTo(wire, ExchangeStrategies.withDefaults())))
					.subscribe((written) -> {
					}, actual::onError);
			})).subscribe().dispose();
			connected.tryEmitEmpty().orThrow();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(wire.getBody().collectList().onErrorReturn(List.of()).block()).isEmpty();
		assertThat(dropped).isEmpty();
	}

	@Test
	void theExchangeOfHeadersThatComeTooLateIsEnded() {
		Exchange late = new Exchange();
		late.cancel();
		late.answer();
		assertThat(late.response).isNull();
		late.body.assertWasSubscribed();
		late.body.assertCancelled();
	}

	@Test
	void aCancelAfterTheHeadersEndsTheExchangeOfABodyThatIsNotRead() {
		Exchange unread = new Exchange();
		unread.answer();
		unread.cancel();
		unread.body.assertCancelled();
		StepVerifier.create(unread.read()).expectSubscription().thenCancel().verify();
		StepVerifier.create(Objects.requireNonNull(unread.response).releaseBody()).verifyComplete();
		assertThat(unread.reads).hasValue(1);
	}

	@Test
	void aCancelAfterTheHeadersIsLeftToWhoeverReadsTheBody() {
		Exchange read = new Exchange();
		read.answer();
		Flux<DataBuffer> body = read.read();
		read.cancel();
		assertThat(read.reads).hasValue(0);
		StepVerifier.create(body).then(read.body::complete).verifyComplete();
	}

	@Test
	void anExchangeThatCannotBeginIsAnErrorOfTheStream() {
		StepVerifier.create(this.timeout.filter(request(), (request) -> {
			throw new IllegalStateException("no such connector");
		})).verifyErrorMessage("no such connector");
	}

	private static ClientRequest request() {
		return ClientRequest.create(HttpMethod.POST, TARGET).body(BodyInserters.fromValue("{}")).build();
	}

	/**
	 * One whose connector hears no cancel, nor is done after the headers.
	 */
	private final class Exchange extends BaseSubscriber<ClientResponse> {

		private final TestPublisher<ClientResponse> headers = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);

		private final TestPublisher<DataBuffer> body = TestPublisher.create();

		private final AtomicInteger reads = new AtomicInteger();

		private @Nullable ClientResponse response;

		Exchange() {
			ResponseTimeoutTests.this.timeout
				.filter(ResponseTimeoutTests.request(), (request) -> Mono.fromDirect(this.headers))
				.subscribe(this);
		}

		void answer() {
			Flux<DataBuffer> counted = this.body.flux().doOnSubscribe((subscription) -> this.reads.incrementAndGet());
			this.headers.next(ClientResponse.create(HttpStatus.OK).body(counted).build());
		}

		Flux<DataBuffer> read() {
			return Objects.requireNonNull(this.response).body(BodyExtractors.toDataBuffers());
		}

		@Override
		protected void hookOnNext(ClientResponse response) {
			this.response = response;
		}

	}

}
