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

package com.chatbotkit.springai.test.record;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.test.server.ConnectionCutException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.LoopResources;

/**
 * Sends requests to the real endpoint behind a recorder.
 */
final class Upstream {

	// Headers of one connection (RFC 9110, section 7.6.1), or set again by this client.
	private static final Set<String> NOT_FORWARDED = Set.of("host", "connection", "keep-alive", "te", "trailer",
			"transfer-encoding", "upgrade", "content-length", "accept-encoding");

	private final String baseUrl;

	private final HttpClient client;

	Upstream(String baseUrl, LoopResources loops) {
		this.baseUrl = baseUrl;
		// Without a pool, so that one exchange cannot affect the next.
		this.client = HttpClient.newConnection().runOn(loops).compress(false);
	}

	/** Returns the response, whose body is always a stream of pieces. */
	Mono<EndpointResponse> send(EndpointRequest request) {
		return this.client.headers((headers) -> forward(request.headers(), headers))
			.request(HttpMethod.valueOf(request.method()))
			.uri(this.baseUrl + RecordedRequest.path(request))
			.send(Mono.just(Unpooled.wrappedBuffer(request.body())))
			.responseConnection((response, connection) -> Mono.just(answer(response, connection)))
			.onErrorMap((lost) -> new ConnectionCutException(lost))
			.next();
	}

	private static void forward(Map<String, String> from, HttpHeaders to) {
		from.forEach((name, value) -> {
			if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
				to.set(name, value);
			}
		});
		// Without compression the recording is readable.
		to.set("accept-encoding", "identity");
	}

	private static EndpointResponse answer(HttpClientResponse response, Connection connection) {
		Map<String, String> headers = new HashMap<>();
		response.responseHeaders().forEach((header) -> {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (!NOT_FORWARDED.contains(name)) {
				headers.put(name, header.getValue());
			}
		});
		Flux<byte[]> pieces = connection.inbound()
			.receive()
			.asByteArray()
			.onErrorMap((lost) -> new ConnectionCutException(lost))
			.doFinally((end) -> connection.dispose());
		return new EndpointResponse(response.status().code(), headers, new EndpointResponse.Pieces(pieces));
	}

}
