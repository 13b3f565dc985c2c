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

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests what a subscriber who cancels hears of the HTTP client.
 */
@Timeout(30)
class AbortingConnectorTests {

	private static final URI ADDRESS = URI.create("http://localhost/");

	/**
	 * As Jetty does for one interrupt in 4,000.
	 */
	@Test
	void whatTheClientThrowsAtTheEndOfAnExchangeDoesNotReachWhoCancels() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		ClientHttpConnector silent = (method, uri, request) -> request.apply(new MockClientHttpRequest(method, uri))
			.then(Mono.never());
		AbortingConnector connector = new AbortingConnector(silent, (request) -> () -> {
			ended.countDown();
			throw new NullPointerException("listeners");
		});

		Disposable exchange = connector.connect(HttpMethod.POST, ADDRESS, (request) -> {
			sent.countDown();
			return Mono.empty();
		}).subscribe();
		assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

		assertThatCode(exchange::dispose).doesNotThrowAnyException();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
	}

}
