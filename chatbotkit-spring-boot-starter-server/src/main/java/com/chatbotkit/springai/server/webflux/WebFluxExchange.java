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

package com.chatbotkit.springai.server.webflux;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers one request: reads its body, asks the endpoint, writes the answer as it comes.
 */
final class WebFluxExchange implements ServerResponse {

	private static final boolean NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerResponse",
			WebFluxExchange.class.getClassLoader());

	private final HttpEndpoint endpoint;

	WebFluxExchange(HttpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		Mono<Optional<Principal>> principal = exchange.getPrincipal()
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
		return body(exchange.getRequest()).map(Optional::of)
			.timeout(this.endpoint.bodyTime(), Mono.just(Optional.empty()))
			.zipWith(principal, (body, known) -> answer(exchange.getRequest(), body.orElse(null), known.orElse(null)))
			.flatMap(Uninterrupted::of)
			.flatMap((answer) -> write(answer, exchange.getResponse()))
			// A filter's onErrorContinue would leave out the part that fails.
			.onErrorStop();
	}

	private Mono<byte[]> body(ServerHttpRequest request) {
		int room = this.endpoint.maxBodyBytes() + 1;
		// All of it is read, so that the client is ready for an answer; not all is kept.
		return request.getBody().collect(ByteArrayOutputStream::new, (bytes, piece) -> {
			byte[] kept = new byte[Math.min(room - bytes.size(), piece.readableByteCount())];
			piece.read(kept);
			bytes.writeBytes(kept);
			DataBufferUtils.release(piece);
		}).map(ByteArrayOutputStream::toByteArray);
	}

	private Mono<EndpointResponse> answer(ServerHttpRequest request, byte @Nullable [] body,
			@Nullable Principal principal) {
		return (body != null) ? this.endpoint.handle(request(request, body, principal))
				: Mono.just(this.endpoint.bodyNotReceived());
	}

	private static EndpointRequest request(ServerHttpRequest request, byte[] body, @Nullable Principal principal) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		request.getHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		String path = request.getPath().pathWithinApplication().value();
		String query = request.getURI().getRawQuery();
		InetSocketAddress remote = request.getRemoteAddress();
		String address = (remote != null && remote.getAddress() != null) ? remote.getAddress().getHostAddress() : null;
		return new EndpointRequest(request.getMethod().name(), (query != null) ? path + "?" + query : path, headers,
				body, address, principal);
	}

	private static Mono<Void> write(EndpointResponse answer, ServerHttpResponse response) {
		// Where the client has gone, a server subscribes to no body. Spring asks for the
		// first piece before it does, and then cancels nothing (ChannelSendOperator).
		// A servlet container may end the exchange on another thread meanwhile.
		Disposable.Swap end = Disposables.swap();
		end.replace(answer::discard);
		return Mono.defer(() -> written(answer, response, end)).doFinally((signal) -> end.dispose());
	}

	private static Mono<Void> written(EndpointResponse answer, ServerHttpResponse response, Disposable.Swap end) {
		response.setRawStatusCode(answer.status());
		answer.headers().forEach(response.getHeaders()::set);
		if (answer.body() instanceof EndpointResponse.Pieces streaming) {
			Flux<DataBuffer> pieces = together(streaming.pieces(), response)
				.doOnSubscribe((subscription) -> end.replace(subscription::cancel))
				.map(response.bufferFactory()::wrap);
			return response.writeAndFlushWith(pieces.map(Mono::just));
		}
		byte[] bytes = ((EndpointResponse.Whole) answer.body()).text().getBytes(StandardCharsets.UTF_8);
		response.getHeaders().setContentLength(bytes.length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
	}

	private static Flux<byte[]> together(Flux<byte[]> pieces, ServerHttpResponse response) {
		NettyConnection connection = NETTY ? NettyConnection.of(response) : null;
		return (connection != null) ? connection.together(pieces) : Together.in(pieces);
	}

	@Override
	public HttpStatusCode statusCode() {
		return HttpStatus.OK;
	}

	@Override
	public HttpHeaders headers() {
		return HttpHeaders.EMPTY;
	}

	@Override
	public MultiValueMap<String, ResponseCookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

}
