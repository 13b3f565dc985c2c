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

package com.chatbotkit.springai.api;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Delivers the chunks of a streamed completion on request. It completes only after a
 * whole answer, and fails otherwise.
 * <p>
 * At {@code [DONE]} it completes at once; the rest of the body is discarded for a short
 * time, so that the connection can be used again, and then cancelled. Nothing in it is an
 * error any more. Where a server sends no {@code [DONE]} and leaves the connection open,
 * it completes a short time after the {@code finish_reason}. The time is longer if the
 * reason came with the first text, because some servers send one with each piece.
 * <p>
 * The memory of a stream is 1.17 times as much with Reactor's operators. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionStream extends Flux<ChatCompletion> {

	/** How many times as long to wait if the server may send a reason with each piece. */
	private static final int IF_DOUBTFUL = 5;

	private final Flux<DataBuffer> body;

	private final int maxEventSize;

	private final FailureFactory failures;

	private final ConnectionReuse reuse;

	private final Watchdog gracePeriods;

	/**
	 * @param reuse whether to leave the connection for another request
	 */
	CompletionStream(Flux<DataBuffer> body, int maxEventSize, FailureFactory failures, ConnectionReuse reuse,
			Watchdog gracePeriods) {
		this.body = body;
		this.maxEventSize = maxEventSize;
		this.failures = failures;
		this.reuse = reuse;
		this.gracePeriods = gracePeriods;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatCompletion> actual) {
		this.body.subscribe(new Reader(actual));
	}

	/**
	 * Reads for one subscription, asking for one buffer at a time and only when a piece
	 * is wanted.
	 */
	private final class Reader extends GuardedSubscriber<DataBuffer, ChatCompletion> {

		private final CompletionEvents events = new CompletionEvents(CompletionStream.this.maxEventSize,
				CompletionStream.this.failures);

		private final AtomicInteger work = new AtomicInteger();

		private final AtomicLong wanted = new AtomicLong();

		private volatile @Nullable DataBuffer arrived;

		private volatile boolean bodyEnded;

		private volatile @Nullable Throwable bodyError;

		private volatile boolean ended;

		/** Whether the subscriber was told of the end. */
		private boolean told;

		private boolean waiting;

		private boolean lastRead;

		private @Nullable ChatCompletion ready;

		/** Whether the answer is whole, and its end not told yet. */
		private boolean whole;

		private volatile @Nullable GracePeriod rest;

		private @Nullable GracePeriod grace;

		private volatile boolean graceOver;

		private boolean bytesInGrace;

		Reader(CoreSubscriber<? super ChatCompletion> actual) {
			super(actual);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (this.ended) {
				DataBufferUtils.release(buffer);
				return;
			}
			this.arrived = buffer;
			drain();
		}

		@Override
		public void onError(Throwable ex) {
			this.bodyError = ex;
			endBody();
		}

		@Override
		public void onComplete() {
			endBody();
		}

		private void endBody() {
			this.bodyEnded = true;
			GracePeriod rest = this.rest;
			if (rest != null) {
				rest.stop();
			}
			drain();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.wanted.accumulateAndGet(n, Operators::addCap);
				drain();
			}
		}

		@Override
		public void cancel() {
			if (!this.ended) {
				this.ended = true;
				cancelSource();
				drain();
			}
		}

		private void drain() {
			if (this.work.getAndIncrement() != 0) {
				return;
			}
			Throwable broken = null;
			int missed = 1;
			do {
				try {
					deliver();
				}
				catch (Throwable ex) {
					// The reader's own failures are told below, so this is the
					// subscriber's, or an Error of either.
					this.ended = true;
					broken = ex;
				}
				if (this.ended) {
					release();
				}
				missed = this.work.addAndGet(-missed);
			}
			while (missed != 0);
			if (broken != null) {
				abort(broken);
			}
		}

		@Override
		protected void abort(Throwable ex) {
			this.ended = true;
			drain();
			if (this.told) {
				cancelSource();
				drop(actual(), ex);
			}
			else {
				this.told = true;
				super.abort(ex);
			}
		}

		private void deliver() {
			while (!this.ended && (this.ready != null || advance())) {
				ChatCompletion next = this.ready;
				if (next == null || this.wanted.get() == 0) {
					return;
				}
				this.ready = null;
				if (this.wanted.get() != Long.MAX_VALUE) {
					this.wanted.decrementAndGet();
				}
				actual().onNext(next);
			}
			if (this.whole) {
				this.whole = false;
				actual().onComplete();
			}
		}

		/**
		 * Moves to the next piece.
		 * @return whether there is one; if not, the stream has ended or waits for bytes
		 */
		private boolean advance() {
			try {
				while (!this.ended) {
					this.ready = this.events.next();
					if (this.ready != null) {
						return true;
					}
					if (this.events.isDone()) {
						endAtDone();
					}
					else if (!addBytes()) {
						return (this.bodyEnded || isGraceOver()) && this.arrived == null && atEndOfBody();
					}
				}
			}
			catch (RuntimeException ex) {
				fail(ex);
			}
			return false;
		}

		/**
		 * Adds bytes to the events, asking for them if a piece is wanted.
		 */
		private boolean addBytes() {
			if (this.arrived == null && !this.waiting && !this.bodyEnded && this.wanted.get() > 0) {
				this.waiting = true;
				upstream().request(1);
			}
			DataBuffer buffer = this.arrived;
			if (buffer == null) {
				if (this.waiting && this.grace == null && this.events.isEndExpected()) {
					startGrace();
				}
				return false;
			}
			this.arrived = null;
			this.waiting = false;
			this.bytesInGrace = true;
			try {
				this.events.add(buffer);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
			return true;
		}

		/**
		 * Reads what is left once the body has ended, or says nothing any more.
		 * @return whether it is a piece
		 */
		private boolean atEndOfBody() {
			Throwable error = this.bodyError;
			if (error != null && !(this.events.isFinished() && IdleTimeout.isSilence(error))) {
				fail(error);
				return false;
			}
			if (!this.lastRead) {
				this.lastRead = true;
				this.ready = this.events.last();
				if (this.ready != null) {
					return true;
				}
			}
			this.events.checkWhole();
			this.ended = true;
			this.whole = true;
			if (!this.bodyEnded) {
				cancelSource();
			}
			return false;
		}

		private void endAtDone() {
			this.ended = true;
			this.whole = true;
			if (!CompletionStream.this.reuse.isAllowed()) {
				cancelSource();
				return;
			}
			Subscription body = upstream();
			body.request(Long.MAX_VALUE);
			if (!this.bodyEnded) {
				watch(new GracePeriod(body::cancel, CompletionStream.this.gracePeriods));
			}
		}

		private void watch(GracePeriod rest) {
			this.rest = rest;
			rest.watch();
			// The end may have come before there was anyone to be told.
			if (this.bodyEnded) {
				rest.stop();
			}
		}

		private void fail(Throwable ex) {
			this.ended = true;
			if (!this.bodyEnded) {
				cancelSource();
			}
			this.told = true;
			actual().onError(CompletionStream.this.failures.ofBody(ex));
		}

		/**
		 * Whether to wait no longer for what may follow the {@code finish_reason}. An
		 * event that is coming in slowly has more time.
		 */
		private boolean isGraceOver() {
			if (!this.graceOver || !this.events.isEndExpected()) {
				return false;
			}
			if (this.bytesInGrace && this.events.isWithinEvent()) {
				this.graceOver = false;
				startGrace();
				return false;
			}
			return true;
		}

		private void startGrace() {
			this.bytesInGrace = false;
			GracePeriod started = new GracePeriod(this::endGrace, this.events.isEndDoubtful() ? IF_DOUBTFUL : 1,
					CompletionStream.this.gracePeriods);
			this.grace = started;
			started.watch();
		}

		private void endGrace() {
			this.graceOver = true;
			drain();
		}

		/**
		 * Gives back what an ended stream still holds.
		 */
		private void release() {
			releaseArrived();
			this.events.close();
			GracePeriod grace = this.grace;
			if (grace != null) {
				grace.stop();
			}
		}

		private void releaseArrived() {
			DataBuffer buffer = this.arrived;
			this.arrived = null;
			DataBufferUtils.release(buffer);
		}

	}

}
