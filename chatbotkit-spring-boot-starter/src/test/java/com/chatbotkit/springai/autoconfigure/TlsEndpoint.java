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

package com.chatbotkit.springai.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * Provides a server on localhost that answers "Hello" over TLS. Only its own trust store
 * trusts its certificate.
 */
final class TlsEndpoint implements AutoCloseable {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private final Path store;

	private final DisposableServer server;

	/** The protocols of the requests. */
	final List<String> protocols = new CopyOnWriteArrayList<>();

	/** For a gate that opens when all have come. */
	final Sinks.Empty<Void> all = Sinks.empty();

	/** The answer's status. */
	volatile int status = 200;

	/** Whether the answer's stream ends in its middle, by a reset. */
	volatile boolean cut;

	/** The statuses of interim responses before each answer over HTTP/2. */
	volatile List<String> interim = List.of();

	/** What an answer waits for. */
	volatile Mono<Void> gate = Mono.empty();

	TlsEndpoint(Path folder) throws Exception {
		this(folder, false);
	}

	TlsEndpoint(Path folder, boolean http2) throws Exception {
		this(folder, http2 ? 100 : 0);
	}

	/**
	 * @param streams how many streams a connection of HTTP/2 may have, 0 for HTTP/1.1
	 */
	TlsEndpoint(Path folder, int streams) throws Exception {
		boolean http2 = streams > 0;
		this.store = folder.resolve("server.p12");
		if (!Files.exists(this.store)) {
			makeStore(folder);
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, "changeit".toCharArray());
		GenericSslContextSpec<?> tls = http2 ? Http2SslContextSpec.forServer(keyManagers)
				: Http11SslContextSpec.forServer(keyManagers);
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.protocol(http2 ? new HttpProtocol[] { HttpProtocol.H2, HttpProtocol.HTTP11 }
					: new HttpProtocol[] { HttpProtocol.HTTP11 })
			.secure((spec) -> spec.sslContext(tls))
			.http2Settings((settings) -> settings.maxConcurrentStreams(Math.max(1, streams)))
			.handle((request, response) -> request.receive().aggregate().asString().flatMap((body) -> {
				this.protocols.add(request.protocol());
				response.withConnection((connection) -> writeInterim(connection.channel().pipeline()));
				boolean stream = body.contains("\"stream\":true");
				return response.status(this.status)
					.header("Content-Type", stream ? "text/event-stream" : "application/json")
					.sendString(
							this.cut ? Flux.just(STREAM.substring(0, 60)).concatWith(Mono.error(new IOException("cut")))
									: this.gate.thenReturn(stream ? STREAM : ANSWER))
					.then();
			}))
			.bindNow();
	}

	private void writeInterim(ChannelPipeline pipeline) {
		for (String interim : this.interim) {
			pipeline.context(Http2StreamFrameToHttpObjectCodec.class)
				.writeAndFlush(new DefaultHttp2HeadersFrame(
						new DefaultHttp2Headers().status(interim).add("link", "</a>; rel=preload")));
		}
	}

	private void makeStore(Path folder) throws Exception {
		Path output = folder.resolve("keytool.txt");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore",
				this.store.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(keytool.waitFor()).as(() -> contentOf(output.toFile())).isZero();
	}

	int port() {
		return this.server.port();
	}

	/**
	 * The property that points a client here.
	 */
	String property() {
		return "spring.ai.chatbotkit.base-url=https://localhost:" + port();
	}

	/**
	 * The properties of an SSL bundle that trusts this server.
	 */
	String[] trust() {
		return new String[] { "spring.ssl.bundle.jks.ours.truststore.location=file:" + this.store,
				"spring.ssl.bundle.jks.ours.truststore.password=changeit",
				"spring.ssl.bundle.jks.ours.truststore.type=PKCS12", "spring.ai.chatbotkit.ssl.bundle=ours" };
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
