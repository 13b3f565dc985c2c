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
 * between the agent and its client takes the connection for dead. A comment takes the
 * place of a piece that the reader asked for: the next piece then waits for its turn.
 */
final class KeepAlive implements CoreSubscriber<byte[]>, Subscription {

	// Each request may be a change of threads for the agent: they are made for many
	// pieces.
	private static final int AHEAD = 32;

	private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

	private final CoreSubscriber<? super byte[]> reader;

	private final long silence;

	private final Disposable.Swap clock = Disposables.swap();

	private final Scheduler scheduler;

	private @Nullable Subscription upstream;

	// This object guards what follows. One thread at a time sends to the reader, the one
	// that has set sending: the clock and the agent are two. None of them blocks.
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
			this.demand--;
			this.lastSent = now();
			this.sending = true;
		}
		this.reader.onNext(COMMENT);
		drain();
	}

	/**
	 * Sends what can be sent, unless another thread is sending.
	 */
	private void send() {
		synchronized (this) {
			if (this.sending) {
				return;
			}
			this.sending = true;
		}
		drain();
	}

	@Override
	public void onNext(byte[] piece) {
		synchronized (this) {
			this.asked--;
			this.waiting.add(piece);
		}
		send();
	}

	@Override
	public void onError(Throwable failure) {
		synchronized (this) {
			this.failure = failure;
		}
		onComplete();
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			this.complete = true;
		}
		send();
	}

	@Override
	public void request(long n) {
		synchronized (this) {
			this.demand = Operators.addCap(this.demand, n);
		}
		send();
	}

	/** Sends what can be sent, by the one thread that has set {@code sending}. */
	private void drain() {
		while (true) {
			byte[] piece = null;
			int ask = 0;
			synchronized (this) {
				if (this.ended) {
					this.sending = false;
					return;
				}
				int ahead = this.asked + this.waiting.size();
				if (this.demand > 0 && !this.complete && ahead <= AHEAD / 2) {
					ask = AHEAD - ahead;
					this.asked += ask;
				}
				else if (this.demand > 0 && !this.waiting.isEmpty()) {
					piece = this.waiting.remove();
					this.demand--;
					this.lastSent = now();
				}
				else if (this.waiting.isEmpty() && this.complete) {
					this.ended = true;
				}
				else {
					this.sending = false;
					return;
				}
			}
			if (piece != null) {
				this.reader.onNext(piece);
			}
			else if (ask > 0) {
				subscription().request(ask);
			}
			else {
				this.clock.dispose();
				end();
				return;
			}
		}
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
