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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * Applies one timeout to all steps of a connection in Reactor Netty: TCP, the tunnel
 * through a proxy and the TLS handshake. By default, each of them has its own timeout.
 */
public final class ConnectDeadline {

	private ConnectDeadline() {
	}

	/**
	 * Returns the client with this timeout to connect.
	 * @param client the client
	 * @param timeout how long it may take until a connection is established
	 * @return the changed client
	 */
	public static HttpClient within(HttpClient client, Duration timeout) {
		int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
		return client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
			.doOnChannelInit((observer, channel, address) -> watch(channel, millis));
	}

	private static void watch(Channel channel, int millis) {
		SslHandler tls = channel.pipeline().get(SslHandler.class);
		ProxyHandler proxy = channel.pipeline().get(ProxyHandler.class);
		if (tls != null || proxy != null) {
			channel.pipeline().addFirst(new RestOfTime(tls, proxy, millis));
		}
	}

	/**
	 * Limits the steps after TCP to the remaining time.
	 */
	private static final class RestOfTime extends ChannelInboundHandlerAdapter {

		private final @Nullable SslHandler tls;

		private final @Nullable ProxyHandler proxy;

		private final int millis;

		private final long begun = System.nanoTime();

		RestOfTime(@Nullable SslHandler tls, @Nullable ProxyHandler proxy, int millis) {
			this.tls = tls;
			this.proxy = proxy;
			this.millis = millis;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			long left = Math.max(1, this.millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begun));
			if (this.tls != null) {
				this.tls.setHandshakeTimeoutMillis(left);
			}
			if (this.proxy != null) {
				this.proxy.setConnectTimeoutMillis(left);
			}
			context.pipeline().remove(this);
			context.fireChannelActive();
		}

	}

}
