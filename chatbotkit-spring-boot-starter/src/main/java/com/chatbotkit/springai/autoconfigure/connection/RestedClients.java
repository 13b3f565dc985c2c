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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.netty.ExpectedHead;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends each HTTP/1.1 request by a JDK client that has no other request and whose last
 * response did not end just now. The JDK's client does not show which connection a
 * request will use, so each connection needs its own client to be known to have rested.
 * After an unexpected head, or the last response on its connection, a client is not used
 * again, and its connection neither. Over HTTP/2, where a response names its request, all
 * requests share a client.
 */
final class RestedClients implements ClientHttpConnector {

	/** The maximum number of clients, each of which has a thread. Then requests share. */
	private static final int MAX_CLIENTS = 64;

	/** How many clients in turn try a request that the server refuses. */
	private static final int MAX_REFUSALS = 8;

	/** How often a request waits for a client before it shares one. */
	private static final int MAX_WAITS = 20;

	/** The JDK's client (17 to 25) passes on this pseudo-header of HTTP/2. */
	private static final String HTTP2_STATUS = ":status";

	/** The option of a {@code Connection} header (RFC 9110, section 7.6.1). */
	private static final String CLOSE = "close";

	private final Supplier<ClientHttpConnector> factory;

	private final boolean offersHttp2;

	private final List<Client> clients = new CopyOnWriteArrayList<>();

	/** Clients out of use that the garbage collector has not found yet. */
	private final Set<Client> retired = Collections.newSetFromMap(new WeakHashMap<>());

	/** The servers that were offered HTTP/2 and have responded by HTTP/1.1. */
	private final Set<String> http1 = ConcurrentHashMap.newKeySet();

	RestedClients(Supplier<ClientHttpConnector> factory, boolean offersHttp2) {
		this.factory = factory;
		this.offersHttp2 = offersHttp2;
		this.clients.add(new Client(factory.get()));
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> request) {
		AtomicReference<@Nullable String> accept = new AtomicReference<>();
		Function<ClientHttpRequest, Mono<Void>> noting = (sent) -> {
			Mono<Void> written = request.apply(sent);
			accept.set(sent.getHeaders().getFirst(HttpHeaders.ACCEPT));
			return written;
		};
		Function<Client, Mono<ClientHttpResponse>> exchange = (client) -> client
			.exchange((connector) -> connector.connect(method, uri, noting))
			.doOnNext((response) -> {
				learnVersion(uri, response);
				if (!isHttp2(response) && (!allowsReuse(accept.get(), response) || isLast(response))) {
					retire(client);
				}
			});
		return Mono.defer(() -> (!this.offersHttp2 || this.http1.contains(uri.getAuthority()))
				? exchangeAlone(exchange, 0) : exchangeShared(exchange, 0));
	}

	/**
	 * Takes a client out of use. It cannot be closed before Java 21, so it has its thread
	 * and its connection until the garbage collector finds it. If many wait for that, it
	 * stays in use.
	 */
	private synchronized void retire(Client client) {
		if (this.retired.size() < MAX_CLIENTS && this.clients.remove(client)) {
			this.retired.add(client);
		}
	}

