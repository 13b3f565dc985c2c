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

package com.chatbotkit.springai.benchmark;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Answers from memory as the {@link Server} does, on the thread that asks, so that only
 * the client itself is measured.
 */
final class MemoryConnector implements ClientHttpConnector {

	private static final DataBufferFactory BUFFERS = new DefaultDataBufferFactory();

	private final Answer call = new Answer(MediaType.APPLICATION_JSON, List.of(Wire.callBody()));

	private final Answer stream;

	MemoryConnector(int chunks) {
		List<byte[]> events = new ArrayList<>(List.of(Wire.firstEvent()));
		for (int i = 0; i < chunks; i++) {
			events.add(Wire.textEvent(Wire.word(i)));
		}
		events.addAll(Wire.lastEvents());
		this.stream = new Answer(MediaType.TEXT_EVENT_STREAM, events);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> callback) {
		return Mono.defer(() -> {
			Request request = new Request(method, uri);
			return callback.apply(request).then(Mono.fromSupplier(() -> answer(request.last())));
		});
	}

	/** A request that offers tools ends with them, and is a call. */
	private Answer answer(byte[] last) {
		return new String(last, StandardCharsets.US_ASCII).contains("bench:stream") ? this.stream : this.call;
	}

	/**
	 * Takes the bytes of a request, and keeps the last.
	 */
	private static final class Request extends AbstractClientHttpRequest {

		/**
		 * The order is at the end of a prompt, and the prompt at the end of a request
		 * without tools.
		 */
		private static final int LAST = 200;

		private final HttpMethod method;

		private final URI uri;

		private byte[] last = {};

		Request(HttpMethod method, URI uri) {
			this.method = method;
			this.uri = uri;
		}

		byte[] last() {
			return this.last;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public DataBufferFactory bufferFactory() {
			return BUFFERS;
		}

		@Override
		@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
		public <T> T getNativeRequest() {
			return (T) this;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> parts) {
			return doCommit(() -> Flux.from(parts).doOnNext(this::take).then());
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
			return writeWith(Flux.from(parts).concatMap((part) -> part));
		}

		@Override
		public Mono<Void> setComplete() {
			return doCommit();
		}

		private void take(DataBuffer part) {
			this.last = new byte[Math.min(part.readableByteCount(), LAST)];
			part.readPosition(part.writePosition() - this.last.length);
			part.read(this.last);
			DataBufferUtils.release(part);
		}

		@Override
		protected void applyHeaders() {
		}

		@Override
		protected void applyCookies() {
		}

	}

	/**
	 * The same bytes for everyone.
	 */
	private static final class Answer implements ClientHttpResponse {

		private final HttpHeaders headers = new HttpHeaders();

		private final List<byte[]> parts;

		Answer(MediaType type, List<byte[]> parts) {
			this.headers.setContentType(type);
			this.parts = parts;
		}

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatus.OK;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public MultiValueMap<String, ResponseCookie> getCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.fromIterable(this.parts).map(BUFFERS::wrap);
		}

	}

}
