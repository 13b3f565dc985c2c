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
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends one attempt of a request and hands its response on once the headers are there.
 */
final class Endpoint {

	private static final String STREAM_OR_ERROR = MediaType.TEXT_EVENT_STREAM_VALUE + ", "
			+ MediaType.APPLICATION_JSON_VALUE;

	private final WebClient webClient;

	private final URI uri;

	private final RequestWriter writer;

	Endpoint(WebClient.Builder webClient, URI uri, RequestWriter writer, HttpHeaders headers, WireLog wireLog,
			Duration responseTimeout, Scheduler scheduler) {
		this.webClient = webClient.filter(new ResponseTimeout(responseTimeout, scheduler))
			.filter(wireLog)
			.defaultHeaders((defaults) -> {
				defaults.addAll(headers);
				defaults.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
				defaults.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
				// A self-hosted stack holds a compressed stream back until its end.
				defaults.set(HttpHeaders.ACCEPT_ENCODING, "identity");
			})
			.build();
		this.uri = uri;
		this.writer = writer;
	}

	URI uri() {
		return this.uri;
	}

	<T> Mono<T> exchangeToMono(ChatCompletionRequest request, String secretKey,
			Function<ClientResponse, Mono<T>> handler) {
		return prepare(request, false, secretKey).exchangeToMono(handler);
	}

	<T> Flux<T> exchangeToFlux(ChatCompletionRequest request, String secretKey,
			Function<ClientResponse, Flux<T>> handler) {
		return prepare(request, true, secretKey).exchangeToFlux(handler);
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
	 * Ends an exchange whose headers do not come in time, counted from when the request
	 * is sent: neither the wait for a connection nor the body of the answer counts.
	 */
	private static final class ResponseTimeout implements ExchangeFilterFunction {

		private final Mono<Long> delay;

		private final Mono<ClientResponse> timedOut;

		ResponseTimeout(Duration timeout, Scheduler scheduler) {
			this.delay = Mono.delay(timeout, scheduler);
			this.timedOut = Mono.error(() -> new BrokenAnswerException("RESPONSE_TIMEOUT",
					"no response headers within " + timeout.toMillis() + " ms after the request was sent"));
		}

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return Mono.defer(() -> {
				Sinks.Empty<Void> sent = Sinks.empty();
				return next.exchange(observed(request, sent)).timeout(sent.asMono().then(this.delay), this.timedOut);
			});
		}

		/**
		 * Has it said when the body is asked for. A copy of a request is dear, and needed
		 * only where a filter has put another body in the place of ours.
		 */
		private static ClientRequest observed(ClientRequest request, Sinks.Empty<Void> sent) {
			BodyInserter<?, ? super ClientHttpRequest> body = request.body();
			if (body instanceof Body ours) {
				ours.sent = sent;
				return request;
			}
			return ClientRequest.from(request).body((message, context) -> {
				sent.tryEmitEmpty();
				return body.insert(message, context);
			}).build();
		}

	}

	/**
	 * Writes the body of one request, and says when it is taken: some connectors ask for
	 * it before they have a connection, but none takes it before.
	 */
	private static final class Body implements BodyInserter<Object, ClientHttpRequest> {

		private final RequestWriter writer;

		private final ChatCompletionRequest request;

		private final boolean stream;

		private volatile Sinks.Empty<Void> sent = Sinks.empty();

		Body(RequestWriter writer, ChatCompletionRequest request, boolean stream) {
			this.writer = writer;
			this.request = request;
			this.stream = stream;
		}

		@Override
		public Mono<Void> insert(ClientHttpRequest message, Context context) {
			return Mono.defer(() -> {
				DataBuffer buffer = message.bufferFactory().allocateBuffer(1024);
				try {
					this.writer.write(this.request, this.stream, buffer.asOutputStream());
				}
				catch (RuntimeException ex) {
					DataBufferUtils.release(buffer);
					throw ex;
				}
				message.getHeaders().setContentLength(buffer.readableByteCount());
				return message.writeWith(Mono.fromSupplier(() -> sent(buffer)));
			});
		}

		private DataBuffer sent(DataBuffer buffer) {
			this.sent.tryEmitEmpty();
			return buffer;
		}

	}

}
