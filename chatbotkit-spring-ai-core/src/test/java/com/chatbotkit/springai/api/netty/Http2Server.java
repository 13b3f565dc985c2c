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

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.PendingWriteQueue;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * Provides a server with TLS on localhost that speaks HTTP/2, or HTTP/1.1 only, and
 * counts what it sees.
 */
final class Http2Server implements AutoCloseable {

	/** How many connections were accepted. */
	final AtomicInteger connections = new AtomicInteger();

	/** The bodies of the requests, in their order. */
	final List<String> requests = new CopyOnWriteArrayList<>();

	/** The error codes of the streams that the client reset. */
	final List<Long> resets = new CopyOnWriteArrayList<>();

	/** How many connections stand, with TLS. */
	final AtomicInteger handshakes = new AtomicInteger();

	/** How many PINGs came. */
	final AtomicInteger pings = new AtomicInteger();

	/** The open connections. */
	final List<Channel> open = new CopyOnWriteArrayList<>();

	/** How many of the first connections are closed instead of a handshake. */
	volatile int refuseFirst;

	private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

	private final Channel channel;

	volatile Script script;

	/**
	 * Whether it writes nothing on a new connection, not even SETTINGS, before
	 * {@link #speak}.
	 */
	volatile boolean silent;

	/**
	 * @param maxStreams the most streams of a connection at once, 0 to name no limit
	 */
	Http2Server(Path folder, boolean http2, int maxStreams, Script script) throws Exception {
		this.script = script;
		SslContext tls = tls(folder, http2);
		this.channel = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel connection) {
					accept(connection, tls, maxStreams);
				}

			})
			.bind("127.0.0.1", 0)
			.sync()
			.channel();
	}

	String baseUrl() {
		return "https://127.0.0.1:" + port() + "/v1/openai";
	}

	int port() {
		return ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	private void accept(Channel connection, SslContext tls, int maxStreams) {
		if (this.connections.incrementAndGet() <= this.refuseFirst) {
			connection.close();
			return;
		}
		this.open.add(connection);
		connection.closeFuture().addListener((closed) -> this.open.remove(connection));
		connection.pipeline()
			.addLast(tls.newHandler(connection.alloc()),
					new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {

						@Override
						protected void configurePipeline(ChannelHandlerContext context, String protocol) {
							Http2Server.this.handshakes.incrementAndGet();
							if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
								http2(context, maxStreams);
							}
							else {
								http1(context);
							}
						}

					});
	}

	private void http2(ChannelHandlerContext context, int maxStreams) {
		Http2Settings settings = Http2Settings.defaultSettings();
		if (maxStreams > 0) {
			settings.maxConcurrentStreams(maxStreams);
		}
		if (this.silent) {
			context.pipeline().addLast(new Silence());
		}
		context.pipeline()
			.addLast(Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
					new Http2MultiplexHandler(new ChannelInitializer<>() {

						@Override
						protected void initChannel(Channel stream) {
							stream.pipeline().addLast(new StreamHandler());
						}

					}), new SimpleChannelInboundHandler<Http2PingFrame>() {

						@Override
						protected void channelRead0(ChannelHandlerContext frames, Http2PingFrame ping) {
							if (!ping.ack()) {
								Http2Server.this.pings.incrementAndGet();
							}
						}

					});
	}

	private void http1(ChannelHandlerContext context) {
		context.pipeline()
			.addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20),
					new SimpleChannelInboundHandler<FullHttpRequest>() {

						@Override
						protected void channelRead0(ChannelHandlerContext http1, FullHttpRequest request) {
							Http2Server.this.requests.add(request.content().toString(StandardCharsets.UTF_8));
							Http2Server.this.script.play(new Exchange(http1, false));
						}

					});
	}

	/**
	 * Writes what the open connections have held back.
	 */
	void speak() {
		this.open.forEach((connection) -> connection.eventLoop().execute(() -> {
			if (connection.pipeline().get(Silence.class) != null) {
				connection.pipeline().remove(Silence.class);
			}
		}));
	}

	@Override
	public void close() {
		this.channel.close();
		this.open.forEach(Channel::close);
		this.loops.shutdownGracefully();
	}

	private static SslContext tls(Path folder, boolean http2) throws Exception {
		Path store = folder.resolve("server.p12");
		if (!Files.exists(store)) {
			Path output = folder.resolve("keytool.txt");
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
					"SAN=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore",
					store.toString())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			assertThat(keytool.waitFor()).as(() -> contentOf(output.toFile())).isZero();
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, "changeit".toCharArray());
		SslContextBuilder builder = SslContextBuilder.forServer(managers);
		if (http2) {
			builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
					SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT,
					ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
		}
		return builder.build();
	}

	/**
	 * Holds back what is written, until it is removed.
	 */
	private static final class Silence extends ChannelOutboundHandlerAdapter {

		private PendingWriteQueue held;

		@Override
		public void handlerAdded(ChannelHandlerContext context) {
			this.held = new PendingWriteQueue(context);
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			this.held.add(message, promise);
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			this.held.removeAndWriteAll();
			context.flush();
		}

	}

	/**
	 * Answers a request.
	 */
	interface Script {

		void play(Exchange exchange);

	}

	/**
	 * A request that is answered.
	 */
	static final class Exchange {

		private final ChannelHandlerContext context;

		private final boolean http2;

		Exchange(ChannelHandlerContext context, boolean http2) {
			this.context = context;
			this.http2 = http2;
		}

		boolean isHttp2() {
			return this.http2;
		}

		void answer(String type, String body) {
			if (this.http2) {
				head(type);
				this.context.writeAndFlush(new DefaultHttp2DataFrame(bytes(body), true));
				return;
			}
			DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
					bytes(body));
			response.headers().set("content-type", type).set("content-length", response.content().readableBytes());
			this.context.writeAndFlush(response);
		}

		/**
		 * Runs something a moment later, on this connection's event loop.
		 */
		void later(Runnable task) {
			this.context.executor().schedule(task, 10, TimeUnit.MILLISECONDS);
		}

		void head(String type) {
			this.context.writeAndFlush(
					new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200").add("content-type", type)));
		}

		void data(String body) {
			this.context.writeAndFlush(new DefaultHttp2DataFrame(bytes(body)));
		}

		void closeConnection() {
			Channel connection = this.context.channel().parent();
			connection.eventLoop().execute(connection::close);
		}

		void reset(Http2Error error) {
			this.context.writeAndFlush(new DefaultHttp2ResetFrame(error));
		}

		/**
		 * Says that what has come is processed and nothing after it, or that nothing is.
		 */
		void goAway(boolean processed) {
			Channel connection = this.context.channel().parent();
			ChannelHandlerContext codec = connection.pipeline().context(Http2FrameCodec.class);
			Http2FrameCodec frames = (Http2FrameCodec) codec.handler();
			if (!frames.connection().goAwaySent()) {
				int last = processed ? frames.connection().remote().lastStreamCreated() : 0;
				frames.goAway(codec, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, codec.newPromise());
				codec.flush();
			}
		}

		/**
		 * Writes bytes to the connection, past all that knows HTTP/2.
		 */
		void raw(ByteBuf bytes) {
			this.context.channel().parent().pipeline().context(Http2FrameCodec.class).writeAndFlush(bytes);
		}

		int streamId() {
			return ((Http2StreamChannel) this.context.channel()).stream().id();
		}

		void end(String body) {
			this.context.writeAndFlush(new DefaultHttp2DataFrame(bytes(body), true));
		}

		private static ByteBuf bytes(String text) {
			return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
		}

	}

	private final class StreamHandler extends ChannelInboundHandlerAdapter {

		private final StringBuilder body = new StringBuilder();

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			boolean end = false;
			if (message instanceof Http2HeadersFrame head) {
				end = head.isEndStream();
			}
			else if (message instanceof Http2DataFrame data) {
				this.body.append(data.content().toString(StandardCharsets.UTF_8));
				end = data.isEndStream();
				data.release();
			}
			if (end) {
				Http2Server.this.requests.add(this.body.toString());
				Http2Server.this.script.play(new Exchange(context, true));
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof Http2ResetFrame reset) {
				Http2Server.this.resets.add(reset.errorCode());
			}
			context.fireUserEventTriggered(event);
		}

	}

}
