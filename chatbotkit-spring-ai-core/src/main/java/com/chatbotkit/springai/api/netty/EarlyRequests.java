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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Promise;
import reactor.netty.NettyPipeline;

/**
 * Sends requests on a new HTTP/2 connection before the server's SETTINGS have arrived, as
 * RFC 9113, section 3.4 allows. Reactor Netty (1.3.6) waits for them, which costs a round
 * trip: with a round trip of 30 ms, over TLS, the first text on a new connection came
 * after 172 ms, and comes after 139 ms.
 * <p>
 * It is not known yet how many streams the server allows. So the first connection takes
 * one request, and a later one as many as the server has allowed before.
 */
final class EarlyRequests {

	private static final AttributeKey<Promise<Void>> OPEN = AttributeKey.valueOf(EarlyRequests.class, "open");

	private static final long UNLIMITED = 0xFFFFFFFFL;

	/** The number of streams that each server has allowed last. */
	private final Map<String, Long> allowed = new ConcurrentHashMap<>();

	/**
	 * Lets a connection accept requests if it uses HTTP/2.
	 * @param pipeline the pipeline of a connection after its TLS handshake
	 */
	void allow(ChannelPipeline pipeline) {
		Http2FrameCodec codec = pipeline.get(Http2FrameCodec.class);
		SslHandler tls = pipeline.get(SslHandler.class);
		if (codec == null || tls == null) {
			return;
		}
		String server = tls.engine().getPeerHost() + ":" + tls.engine().getPeerPort();
		Long known = this.allowed.get(server);
		Promise<Void> open = pipeline.channel().eventLoop().newPromise();
		pipeline.channel().attr(OPEN).set(open);
		SettingsHandler handler = new SettingsHandler(server, open);
		pipeline.addAfter(NettyPipeline.H2MultiplexHandler, null, handler);
		long streams = (known != null) ? known : 1;
		limit(codec, streams);
		// Reactor Netty waits for SETTINGS.
		pipeline.context(handler)
			.fireChannelRead(new DefaultHttp2SettingsFrame(new Http2Settings().maxConcurrentStreams(streams)));
		if (known != null) {
			open.trySuccess(null);
		}
	}

	private static void limit(Http2FrameCodec codec, long streams) {
		codec.connection().local().maxActiveStreams((int) Math.min(streams, Integer.MAX_VALUE));
	}

	/**
	 * Runs an action when a connection accepts more than the first request.
	 */
	static void whenOpen(Channel connection, Runnable action) {
		Promise<Void> open = connection.attr(OPEN).get();
		if (open == null) {
			action.run();
		}
		else {
			open.addListener((done) -> action.run());
		}
	}

	/**
	 * Waits for the server's first SETTINGS, and then removes itself.
	 */
	private final class SettingsHandler extends ChannelInboundHandlerAdapter {

		private final String server;

		private final Promise<Void> open;

		SettingsHandler(String server, Promise<Void> open) {
			this.server = server;
			this.open = open;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (!(message instanceof Http2SettingsFrame frame)) {
				context.fireChannelRead(message);
				return;
			}
			Http2Settings settings = frame.settings();
			if (settings.maxConcurrentStreams() == null) {
				// A server that names no limit has none.
				settings.maxConcurrentStreams(UNLIMITED);
				limit(context.pipeline().get(Http2FrameCodec.class), UNLIMITED);
			}
			EarlyRequests.this.allowed.put(this.server, settings.maxConcurrentStreams());
			context.pipeline().remove(this);
			context.fireChannelRead(message);
			this.open.trySuccess(null);
		}

	}

}
