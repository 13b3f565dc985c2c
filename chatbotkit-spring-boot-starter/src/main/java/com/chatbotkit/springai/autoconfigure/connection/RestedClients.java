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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends each request by a client on none of whose connections an answer has ended just
 * now. The JDK's client shows nobody which connection a request will use, so that under
 * load a single one would never have rested.
 */
final class RestedClients implements ClientHttpConnector {

	/** Each has a thread of its own. */
	private static final int MOST = 8;

	/** Where even so many are not enough, a request does not wait for ever. */
	private static final int MOST_WAITS = 20;

	private final Supplier<ClientHttpConnector> maker;

	private final List<RestingConnector> clients = new CopyOnWriteArrayList<>();

	RestedClients(Supplier<ClientHttpConnector> maker) {
		this.maker = maker;
		add(1);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> request) {
		return Mono.defer(() -> connect(0, (client) -> client.connect(method, uri, request)));
	}

	/**
	 * @param full how many clients, from the first on, are not asked
	 */
	private Mono<ClientHttpResponse> connect(int full,
			Function<ClientHttpConnector, Mono<ClientHttpResponse>> exchange) {
		return rested(full, 0).flatMap((index) -> exchange.apply(this.clients.get(index))
			.onErrorResume(RestedClients::isUnprocessed, (ex) -> (index + 1 < MOST || !isRefused(ex))
					? connect(index + 1, exchange) : Mono.error(refused(ex))));
	}

	private static ConnectException refused(Throwable cause) {
		ConnectException ex = new ConnectException("the server refused the request before it processed it");
		ex.initCause(cause);
		return ex;
	}

	/**
	 * The JDK's client (17 to 25) has one HTTP/2 connection to a server. It fails a
	 * request for which the server allows no further stream there, and sends nothing.
	 */
	private static boolean isUnprocessed(Throwable ex) {
		return isRefused(ex) || (ex instanceof IOException && "too many concurrent streams".equals(ex.getMessage()));
	}

	/**
	 * Before the server has said how many streams it allows, it may get more of them. By
	 * REFUSED_STREAM it says that it has not processed one (RFC 9113, section 8.7).
	 */
	private static boolean isRefused(Throwable ex) {
		return ex instanceof IOException && "Received RST_STREAM: Stream not processed".equals(ex.getMessage());
	}

	private Mono<Integer> rested(int full, int waits) {
		if (full >= this.clients.size()) {
			return Mono.fromSupplier(() -> add(full + 1));
		}
		int first = full;
		for (int i = full; i < this.clients.size(); i++) {
			if (this.clients.get(i).left() <= 0) {
				return Mono.just(i);
			}
			first = (this.clients.get(i).left() < this.clients.get(first).left()) ? i : first;
		}
		if (waits >= MOST_WAITS) {
			return Mono.just(first);
		}
		// A single caller waits, and keeps to one connection.
		return (waits > 0 && this.clients.size() < MOST) ? Mono.fromSupplier(() -> add(MOST))
				: Mono.delay(Duration.ofNanos(Math.max(1, this.clients.get(first).left())))
					.then(Mono.defer(() -> rested(full, waits + 1)));
	}

	/**
	 * Another caller may have made the last one meanwhile, which then rests by itself.
	 * @param most how many clients there may be
	 * @return the place of the last one
	 */
	private synchronized int add(int most) {
		if (this.clients.size() < most) {
			this.clients.add(new RestingConnector(this.maker.get(), Mono.empty()));
		}
		return this.clients.size() - 1;
	}

}
