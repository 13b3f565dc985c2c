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
import java.util.List;
import java.util.function.Function;

import org.reactivestreams.Publisher;
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

	private final WebClient webClient;

	private final URI uri;

	private final RequestWriter writer;

	private final HttpHeaders headers;

	Endpoint(WebClient.Builder webClient, URI uri, RequestWriter writer, HttpHeaders headers, Duration responseTimeout,
			Scheduler scheduler) {
		this.webClient = webClient.filter(new ResponseTimeout(responseTimeout, scheduler)).build();
		this.uri = uri;
		this.writer = writer;
		this.headers = headers;
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
			headers.addAll(this.headers);
			headers.setBearerAuth(secretKey);
			headers.setContentType(MediaType.APPLICATION_JSON);
			headers.setAccept(stream ? List.of(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON)
					: List.of(MediaType.APPLICATION_JSON));
			// A self-hosted stack holds a compressed stream back until its end.
			headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
		}).body(inserter(request, stream));
	}

	private BodyInserter<?, ClientHttpRequest> inserter(ChatCompletionRequest request, boolean stream) {
		return (message, context) -> Mono.defer(() -> {
			DataBuffer buffer = message.bufferFactory().allocateBuffer(1024);
			try {
				this.writer.write(request, stream, buffer.asOutputStream());
			}
			catch (RuntimeException ex) {
				DataBufferUtils.release(buffer);
				throw ex;
			}
			message.getHeaders().setContentLength(buffer.readableByteCount());
			return message.writeWith(Mono.just(buffer));
		});
	}

	/**
	 * Ends an exchange whose headers do not come in time, counted from when the request
	 * is sent: neither the wait for a connection nor the body of the answer counts.
	 */
	private record ResponseTimeout(Duration timeout, Scheduler scheduler) implements ExchangeFilterFunction {

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return Mono.defer(() -> {
				Sinks.Empty<Void> sent = Sinks.empty();
				BodyInserter<?, ? super ClientHttpRequest> body = request.body();
				ClientRequest observed = ClientRequest.from(request).body((message, context) -> {
					sent.tryEmitEmpty();
					return body.insert(message, context);
				}).build();
				Publisher<Long> late = sent.asMono().then(Mono.delay(this.timeout, this.scheduler));
				return next.exchange(observed).timeout(late, Mono.error(this::timedOut));
			});
		}

		private BrokenAnswerException timedOut() {
			return new BrokenAnswerException("RESPONSE_TIMEOUT",
					"no response headers within " + this.timeout.toMillis() + " ms after the request was sent");
		}

	}

}
