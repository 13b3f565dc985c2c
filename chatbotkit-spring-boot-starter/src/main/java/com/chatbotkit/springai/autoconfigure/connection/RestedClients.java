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
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * Sends each HTTP/1.1 request by a client that has no other request under way, and none
 * of whose answers has ended just now. The JDK's client shows nobody which connection a
 * request will use, so that only a client of its own knows that the connection has
 * rested. Over HTTP/2, where an answer names its request, all requests share a client.
 */
final class RestedClients implements ClientHttpConnector {

	/** Each has a thread of its own. With more requests than that, they share clients. */
	private static final int MOST = 64;

	/** How many clients ask a server that refuses each of their requests. */
	private static final int MOST_REFUSED = 8;

	/** Where even so many are not enough, a request does not wait for ever. */
	private static final int MOST_WAITS = 20;

	/** The JDK's client (17 to 25) shows this header of HTTP/2 among all others. */
	private static final String HTTP2_STATUS = ":status";

	private final Supplier<ClientHttpConnector> maker;

	private final boolean offersHttp2;

	private final List<Client> clients = new CopyOnWriteArrayList<>();

	/** The origins that were offered HTTP/2 and answered by HTTP/1.1. */
	private final Set<String> http1 = ConcurrentHashMap.newKeySet();

	RestedClients(Supplier<ClientHttpConnector> maker, boolean offersHttp2) {
		this.maker = maker;
		this.offersHttp2 = offersHttp2;
		this.clients.add(new Client(maker.get()));
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> request) {
		Function<Client, Mono<ClientHttpResponse>> exchange = (client) -> client
			.exchange((connector) -> connector.connect(method, uri, request))
			.doOnNext((response) -> note(uri, response));
		return Mono.defer(() -> (!this.offersHttp2 || this.http1.contains(uri.getAuthority())) ? alone(exchange, 0)
				: together(exchange, 0));
	}

	private void note(URI uri, ClientHttpResponse response) {
		if (response.getHeaders().containsHeader(HTTP2_STATUS)) {
			this.http1.remove(uri.getAuthority());
		}
		else {
			this.http1.add(uri.getAuthority());
		}
	}

	private Mono<ClientHttpResponse> alone(Function<Client, Mono<ClientHttpResponse>> exchange, int waits) {
		Client next = null;
		for (Client client : this.clients) {
			if (client.take()) {
				return exchange.apply(client);
			}
			next = (client.isFree() && (next == null || client.left() < next.left())) ? client : next;
		}
		// A single caller waits, and keeps to one connection.
		if (next == null || waits > 0) {
			Client added = addTaken();
			if (added != null) {
				return exchange.apply(added);
			}
		}
		if (next == null || waits >= MOST_WAITS) {
			Client shared = this.clients.stream().min(Comparator.comparingInt(Client::underWay)).orElseThrow();
			shared.join();
			return exchange.apply(shared);
		}
		return Mono.delay(Duration.ofNanos(Math.max(1, next.left())))
			.then(Mono.defer(() -> alone(exchange, waits + 1)));
	}

	/**
	 * @param full how many clients, from the first on, are not asked
	 */
	private Mono<ClientHttpResponse> together(Function<Client, Mono<ClientHttpResponse>> exchange, int full) {
		Client client = joined(full);
		return exchange.apply(client)
			.onErrorResume(RestedClients::isUnprocessed, (ex) -> (full + 1 < MOST_REFUSED || !isRefused(ex))
					? together(exchange, full + 1) : Mono.error(refused(ex)));
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

	private synchronized Client joined(int index) {
		if (index >= this.clients.size()) {
			this.clients.add(new Client(this.maker.get()));
		}
		Client client = this.clients.get(Math.min(index, this.clients.size() - 1));
		client.join();
		return client;
	}

	private synchronized @Nullable Client addTaken() {
		if (this.clients.size() >= MOST) {
			return null;
		}
		Client client = new Client(this.maker.get());
		client.join();
		this.clients.add(client);
		return client;
	}

	/**
	 * A client that knows how many of its requests are under way, and since when it
	 * rests.
	 */
	private static final class Client {

		private final ClientHttpConnector connector;

		private final AtomicInteger underWay = new AtomicInteger();

		private volatile long rested = System.nanoTime();

		Client(ClientHttpConnector connector) {
			this.connector = connector;
		}

		/**
		 * Takes it for a single request.
		 */
		boolean take() {
			if (!this.underWay.compareAndSet(0, 1)) {
				return false;
			}
			if (left() > 0) {
				this.underWay.decrementAndGet();
				return false;
			}
			return true;
		}

		/**
		 * Takes it for one more request.
		 */
		void join() {
			this.underWay.incrementAndGet();
		}

		int underWay() {
			return this.underWay.get();
		}

		boolean isFree() {
			return underWay() == 0;
		}

		/**
		 * For how many nanoseconds more its connections rest.
		 */
		long left() {
			return this.rested - System.nanoTime();
		}

		/**
		 * Sends a request for which it was taken, and is given back at the end.
		 */
		Mono<ClientHttpResponse> exchange(Function<ClientHttpConnector, Mono<ClientHttpResponse>> exchange) {
			AtomicBoolean over = new AtomicBoolean();
			Runnable end = () -> {
				if (over.compareAndSet(false, true)) {
					this.rested = System.nanoTime() + ConnectionRest.DURATION.toNanos();
					this.underWay.decrementAndGet();
				}
			};
			return Mono.defer(() -> exchange.apply(this.connector))
				.<ClientHttpResponse>map((response) -> new Response(response, end))
				.doOnError((ex) -> end.run())
				.doOnCancel(end);
		}

	}

	/**
	 * A response that says when its body has ended.
	 */
	private static final class Response extends ClientHttpResponseDecorator {

		private final Runnable end;

		Response(ClientHttpResponse response, Runnable end) {
			super(response);
			this.end = end;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().doOnTerminate(this.end).doOnCancel(this.end);
		}

	}

}