	private static boolean allowsReuse(@Nullable String accept, ClientHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		return ExpectedHead.allowsReuse(accept, response.getStatusCode().value(),
				headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING));
	}

	/**
	 * Whether the server will close the connection, and the JDK's client (17 to 25) does
	 * not see it: it only sees {@code close} if it is all of the first {@code Connection}
	 * header.
	 */
	private static boolean isLast(ClientHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		return headers.getConnection().stream().anyMatch(CLOSE::equalsIgnoreCase)
				&& !CLOSE.equalsIgnoreCase(headers.getFirst(HttpHeaders.CONNECTION));
	}

	private static boolean isHttp2(ClientHttpResponse response) {
		return response.getHeaders().containsHeader(HTTP2_STATUS);
	}

	private void learnVersion(URI uri, ClientHttpResponse response) {
		if (isHttp2(response)) {
			this.http1.remove(uri.getAuthority());
		}
		else {
			this.http1.add(uri.getAuthority());
		}
	}

	/**
	 * Sends a request by a client without another request.
	 * @param waits how often the request has waited for a client
	 */
	private Mono<ClientHttpResponse> exchangeAlone(Function<Client, Mono<ClientHttpResponse>> exchange, int waits) {
		Client nextRested = null;
		for (Client client : this.clients) {
			if (client.tryAcquire()) {
				return exchange.apply(client);
			}
			if (client.isFree() && (nextRested == null || client.nanosToRest() < nextRested.nanosToRest())) {
				nextRested = client;
			}
		}
		// A single caller waits at first, so that it always uses the same connection.
		if (nextRested == null || waits > 0) {
			Client added = addAcquired();
			if (added != null) {
				return exchange.apply(added);
			}
		}
		if (nextRested == null || waits >= MAX_WAITS) {
			Client shared = this.clients.stream().min(Comparator.comparingInt(Client::requests)).orElseThrow();
			shared.acquireShared();
			return exchange.apply(shared);
		}
		return Mono.delay(Duration.ofNanos(Math.max(1, nextRested.nanosToRest())))
			.then(Mono.defer(() -> exchangeAlone(exchange, waits + 1)));
	}

	/**
	 * Sends a request by a client that other requests share, or by the next one if the
	 * server allows no further stream.
	 * @param index the index of the client to use
	 */
	private Mono<ClientHttpResponse> exchangeShared(Function<Client, Mono<ClientHttpResponse>> exchange, int index) {
		return exchange.apply(acquireShared(index))
			.onErrorResume(RestedClients::isUnprocessed, (ex) -> (index + 1 < MAX_REFUSALS || !isRefused(ex))
					? exchangeShared(exchange, index + 1) : Mono.error(refused(ex)));
	}

	private static ConnectException refused(Throwable cause) {
		ConnectException ex = new ConnectException("the server refused the request before it processed it");
		ex.initCause(cause);
		return ex;
	}

	/**
	 * Whether the server has certainly not processed a request. The JDK's client (17 to
	 * 25) has one HTTP/2 connection to a server, and fails a request without sending it
	 * if the server allows no further stream.
	 */
	private static boolean isUnprocessed(Throwable ex) {
		return isRefused(ex) || (ex instanceof IOException && "too many concurrent streams".equals(ex.getMessage()));
	}

	/**
	 * Whether the server has refused a stream by REFUSED_STREAM without processing it
	 * (RFC 9113, section 8.7), because the client did not know yet how many it allows.
	 */
	private static boolean isRefused(Throwable ex) {
		return ex instanceof IOException && "Received RST_STREAM: Stream not processed".equals(ex.getMessage());
	}

	private synchronized Client acquireShared(int index) {
		if (index >= this.clients.size()) {
			this.clients.add(new Client(this.factory.get()));
		}
		Client client = this.clients.get(Math.min(index, this.clients.size() - 1));
		client.acquireShared();
		return client;
	}

	private synchronized @Nullable Client addAcquired() {
		if (this.clients.size() >= MAX_CLIENTS) {
			return null;
		}
		Client client = new Client(this.factory.get());
		client.acquireShared();
		this.clients.add(client);
		return client;
	}

	/**
	 * A client that counts its open requests, and knows until when it rests.
	 */
	private static final class Client {

		private final ClientHttpConnector connector;

		private final AtomicInteger requests = new AtomicInteger();

		private volatile long restsUntil = System.nanoTime();

		Client(ClientHttpConnector connector) {
			this.connector = connector;
		}

		/**
		 * Acquires the client for one request alone.
		 * @return false if it has another request, or rests
		 */
		boolean tryAcquire() {
			if (!this.requests.compareAndSet(0, 1)) {
				return false;
			}
			if (nanosToRest() > 0) {
				this.requests.decrementAndGet();
				return false;
			}
			return true;
		}

		/**
		 * Acquires the client for one more request.
		 */
		void acquireShared() {
			this.requests.incrementAndGet();
		}

		int requests() {
			return this.requests.get();
		}

		boolean isFree() {
			return requests() == 0;
		}

		/**
		 * Returns for how many nanoseconds its connections still rest.
		 */
		long nanosToRest() {
			return this.restsUntil - System.nanoTime();
		}

		/**
		 * Sends a request for which the client was acquired, and releases it at the end.
		 */
		Mono<ClientHttpResponse> exchange(Function<ClientHttpConnector, Mono<ClientHttpResponse>> exchange) {
			AtomicBoolean over = new AtomicBoolean();
			Runnable end = () -> {
				if (over.compareAndSet(false, true)) {
					this.restsUntil = System.nanoTime() + ConnectionRest.DURATION.toNanos();
					this.requests.decrementAndGet();
				}
			};
			return Mono.defer(() -> exchange.apply(this.connector))
				.<ClientHttpResponse>map((response) -> new TransformedResponse(response,
						(body) -> body.doOnTerminate(end).doOnCancel(end)))
				.doOnError((ex) -> end.run())
				.doOnCancel(end);
		}

	}

}
