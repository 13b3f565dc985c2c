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

package com.chatbotkit.springai.server.netty;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Serves the endpoint from a Reactor Netty server:
 * {@code HttpServer.create().handle(new NettyEndpoint(endpoint::handle))}. A client that
 * disconnects cancels the agent.
 * <p>
 * Half-sent bodies and unread answers take at most 256 MiB, or a quarter of the JVM's
 * memory if that is less. A large request beyond that is answered with a 503.
 */
public final class NettyEndpoint implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final long MAX_BYTES = 256L * MEBIBYTE;

	// On the heap, and in a buffer outside of it.
	private static final int BYTES_PER_ANSWER_BYTE = 2;

	private final Function<EndpointRequest, Mono<EndpointResponse>> endpoint;

	private final HeldBytes held;

	/**
	 * Creates a handler.
	 * @param endpoint answers requests
	 */
	public NettyEndpoint(Function<EndpointRequest, Mono<EndpointResponse>> endpoint) {
		this.endpoint = endpoint;
		this.held = new HeldBytes(Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4));
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		// Once the answer has ended, the response no longer knows its channel.
		AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
		response.withConnection((connection) -> channel.set(connection.channel()));
		return Mono.using(this.held::share, (share) -> body(request, share)
			.flatMap((body) -> body.hasRoom() ? this.endpoint.apply(read(request, body.bytes())) : Mono.just(noRoom()))
			.map((answer) -> fits(answer, share) ? answer : refused(answer))
			.flatMap((answer) -> write(answer, request, response)), (share) -> closeOnceWritten(share, channel.get()),
				false);
	}

	/**
	 * Closes the share of a large answer when the client has read it. An answer is
	 * written after the handler has completed, and an empty buffer after it is written
	 * last.
	 */
	private static void closeOnceWritten(HeldBytes.Share share, @Nullable Channel channel) {
		if (channel == null || !share.isCounted()) {
			share.close();
			return;
		}
		channel.eventLoop().execute(() -> {
			ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpCodec);
			if (codec == null) {
				share.close();
			}
			else {
				codec.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> share.close());
			}
		});
	}

	private static Mono<BoundedBody> body(HttpServerRequest request, HeldBytes.Share share) {
		// The whole body is read, because clients read no answer before, but not kept.
		return request.receive().collect(() -> new BoundedBody(share), BoundedBody::add);
	}

	private static boolean fits(EndpointResponse answer, HeldBytes.Share share) {
		long length = (answer.body() instanceof EndpointResponse.Whole whole) ? whole.text().length()
				: promisedLength(answer);
		return length == 0 || share.take(BYTES_PER_ANSWER_BYTE * length);
	}

	/**
	 * Returns the declared length of a streamed body, which is in memory already then,
	 * for example because it is compressed.
	 */
	private static long promisedLength(EndpointResponse answer) {
		return answer.headers()
			.entrySet()
			.stream()
			.filter((header) -> HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(header.getKey()))
			.mapToLong((header) -> Long.parseLong(header.getValue()))
			.findAny()
			.orElse(0);
	}

	private EndpointResponse refused(EndpointResponse answer) {
		answer.discard();
		return noRoom();
	}

	private EndpointResponse noRoom() {
		return EndpointResponse.of(503, Map.of("Content-Type", "application/json", "Retry-After", "1"),
				"""
						{"error":{"message":"Half-sent requests and unread answers have at most %d MiB of this server's memory, and there is no room for this one. \
						Send requests to their end, and read or close their answers, before others are sent.",\
						"type":"server_error","code":"no_room"}}"""
					.formatted(this.held.max() / MEBIBYTE));
	}

	private static EndpointRequest read(HttpServerRequest request, byte[] body) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		request.requestHeaders()
			.forEach((header) -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
		return new EndpointRequest(request.method().name(), request.uri(), headers, body);
	}

	private static Mono<Void> write(EndpointResponse answer, HttpServerRequest request, HttpServerResponse response) {
		response.status(HttpResponseStatus.valueOf(answer.status()));
		answer.headers().forEach(response::header);
		boolean old = request.version().equals(HttpVersion.HTTP_1_0);
		if (answer.body() instanceof EndpointResponse.Pieces streaming) {
			if (old && !response.responseHeaders().contains(HttpHeaderNames.CONTENT_LENGTH)) {
				// Like Node, on which the platform runs: no chunks, the body ends with
				// the
				// connection, even if the client asked to keep it.
				response.chunkedTransfer(false).keepAlive(false);
			}
			Flux<ByteBuf> pieces = streaming.pieces().map(Unpooled::wrappedBuffer);
			return response.send(pieces, (piece) -> true).then();
		}
		byte[] bytes = ((EndpointResponse.Whole) answer.body()).text().getBytes(StandardCharsets.UTF_8);
		if (answer.status() != HttpResponseStatus.NOT_MODIFIED.code()) {
			response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
		}
		if (old) {
			boolean kept = response.isKeepAlive();
			response.keepAlive(kept)
				.header(HttpHeaderNames.CONNECTION, kept ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
			// Not as one message, whose version would be HTTP/1.0.
			return response.send(Flux.just(Unpooled.wrappedBuffer(bytes))).then();
		}
		return (bytes.length > 0) ? response.sendObject(Unpooled.wrappedBuffer(bytes)).then() : response.send().then();
	}

}
