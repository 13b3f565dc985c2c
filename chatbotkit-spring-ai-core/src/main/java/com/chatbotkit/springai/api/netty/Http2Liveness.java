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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Detects that an HTTP/2 connection is dead without having been closed, for example
 * because a NAT device has forgotten it or a laptop slept.
 * <p>
 * It sends a PING (RFC 9113, section 6.7) while a request waits and nothing arrives, and
 * before a connection is used after a long silence. Unused connections are not checked.
 * Reactor Netty's own check ({@code pingAckTimeout}, 1.3.6) does the opposite: it checks
 * unused connections forever, and none to which requests are still written.
 */
final class Http2Liveness extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<Http2Liveness> KEY = AttributeKey.valueOf(Http2Liveness.class, "liveness");

	private final Limits limits;

	private final Duration usable;

	private final LongSupplier clock;

	private final ChannelHandlerContext codec;

	/** Requests that wait until the connection has answered. */
	private final List<MonoSink<Void>> waiting = new ArrayList<>();

	private volatile long lastRead;

	private boolean watching;

	/** The number of PINGs in a row without an answer. */
	private int unanswered;

	private volatile @Nullable IOException loss;

	private Http2Liveness(Limits limits, Duration usable, LongSupplier clock, ChannelHandlerContext codec) {
		this.limits = limits;
		this.usable = usable;
		this.clock = clock;
		this.codec = codec;
		this.lastRead = clock.getAsLong();
	}

	/**
	 * Watches a connection if it uses HTTP/2.
	 * @param usable the idle time after which it is not used again, and need not be
	 * checked
	 */
	static void watch(ChannelPipeline pipeline, Limits limits, Duration usable, LongSupplier clock) {
		ChannelHandlerContext codec = pipeline.context(Http2FrameCodec.class);
		if (codec == null) {
			return;
		}
		Http2Liveness liveness = new Http2Liveness(limits, usable, clock, codec);
		// Before the codec, which would wait for its streams before it closes.
		pipeline.addBefore(codec.name(), null, liveness);
		pipeline.channel().attr(KEY).set(liveness);
		((Http2FrameCodec) codec.handler()).connection().addListener(new Http2ConnectionAdapter() {

			@Override
			public void onStreamActive(Http2Stream stream) {
				liveness.begin();
			}

		});
	}

	/**
	 * Whether a connection uses HTTP/2.
	 */
	static boolean isWatched(Channel connection) {
		return connection.hasAttr(KEY);
	}

	/**
	 * Returns the reason if a connection was closed because it was silent, or else null.
	 */
	static @Nullable IOException loss(Channel connection) {
		Http2Liveness liveness = connection.attr(KEY).get();
		return (liveness != null) ? liveness.loss : null;
	}

	/**
	 * Checks a connection after a long silence.
	 * @return completes when it has answered or is closed; null if it can be used at once
	 */
	static @Nullable Mono<Void> check(Channel connection) {
		Http2Liveness liveness = connection.attr(KEY).get();
		return (liveness != null && liveness.isDoubtful()) ? liveness.check() : null;
	}

	private boolean isDoubtful() {
		long silence = silence();
		return silence >= this.limits.idle().toNanos() && silence < this.usable.toNanos()
				&& this.codec.channel().isActive();
	}

	private Mono<Void> check() {
		return Mono.<Void>create((sink) -> this.codec.executor().execute(() -> check(sink)))
			// The event loop has ended, and the connection with it.
			.onErrorComplete();
	}

	private void check(MonoSink<Void> sink) {
		if (!this.codec.channel().isActive()) {
			sink.success();
			return;
		}
		this.waiting.add(sink);
		if (this.waiting.size() == 1) {
			ping();
			later(this.limits.answer(), this::giveUpWaiting);
		}
	}

	private void giveUpWaiting() {
		if (streams() > 0) {
			// Other requests use it, so look() watches it anyway.
			release();
		}
		else if (!this.waiting.isEmpty()) {
			close("did not answer a PING within " + this.limits.answer().toMillis() + " ms after a pause");
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		// Any frame proves that the server is alive.
		this.lastRead = this.clock.getAsLong();
		this.unanswered = 0;
		release();
		context.fireChannelRead(message);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		release();
		context.fireChannelInactive();
	}

	private void release() {
		if (!this.waiting.isEmpty()) {
			List<MonoSink<Void>> released = List.copyOf(this.waiting);
			this.waiting.clear();
			released.forEach(MonoSink::success);
		}
	}

	private void begin() {
		if (!this.watching) {
			this.watching = true;
			this.unanswered = 0;
			later(this.limits.silence(), this::look);
		}
	}

	/**
	 * Checks several times before it gives up, because this thread or the machine may
	 * have been delayed, so that an answer is not read yet.
	 */
	private void look() {
		this.watching = false;
		if (!this.codec.channel().isActive() || streams() == 0) {
			return;
		}
		if (silence() >= this.limits.silence().toNanos()) {
			if (this.unanswered >= this.limits.pings()) {
				close("sent nothing for " + TimeUnit.NANOSECONDS.toMillis(silence()) + " ms and answered none of "
						+ this.unanswered + " PINGs");
				return;
			}
			this.unanswered++;
			ping();
		}
		this.watching = true;
		later(this.limits.silence(), this::look);
	}

	private void ping() {
		Http2FrameCodec frames = (Http2FrameCodec) this.codec.handler();
		ChannelFuture unused = frames.encoder()
			.writePing(this.codec, false, ThreadLocalRandom.current().nextLong(), this.codec.newPromise());
		this.codec.flush();
	}

	private void close(String reason) {
		this.loss = new IOException("the connection was lost without a word: the server " + reason);
		ChannelFuture unused = this.codec.pipeline().context(this).close();
	}

	private void later(Duration delay, Runnable task) {
		Future<?> unused = this.codec.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private int streams() {
		return ((Http2FrameCodec) this.codec.handler()).connection().numActiveStreams();
	}

	private long silence() {
		return this.clock.getAsLong() - this.lastRead;
	}

	/**
	 * The times of the checks.
	 *
	 * @param silence how long nothing was read before a PING is sent while a request
	 * waits
	 * @param pings the number of PINGs in a row without an answer, sent after each such
	 * silence, after which the connection is closed
	 * @param idle how long nothing was read before a connection is checked by a new
	 * request
	 * @param answer how long the new request then waits for the answer
	 */
	record Limits(Duration silence, int pings, Duration idle, Duration answer) {

		/**
		 * TCP retransmits a lost packet within these times. A pause of less than half a
		 * minute costs no round trip.
		 */
		static final Limits DEFAULTS = new Limits(Duration.ofSeconds(4), 2, Duration.ofSeconds(30),
				Duration.ofSeconds(2));

	}

}
