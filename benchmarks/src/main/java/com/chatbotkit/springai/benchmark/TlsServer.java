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

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.SslProvider;

/**
 * A server with TLS, in a process of its own, as hosted ones are set up: idle connections
 * are kept for 75 s, and a connection of HTTP/2 takes 100 streams at once. Prints two
 * ports when it is ready: that of HTTP/2, and that of HTTP/1.1.
 */
public final class TlsServer {

	private static final Duration KEPT = Duration.ofSeconds(75);

	private static final int STREAMS = 100;

	private static final int BACKLOG = 8192;

	private TlsServer() {
	}

	public static void main(String[] args) throws Exception {
		SslProvider.GenericSslContextSpec<?> http2 = Http2SslContextSpec.forServer(Certificate.keys());
		SslProvider.GenericSslContextSpec<?> http1 = Http11SslContextSpec.forServer(Certificate.keys());
		DisposableServer first = server().secure((tls) -> tls.sslContext(http2))
			.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.http2Settings((settings) -> settings.maxConcurrentStreams(STREAMS))
			.bindNow();
		DisposableServer second = server().secure((tls) -> tls.sslContext(http1))
			.protocol(HttpProtocol.HTTP11)
			.bindNow();
		System.out.println(first.port() + " " + second.port());
		first.onDispose().block();
	}

	private static HttpServer server() {
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.idleTimeout(KEPT)
			.handle(TlsServer::answer);
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().flatMap((body) -> {
			Order order = Order.read(body, 0, body.length);
			if (order.kind() != Order.Kind.STREAM) {
				return response.header("content-type", "application/json")
					.sendByteArray(Mono.just(Wire.callBody()))
					.then();
			}
			return response.header("content-type", "text/event-stream")
				.send(events(order).map(Unpooled::wrappedBuffer), (event) -> true)
				.then();
		});
	}

	private static Flux<byte[]> events(Order order) {
		Flux<byte[]> texts = Flux.interval(Duration.ZERO, Duration.ofNanos(order.gapMicros() * 1000))
			.take(order.chunks())
			.onBackpressureBuffer()
			.map((index) -> Wire.stamp(System.nanoTime()))
			.map(Wire::textEvent);
		return texts.startWith(Wire.firstEvent())
			.concatWith(Flux.fromIterable(Wire.lastEvents()).reduce(TlsServer::join));
	}

	private static byte[] join(byte[] one, byte[] other) {
		return (new String(one, StandardCharsets.US_ASCII) + new String(other, StandardCharsets.US_ASCII))
			.getBytes(StandardCharsets.US_ASCII);
	}

}
