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

package com.chatbotkit.springai.api.netty;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLParameters;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.HttpDecoderSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpConnectionPoolMetrics;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * A pool of connections and the event loops that they run on, for Reactor Netty.
 * <p>
 * Event loops are not shared with other clients, because those that Reactor Netty shares
 * end with the first application context in the JVM. Closing ends all connections.
 */
public final class NettyConnections implements AutoCloseable {

	/**
	 * How long the threads of the event loops may take to end.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * The number of bytes that a stream may send before it is read: the memory for a slow
	 * subscriber. With a round trip of 30 ms it allows 8 MB/s.
	 */
	private static final int STREAM_WINDOW = 256 * 1024;

	/**
	 * The number of bytes that all streams of a connection may send together. One slow
	 * subscriber would use up the initial 64 KiB for all streams. Go's client has the
	 * same window.
	 */
	private static final int CONNECTION_WINDOW = 1 << 30;

	private static final Duration RENEWAL = Duration.ofSeconds(2);

	private static final String HTTP1 = "chatbotkit";

	private static final String HTTP2 = "chatbotkit-http2";

	private final Set<ConnectionPoolMetrics> pools = ConcurrentHashMap.newKeySet();

	private final ConnectionProvider http1;

	private final ConnectionProvider http2;

	private final boolean offersHttp2;

	private final boolean renew;

	private final Disposable.Composite warm = Disposables.composite();

	private final LongSupplier clock;

	private final Http2Liveness.Limits liveness;

	/** How long an idle HTTP/2 connection may be used again. */
	private final Duration usable;

	private final EarlyRequests earlyRequests = new EarlyRequests();

	private final LoopResources loops = new EventLoops("chatbotkit");

	/**
	 * Creates an empty pool.
	 * @param max the most connections at once, at least 1
	 * @param maxIdle how long an idle connection may be used again, more than zero, or
	 * null for as long as its server keeps it
	 * @param http2 whether connectors offer HTTP/2 to servers with TLS
	 */
	public NettyConnections(int max, @Nullable Duration maxIdle, boolean http2) {
		this(max, maxIdle, http2, false);
	}

	/**
	 * Creates an empty pool.
	 * @param max the most connections at once, at least 1
	 * @param maxIdle how long an idle connection may be used again, more than zero, or
	 * null for as long as its server keeps it
	 * @param http2 whether connectors offer HTTP/2 to servers with TLS
	 * @param renew whether a connection that may not be used again is closed at once, and
	 * not only when it is looked for, for {@link #warmUp}
	 */
	public NettyConnections(int max, @Nullable Duration maxIdle, boolean http2, boolean renew) {
		this(max, maxIdle, http2, renew, System::nanoTime, Http2Liveness.Limits.DEFAULTS);
	}

	NettyConnections(int max, @Nullable Duration maxIdle, boolean http2, boolean renew, LongSupplier clock,
			Http2Liveness.Limits liveness) {
		this.renew = renew;
		this.clock = clock;
		this.liveness = liveness;
		this.usable = (maxIdle != null) ? maxIdle : IdleLimit.otherwise(true);
		this.offersHttp2 = http2;
		this.http1 = provider(HTTP1, maxIdle).maxConnections(max).build();
		this.http2 = provider(HTTP2, maxIdle)
			// A new connection only where all others are full.
			.allocationStrategy(
					Http2AllocationStrategy.builder().maxConnections(max).strictConnectionReuse(true).build())
			.build();
	}

	private ConnectionProvider.Builder provider(String name, @Nullable Duration maxIdle) {
		ConnectionProvider.Builder builder = ConnectionProvider.builder(name)
			.pendingAcquireMaxCount(-1)
			// The client limits the wait itself, over all attempts of a request.
			.pendingAcquireTimeout(Duration.ZERO)
			// The server is the least likely to close the connection that was used last.
			.lifo()
			.metrics(true, () -> (pool, id, address, metrics) -> register(pool, metrics));
		if (this.renew) {
			builder.evictInBackground(RENEWAL);
		}
		return (maxIdle != null) ? builder.maxIdleTime(maxIdle)
				: builder.evictionPredicate(new KeepAlive(this.clock)::isOver);
	}

	/**
	 * Ignores the pool below the HTTP/2 pool, which counts an idle connection as in use.
	 */
	private void register(String pool, ConnectionPoolMetrics metrics) {
		if (!HTTP2.equals(pool)) {
			this.pools.add(metrics);
		}
	}

	/**
	 * Returns a connector that uses the pool and the event loops.
	 * @param connectTimeout the longest time to make a connection, more than zero
	 * @return the connector
	 */
	public ClientHttpConnector connector(Duration connectTimeout) {
		return connector(connectTimeout, (client) -> new ReactorClientHttpConnector(runOnOwnLoops(client)));
	}

