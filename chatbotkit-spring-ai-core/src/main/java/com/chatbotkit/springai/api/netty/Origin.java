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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * Knows which HTTP versions one server uses, and selects one for each request.
 * <p>
 * While there is no HTTP/2 connection, one request opens it and all others wait for the
 * outcome, so that a burst pays for one handshake. If it fails, the others do not wait
 * again, because each of them would wait for another's timeout: they use HTTP/1.1, each
 * with its own connection, or HTTP/2 if the server has used that last.
 */
final class Origin {

	/**
	 * How long HTTP/2 is not offered again to a server that has not accepted it.
	 */
	private static final long HTTP1_NANOS = Duration.ofMinutes(10).toNanos();

	private final LongSupplier clock;

	private final AtomicReference<@Nullable Attempt> current = new AtomicReference<>();

	/** The HTTP/2 connections. */
	private final Set<Channel> open = ConcurrentHashMap.newKeySet();

	private volatile boolean http1;

	private volatile boolean http2;

	private volatile long http1Until;

	Origin(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Returns the exchange of the selected version, which is selected on subscription.
	 */
	<T> Mono<T> choose(Mono<T> http2, Mono<T> http1) {
		Mono<T> choice = Mono.defer(() -> {
			if (isOpen()) {
				return http2;
			}
			if (this.http1 && this.http1Until - this.clock.getAsLong() > 0) {
				return http1;
			}
			Attempt own = new Attempt();
			Attempt other = this.current.compareAndExchange(null, own);
			if (other == null) {
				return http2.doFinally((signal) -> end(own, signal));
			}
			// A server that has used HTTP/1.1 before will most likely do so again.
			return this.http1 ? http1 : other.outcome.asMono()
				.flatMap((again) -> again ? choose(http2, http1) : this.http2 ? http2 : http1);
		});
		return Mono.defer(() -> {
			Mono<Void> check = check();
			return (check != null) ? check.then(choice) : choice;
		});
	}

	/**
	 * Learns the version of a connection that is new, or is used again.
	 * @param channel the HTTP/2 connection, null if it is HTTP/1.1
	 */
	void learn(@Nullable Channel channel) {
		if (channel == null) {
			this.http1Until = this.clock.getAsLong() + HTTP1_NANOS;
			this.http1 = true;
			this.http2 = false;
		}
		else if (this.open.add(channel)) {
			this.http1 = false;
			this.http2 = true;
			channel.closeFuture().addListener((closed) -> this.open.remove(channel));
		}
		Attempt attempt = this.current.get();
		if (attempt != null) {
			end(attempt, true);
		}
	}

	private boolean isOpen() {
		for (Channel channel : this.open) {
			if (takesRequests(channel)) {
				return true;
			}
		}
		return false;
	}

	private static boolean takesRequests(Channel channel) {
		Http2FrameCodec codec = channel.pipeline().get(Http2FrameCodec.class);
		return channel.isActive() && codec != null && !codec.connection().goAwayReceived();
	}

	/**
	 * Checks all connections that were silent for long at the same time, because it is
	 * not known which of them a request will use.
	 */
	private @Nullable Mono<Void> check() {
		Mono<Void> all = null;
		for (Channel channel : this.open) {
			Mono<Void> one = Http2Liveness.check(channel);
			if (one != null) {
				all = (all != null) ? Mono.when(all, one) : one;
			}
		}
		return all;
	}

	private void end(Attempt attempt, SignalType signal) {
		// A cancel tells nothing about the server.
		end(attempt, signal != SignalType.ON_ERROR);
	}

	private void end(Attempt attempt, boolean again) {
		this.current.compareAndSet(attempt, null);
		attempt.outcome.tryEmitValue(again);
	}

	/**
	 * A request that opens the first connection.
	 */
	private static final class Attempt {

		/** Whether the waiting requests select a version again. */
		private final Sinks.One<Boolean> outcome = Sinks.one();

	}

}
