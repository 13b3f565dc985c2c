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
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;

/**
 * A connector of HttpComponents that replaces its client after the I/O reactor has shut
 * down. An {@link Error} on one of its threads, for example a lack of memory, shuts the
 * reactor down permanently, so that every later request would fail.
 */
final class HttpComponentsConnector implements ClientHttpConnector {

	private static final Log logger = LogFactory.getLog(HttpComponentsConnector.class);

	private final Supplier<HttpComponentsClientHttpConnector> clients;

	private volatile HttpComponentsClientHttpConnector current;

	private boolean closed;

	/**
	 * Creates a connector with a first client.
	 * @param clients makes a client
	 */
	HttpComponentsConnector(Supplier<HttpComponentsClientHttpConnector> clients) {
		this.clients = clients;
		this.current = clients.get();
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> request) {
		return Mono.defer(() -> {
			HttpComponentsClientHttpConnector client = this.current;
			return client.connect(method, uri, request)
				// Nothing was sent, because the I/O reactor could not connect.
				.onErrorResume(IOReactorShutdownException.class,
						(ex) -> replace(client, ex) ? connect(method, uri, request) : Mono.error(ex));
		});
	}

	/**
	 * Replaces a client.
	 * @return false if this connector is closed
	 */
	private synchronized boolean replace(HttpComponentsClientHttpConnector broken, IOReactorShutdownException ex) {
		if (this.closed) {
			return false;
		}
		if (this.current.equals(broken)) {
			logger.warn("The I/O reactor of HttpComponents has shut down, and with it all of its connections:"
					+ " a new client takes its place", ex);
			this.current = this.clients.get();
			close(broken);
		}
		return true;
	}

	synchronized void close() {
		this.closed = true;
		close(this.current);
	}

	private static void close(HttpComponentsClientHttpConnector client) {
		try {
			client.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