	/**
	 * Returns a connector that uses the pool, by HTTP/2 where a server with TLS offers
	 * that.
	 * @param connectTimeout the longest time to make a connection, more than zero
	 * @param factory makes a connector for a client. If HTTP/2 is offered, it is called
	 * twice: for a client with HTTP/2 and for one without
	 * @return the connector
	 */
	public ClientHttpConnector connector(Duration connectTimeout, Function<HttpClient, ClientHttpConnector> factory) {
		if (!this.offersHttp2) {
			return factory.apply(client(connectTimeout));
		}
		HttpClient offering = client(connectTimeout, this.http2).protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.http2Settings((settings) -> settings.initialWindowSize(STREAM_WINDOW)
				.maxHeaderListSize(HttpDecoderSpec.DEFAULT_MAX_HEADER_SIZE))
			.doOnChannelInit((observer, channel, address) -> AfterNegotiation.apply(channel.pipeline(), this::prepare,
					this.earlyRequests::allow));
		return new ProtocolConnector(factory.apply(offering), factory.apply(client(connectTimeout)), this.clock);
	}

	private void prepare(ChannelPipeline pipeline) {
		openConnectionWindow(pipeline);
		InterimHeaders.skip(pipeline);
		Http2Liveness.watch(pipeline, this.liveness, this.usable, this.clock);
	}

	private static void openConnectionWindow(ChannelPipeline pipeline) {
		Http2FrameCodec codec = pipeline.get(Http2FrameCodec.class);
		if (codec == null) {
			return;
		}
		Http2Connection connection = codec.connection();
		try {
			connection.local().flowController().incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW);
		}
		catch (Http2Exception ex) {
			pipeline.fireExceptionCaught(ex);
		}
	}

	/**
	 * Returns a client that uses the pool, by HTTP/1.1.
	 * @param connectTimeout the longest time to make a connection, more than zero
	 * @return the client, on Reactor Netty's shared event loops until
	 * {@link #runOnOwnLoops}
	 */
	public HttpClient client(Duration connectTimeout) {
		return client(connectTimeout, this.http1)
			.doOnChannelInit((observer, channel, address) -> offerHttp1(channel.pipeline()));
	}

	/**
	 * Keeps the server from choosing HTTP/2 if the application has set a TLS context that
	 * offers it.
	 */
	private static void offerHttp1(ChannelPipeline pipeline) {
		SslHandler tls = pipeline.get(SslHandler.class);
		if (tls == null) {
			return;
		}
		SSLParameters parameters = tls.engine().getSSLParameters();
		if (Arrays.asList(parameters.getApplicationProtocols()).contains(ApplicationProtocolNames.HTTP_2)) {
			parameters.setApplicationProtocols(new String[] { ApplicationProtocolNames.HTTP_1_1 });
			tls.engine().setSSLParameters(parameters);
		}
	}

	private static HttpClient client(Duration connectTimeout, ConnectionProvider provider) {
		return ConnectDeadline.within(AnswerGuard.guard(HttpClient.create(provider)), connectTimeout)
			.doOnChannelInit((observer, channel, address) -> TunnelAnswer.read(channel.pipeline()));
	}

	/**
	 * Returns a client that runs on these event loops.
	 * @param client the client
	 * @return the changed client, or the same if it has event loops of the application
	 */
	public HttpClient runOnOwnLoops(HttpClient client) {
		return (client.configuration().loopResources() instanceof HttpResources) ? client.runOn(this.loops) : client;
	}

	/**
	 * Opens a connection before it is needed, with its TLS handshake, and another one
	 * after it was closed, until the pool is closed. No request is sent. A failure is
	 * logged.
	 * @param connector a connector of this pool
	 * @param server any address of the server
	 */
	public void warmUp(ClientHttpConnector connector, URI server) {
		WarmConnection connection = new WarmConnection(connector, server);
		if (this.warm.add(connection)) {
			connection.open();
		}
	}

	/**
	 * Counts the connections that are in use. There is one pool for each address, and
	 * more than one only if a proxy or a gateway has several addresses.
	 * @return the number in the fullest pool
	 */
	public int inUse() {
		return this.pools.stream().mapToInt(NettyConnections::inUse).max().orElse(0);
	}

	private static int inUse(ConnectionPoolMetrics pool) {
		if (pool instanceof HttpConnectionPoolMetrics http2) {
			return (http2.activeStreamSize() > 0) ? http2.allocatedSize() : 0;
		}
		return pool.acquiredSize();
	}

	@Override
	public void close() {
		this.warm.dispose();
		this.http1.dispose();
		this.http2.dispose();
		this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).subscribe();
	}

}
