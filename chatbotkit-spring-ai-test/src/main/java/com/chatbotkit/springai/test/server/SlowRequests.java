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

package com.chatbotkit.springai.test.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request is sent too slowly, with the 408 of Node, the
 * platform's own stack. The head has a limit in total; the body has a limit between two
 * pieces and in total. This handler stands before the codec, so that it sees the first
 * bytes of a head.
 */
final class SlowRequests extends ChannelInboundHandlerAdapter {

	private static final String TOO_SLOW = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";

	// On a busy machine, bytes that arrived in time may not have been read yet.
	private static final Duration GRACE = Duration.ofMillis(500);

	private final Duration head;

	private final Duration piece;

	private final Duration whole;

	private @Nullable Future<?> deadline;

	private long began;

	private SlowRequests(Duration head, Duration piece, Duration whole) {
		this.head = head;
		this.piece = piece;
		this.whole = whole;
	}

	/**
	 * Adds the limits to a connection.
	 * @param channel the connection, whose pipeline already contains the codec
	 * @param head the time limit for the head of a request
	 * @param piece the time limit between two pieces of a body
	 * @param whole the time limit for a body
	 */
	static void watch(Channel channel, Duration head, Duration piece, Duration whole) {
		SlowRequests watch = new SlowRequests(head, piece, whole);
		channel.pipeline().addBefore(NettyPipeline.HttpCodec, "slow requests", watch);
		channel.pipeline().addAfter(NettyPipeline.HttpCodec, "decoded requests", watch.new Decoded());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object bytes) {
		if (this.deadline == null) {
			requireWithin(this.head, context.channel());
		}
		context.fireChannelRead(bytes);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		cancelDeadline();
		context.fireChannelInactive();
	}

	private void requireWithin(Duration time, Channel channel) {
		cancelDeadline();
		after(time, channel, () -> after(GRACE, channel, () -> end(channel)));
	}

	private void after(Duration time, Channel channel, Runnable action) {
		this.deadline = channel.eventLoop().schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void cancelDeadline() {
		Future<?> before = this.deadline;
		this.deadline = null;
		if (before != null) {
			before.cancel(false);
		}
	}

	private void end(Channel channel) {
		ChannelHandlerContext beforeCodec = channel.pipeline().context(this);
		if (beforeCodec != null) {
			beforeCodec.writeAndFlush(Unpooled.copiedBuffer(TOO_SLOW, StandardCharsets.US_ASCII))
				.addListener(ChannelFutureListener.CLOSE);
		}
	}

	private final class Decoded extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpRequest) {
				SlowRequests.this.began = System.nanoTime();
			}
			if (message instanceof LastHttpContent) {
				cancelDeadline();
			}
			else if (message instanceof HttpRequest || message instanceof HttpContent) {
				Duration left = SlowRequests.this.whole.minusNanos(System.nanoTime() - SlowRequests.this.began);
				if (left.plus(GRACE).isNegative()) {
					end(context.channel());
				}
				else {
					requireWithin((left.compareTo(SlowRequests.this.piece) < 0) ? left : SlowRequests.this.piece,
							context.channel());
				}
			}
			context.fireChannelRead(message);
		}

	}

}
