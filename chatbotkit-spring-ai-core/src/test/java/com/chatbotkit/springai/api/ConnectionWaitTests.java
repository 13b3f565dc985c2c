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
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A wait for a connection has an end of its own, over all attempts of a request.
 */
class ConnectionWaitTests {

	private static final ClientRequest REQUEST = ClientRequest.create(HttpMethod.POST, URI.create("http://localhost/"))
		.body(BodyInserters.fromValue("{}"))
		.build();

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger inUse = new AtomicInteger(2);

	private final ResponseTimeout timeout = new ResponseTimeout(new Watchdog(Duration.ofSeconds(800), this.time),
			new ConnectionWait(ChatBotKitConnectionLimit.defaults().withMax(2).countedBy(this.inUse::get), this.time));

	private final List<Throwable> failed = new ArrayList<>();

	private final Sinks.Empty<Void> free = Sinks.empty();

	/** Sends the request when there is a connection, and is never answered. */
	private final ExchangeFunction exchange = (request) -> this.free.asMono()
		.then(Mono.defer(() -> request.writeTo(new MockClientHttpRequest(HttpMethod.POST, "/"),
				ExchangeStrategies.withDefaults())))
		.then(Mono.never());

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void aRequestThatWaitsTooLongFails() {
		Disposable waiting = ask(new Attempts());
		this.time.advanceTimeBy(Duration.ofMillis(44_999));
		assertThat(this.failed).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.failed).singleElement()
			.asString()
			.contains("no connection was free within 45000 ms: all 2 are in use");
		assertThat(waiting.isDisposed()).isTrue();
	}

	@Test
	void attemptsOfOneRequestWaitTogether() {
		Attempts attempts = new Attempts();
		Disposable first = ask(attempts);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		first.dispose();
		this.time.advanceTimeBy(Duration.ofHours(1));
		ask(attempts);
		this.time.advanceTimeBy(Duration.ofMillis(14_999));
		assertThat(this.failed).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.failed).hasSize(1);
	}

	@Test
	void aRequestThatHasAConnectionWaitsForItsAnswerOnly() {
		ask(new Attempts());
		this.time.advanceTimeBy(Duration.ofSeconds(44));
		this.free.tryEmitEmpty().orThrow();
		this.time.advanceTimeBy(Duration.ofSeconds(799));
		assertThat(this.failed).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.failed).singleElement().asString().contains("no response headers within 800000 ms");
	}

	@Test
	void aConnectionThatIsAboutToStandIsNoneThatIsNotFree() {
		this.inUse.set(1);
		ask(new Attempts());
		this.time.advanceTimeBy(Duration.ofSeconds(100));
		assertThat(this.failed).isEmpty();
		this.inUse.set(2);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.failed).hasSize(1);
	}

	@Test
	void tenRequestsForEachConnectionMayWaitAndTheNextFailsAtOnce() {
		Disposable first = ask(new Attempts());
		for (int i = 1; i < 20; i++) {
			ask(new Attempts());
		}
		assertThat(this.failed).isEmpty();
		ask(new Attempts());
		assertThat(this.failed).singleElement()
			.asString()
			.contains("no connection is free: all 2 are in use, and 20 requests wait for one already;"
					+ " raise spring.ai.chatbotkit.connections.max");
		first.dispose();
		ask(new Attempts());
		assertThat(this.failed).hasSize(1);
		ask(new Attempts());
		assertThat(this.failed).hasSize(2);
		this.time.advanceTimeBy(Duration.ofSeconds(45));
		assertThat(this.failed).hasSize(22);
		ask(new Attempts());
		assertThat(this.failed).hasSize(22);
	}

	@Test
	void requestsThatWereSentDoNotWait() {
		this.free.tryEmitEmpty().orThrow();
		for (int i = 0; i < 100; i++) {
			ask(new Attempts());
		}
		assertThat(this.failed).isEmpty();
	}

	@Test
	void whileAConnectionIsFreeAnyNumberMayWaitForItToStand() {
		this.inUse.set(1);
		for (int i = 0; i < 100; i++) {
			ask(new Attempts());
		}
		assertThat(this.failed).isEmpty();
	}

	@Test
	void aLimitThatCannotWorkIsRefused() {
		ChatBotKitConnectionLimit limit = ChatBotKitConnectionLimit.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> limit.withMax(0)).withMessageContaining("at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> limit.withAcquireTimeout(Duration.ZERO))
			.withMessageContaining("more than zero");
	}

	private Disposable ask(Attempts attempts) {
		return this.timeout.filter(REQUEST, this.exchange)
			.contextWrite((context) -> context.put(Attempts.class, attempts))
			.subscribe((ClientResponse response) -> {
			}, this.failed::add);
	}

}
