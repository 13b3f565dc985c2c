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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import com.chatbotkit.springai.api.log.WireLog;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sets the headers of one attempt of a request, sends it, and passes the response on as
 * soon as its headers have arrived.
 */
final class Endpoint {

	private static final String STREAM_OR_ERROR = MediaType.TEXT_EVENT_STREAM_VALUE + ", "
			+ MediaType.APPLICATION_JSON_VALUE;

	private final WebClient webClient;

	private final URI uri;

	private final RequestWriter writer;

	Endpoint(WebClient.Builder webClient, URI uri, RequestWriter writer, HttpHeaders headers, WireLog wireLog,
			ResponseTimeout responseTimeout) {
		this.webClient = webClient.filter(responseTimeout).filter(wireLog).defaultHeaders((defaults) -> {
			defaults.addAll(headers);
			defaults.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
			defaults.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
			// A self-hosted stack holds a compressed stream back until its end.
			defaults.set(HttpHeaders.ACCEPT_ENCODING, "identity");
		}).build();
		this.uri = uri;
		this.writer = writer;
	}

	URI uri() {
		return this.uri;
	}

	<T> Mono<T> exchangeToMono(ChatCompletionRequest request, String secretKey,
			Function<ClientResponse, Mono<T>> handler) {
		return prepare(request, false, secretKey)
			.exchangeToMono((response) -> handler.apply(response).onErrorMap(Error.class, CarriedError::new))
			.onErrorMap(CarriedError.class, CarriedError::error);
	}

	<T> Flux<T> exchangeToFlux(ChatCompletionRequest request, String secretKey,
			Function<ClientResponse, Flux<T>> handler) {
		return prepare(request, true, secretKey)
			.exchangeToFlux((response) -> handler.apply(response).onErrorMap(Error.class, CarriedError::new))
			.onErrorMap(CarriedError.class, CarriedError::error);
	}

	private WebClient.RequestHeadersSpec<?> prepare(ChatCompletionRequest request, boolean stream, String secretKey) {
		return this.webClient.post().uri(this.uri).headers((headers) -> {
			headers.setBearerAuth(secretKey);
			if (stream) {
				headers.set(HttpHeaders.ACCEPT, STREAM_OR_ERROR);
			}
		}).body(new Body(this.writer, request, stream));
	}

	/**
	 * Writes the body of one request, and reports when the connector requests it. Some
	 * connectors subscribe to the body before they have a connection, but none requests
	 * it before.
	 */
	private static final class Body implements BodyInserter<Object, ClientHttpRequest>, ResponseTimeout.ReportingBody {

		private final RequestWriter writer;

		private final ChatCompletionRequest request;

		private final boolean stream;

		private volatile ResponseTimeout.@Nullable BodyListener listener;

		Body(RequestWriter writer, ChatCompletionRequest request, boolean stream) {
			this.writer = writer;
			this.request = request;
			this.stream = stream;
		}

		@Override
		public void reportTo(ResponseTimeout.BodyListener listener) {
			this.listener = listener;
		}

		@Override
		public Mono<Void> insert(ClientHttpRequest message, Context context) {
			ResponseTimeout.BodyListener listener = this.listener;
			if (listener != null) {
				listener.inserting(message);
			}
			return Mono.defer(() -> {
				// A buffer that grows is copied, so it starts with the size of the tools.
				DataBuffer buffer = message.bufferFactory()
					.allocateBuffer(1024 + (int) RequestSize.functions(this.request));
				try {
					this.writer.write(this.request, this.stream, buffer.asOutputStream());
				}
				catch (RuntimeException ex) {
					DataBufferUtils.release(buffer);
					throw ex;
				}
				message.getHeaders().setContentLength(buffer.readableByteCount());
				AtomicBoolean cancelled = new AtomicBoolean();
				return message.writeWith(Mono.just(buffer)
					.filter((body) -> mayBeSent(body, cancelled))
					.doOnCancel(() -> cancelled.set(true)));
			});
		}

		/**
		 * Tells the listener that the connector requests the body. If it refuses, the
		 * body ends with its exception, which the filter passes on even if the connector
		 * cancels the body at this moment. {@code Mono.fromSupplier} would drop it.
		 * @return false if it refuses and the body has been cancelled
		 */
		private boolean mayBeSent(DataBuffer body, AtomicBoolean cancelled) {
			ResponseTimeout.BodyListener listener = this.listener;
			if (listener == null) {
				return true;
			}
			try {
				listener.requested();
				return true;
			}
			catch (RuntimeException ex) {
				// The request has just been given up, and no other code has the buffer.
				DataBufferUtils.release(body);
				if (cancelled.get()) {
					// Reactor would log it as a dropped error.
					return false;
				}
				throw ex;
			}
		}

	}

}
