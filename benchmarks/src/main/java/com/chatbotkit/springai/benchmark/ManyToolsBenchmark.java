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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.tool.DeclaredTools;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Calls a model with a list of tools that it has seen before, to the bytes of the request
 * and without a network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ManyToolsBenchmark {

	/** As some gateways to MCP servers offer them; none is what all else costs. */
	@Param({ "0", "1500" })
	private int tools;

	private final Sink sink = new Sink();

	private final ChatBotKitApi api = ChatBotKitApi.builder().secretKey("sk-1").connector(this.sink).build();

	private ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().bot("b1").build();

	private ChatBotKitChatModel model = ChatBotKitChatModel.builder().api(this.api).options(this.options).build();

	@Setup
	public void makeTools() {
		this.options = ManyTools.options(this.tools);
		this.model = ChatBotKitChatModel.builder().api(this.api).options(this.options).build();
	}

	@Benchmark
	public DeclaredTools declared() {
		return DeclaredTools.of(this.options, List.of());
	}

	@Benchmark
	public long sent() {
		this.model.call(new Prompt("Hi"));
		return this.sink.bytes.get();
	}

	/**
	 * Takes requests and answers at once.
	 */
	private static final class Sink implements ClientHttpConnector {

		private final AtomicLong bytes = new AtomicLong();

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> callback) {
			return Mono.defer(() -> callback.apply(new Request(method, uri, this.bytes)))
				.then(Mono.fromSupplier(Response::new));
		}

	}

	private static final class Request extends AbstractClientHttpRequest {

		private final DataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

		private final HttpMethod method;

		private final URI uri;

		private final AtomicLong bytes;

		Request(HttpMethod method, URI uri, AtomicLong bytes) {
			this.method = method;
			this.uri = uri;
			this.bytes = bytes;
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
			return this.buffers;
		}

		@Override
		@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
		public <T> T getNativeRequest() {
			return (T) this;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return doCommit(() -> Flux.from(body).doOnNext((buffer) -> {
				this.bytes.addAndGet(buffer.readableByteCount());
				DataBufferUtils.release(buffer);
			}).then());
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return writeWith(Flux.from(body).concatMap((part) -> part));
		}

		@Override
		public Mono<Void> setComplete() {
			return doCommit();
		}

		@Override
		protected void applyHeaders() {
		}

		@Override
		protected void applyCookies() {
		}

	}

	private static final class Response implements ClientHttpResponse {

		private static final byte[] BODY = """
				{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}""".getBytes(StandardCharsets.UTF_8);

		private final HttpHeaders headers = new HttpHeaders();

		Response() {
			this.headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
		}

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(200);
		}

		@Override
		public MultiValueMap<String, ResponseCookie> getCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.just(
					new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT).allocateBuffer(BODY.length).write(BODY));
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
