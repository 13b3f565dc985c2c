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

package com.chatbotkit.springai.server.open;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Puts a comment into a stream whenever it was silent for some time, so that nothing
 * between the agent and its client takes the connection for dead. A comment uses up one
 * item that the reader has requested, so the next piece may wait for a further request.
 */
final class KeepAlive implements CoreSubscriber<byte[]>, Subscription {

	// A request may cost the agent a change of threads, so each is for many pieces.
	// Measured: benchmarks/MEASUREMENTS.md#the-served-endpoint.
	private static final int AHEAD = 32;

	private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

	private final CoreSubscriber<? super byte[]> reader;

	private final long silence;

	private final Disposable.Swap clock = Disposables.swap();

	private final Scheduler scheduler;

	private @Nullable Subscription upstream;

	// This object guards what follows. The clock, the agent and the reader may all want
	// to send: only the thread that has set sending does. None of them blocks.
	private long demand;

	private int asked;

	private boolean ended;

	private final Queue<byte[]> waiting = new ArrayDeque<>(AHEAD);

	private @Nullable Throwable failure;

	private boolean complete;

	private boolean sending;

	private long lastSent;

	private KeepAlive(CoreSubscriber<? super byte[]> reader, Duration silence, Scheduler scheduler) {
		this.reader = reader;
		this.silence = silence.toNanos();
		this.scheduler = scheduler;
	}

	static Flux<byte[]> in(Flux<byte[]> pieces, Duration silence) {
		return in(pieces, silence, Schedulers.parallel());
	}

	static Flux<byte[]> in(Flux<byte[]> pieces, Duration silence, Scheduler scheduler) {
		return silence.isZero() ? pieces : new Flux<byte[]>() {
			@Override
			public void subscribe(CoreSubscriber<? super byte[]> reader) {
				pieces.subscribe(new KeepAlive(reader, silence, scheduler));
			}
		};
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		this.lastSent = now();
		this.reader.onSubscribe(this);
		this.clock.replace(this.scheduler.schedulePeriodically(this::tick, this.silence, Math.max(1, this.silence / 4),
				TimeUnit.NANOSECONDS));
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	private void tick() {
		synchronized (this) {
			if (this.ended || this.sending || this.demand == 0 || !this.waiting.isEmpty()
					|| now() - this.lastSent < this.silence) {
				return;
			}
			this.waiting.add(COMMENT);
		}
		drain();
	}

	@Override
	public void onNext(byte[] piece) {
		int more;
		synchronized (this) {
			this.asked--;
			this.waiting.add(piece);
			more = more();
		}
		if (more > 0) {
			subscription().request(more);
		}
		drain();
	}

	@Override
	public void onError(Throwable failure) {
		synchronized (this) {
			this.failure = failure;
			this.complete = true;
		}
		drain();
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			this.complete = true;
		}
		drain();
	}

	@Override
	public void request(long n) {
		synchronized (this) {
			this.demand = Operators.addCap(this.demand, n);
		}
		askIfNothingComes();
		drain();
	}

	/** Does nothing while pieces are outstanding: the next one asks, on its thread. */
	private void askIfNothingComes() {
		int more;
		synchronized (this) {
			more = (this.asked == 0) ? more() : 0;
		}
		if (more > 0) {
			subscription().request(more);
		}
	}

	/** How many pieces to ask for, which count as asked for from now on. */
	private int more() {
		int ahead = this.asked + this.waiting.size();
		if (this.demand == 0 || this.complete || this.ended || ahead > AHEAD / 2) {
			return 0;
		}
		this.asked += AHEAD - ahead;
		return AHEAD - ahead;
	}

	/** Sends what can be sent, unless another thread does. */
	private void drain() {
		synchronized (this) {
			if (this.sending) {
				return;
			}
			this.sending = true;
		}
		byte[] piece = next();
		while (piece != null) {
			this.reader.onNext(piece);
			piece = next();
		}
		askIfNothingComes();
	}

	/** The next piece; null if there is none to send. Also sends the end if it is due. */
	private byte @Nullable [] next() {
		synchronized (this) {
			if (!this.ended && this.demand > 0 && !this.waiting.isEmpty()) {
				this.demand--;
				this.lastSent = now();
				return this.waiting.remove();
			}
			this.sending = false;
			if (this.ended || !this.complete || !this.waiting.isEmpty()) {
				return null;
			}
			this.ended = true;
		}
		this.clock.dispose();
		end();
		return null;
	}

	private void end() {
		Throwable failure = this.failure;
		if (failure != null) {
			this.reader.onError(failure);
		}
		else {
			this.reader.onComplete();
		}
	}

	@Override
	public void cancel() {
		synchronized (this) {
			this.ended = true;
		}
		this.clock.dispose();
		subscription().cancel();
	}

	private Subscription subscription() {
		Subscription subscription = this.upstream;
		if (subscription == null) {
			throw new IllegalStateException("Not subscribed");
		}
		return subscription;
	}

}
