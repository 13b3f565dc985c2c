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
 * error any more. If a server sends no {@code [DONE]} and leaves the connection open, the
 * stream completes a short time after the {@code finish_reason}: {@link FinishGrace}.
 * <p>
 * Every signal changes a field and calls {@code drain()}, so that one thread at a time
 * does the work. docs/architecture.md has a diagram of the states.
 * <p>
 * The memory of a stream is 1.17 times as much with Reactor's operators. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionStream extends Flux<ChatCompletion> {

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
	 * Reads for one subscription. It requests one buffer at a time, and only if the
	 * subscriber has requested a chunk.
	 */
	private final class Reader extends GuardedSubscriber<DataBuffer, ChatCompletion> {

		private final CompletionEvents events = new CompletionEvents(CompletionStream.this.maxEventSize,
				CompletionStream.this.failures);

		private final AtomicInteger work = new AtomicInteger();

		private final AtomicLong requested = new AtomicLong();

		private volatile @Nullable DataBuffer buffer;

		private volatile boolean bodyEnded;

		private volatile @Nullable Throwable bodyError;

		private volatile boolean ended;

		/** Whether the subscriber got an error. */
		private boolean failed;

		private boolean bufferRequested;

		private boolean lastEventRead;

		/** The next chunk, which may wait for the subscriber's request. */
		private @Nullable ChatCompletion nextChunk;

		/** Whether the answer is complete, but the subscriber does not know it yet. */
		private boolean completionPending;

		private volatile @Nullable GracePeriod restOfBody;

		private final FinishGrace finishGrace = new FinishGrace(this.events, CompletionStream.this.gracePeriods,
				this::drain);

		Reader(CoreSubscriber<? super ChatCompletion> actual) {
			super(actual);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (this.ended) {
				DataBufferUtils.release(buffer);
				return;
			}
			this.buffer = buffer;
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
			GracePeriod rest = this.restOfBody;
			if (rest != null) {
				rest.stop();
			}
			drain();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.requested.accumulateAndGet(n, Operators::addCap);
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
			Throwable thrown = null;
			int missed = 1;
			do {
				try {
					deliverChunks();
				}
				catch (Throwable ex) {
					// An exception of the subscriber, or an Error: advance() handles
					// other exceptions.
					this.ended = true;
					thrown = ex;
				}
				if (this.ended) {
					release();
				}
				missed = this.work.addAndGet(-missed);
			}
			while (missed != 0);
			if (thrown != null) {
				abort(thrown);
			}
		}

		@Override
		protected void abort(Throwable ex) {
			this.ended = true;
			drain();
			if (this.failed) {
				cancelSource();
				drop(actual(), ex);
			}
			else {
				this.failed = true;
				super.abort(ex);
			}
		}

		private void deliverChunks() {
			while (!this.ended && (this.nextChunk != null || advance())) {
				ChatCompletion next = this.nextChunk;
				if (next == null || this.requested.get() == 0) {
					return;
				}
				this.nextChunk = null;
				if (this.requested.get() != Long.MAX_VALUE) {
					this.requested.decrementAndGet();
				}
				actual().onNext(next);
			}
			if (this.completionPending) {
				this.completionPending = false;
				actual().onComplete();
			}
		}

		/**
		 * Moves to the next chunk.
		 * @return whether there is one; if not, the stream has ended or waits for bytes
		 */
		private boolean advance() {
			try {
				while (!this.ended) {
					this.nextChunk = this.events.next();
					if (this.nextChunk != null) {
						return true;
					}
					if (this.events.isDone()) {
						endAtDone();
					}
					else if (!addBytes()) {
						return (this.bodyEnded || this.finishGrace.isOver()) && this.buffer == null && atEndOfBody();
					}
				}
			}
			catch (RuntimeException ex) {
				fail(ex);
			}
			return false;
		}

		/**
		 * Adds the buffer to the events, or requests one if a chunk is requested.
		 * @return whether there was a buffer
		 */
		private boolean addBytes() {
			if (this.buffer == null && !this.bufferRequested && !this.bodyEnded && this.requested.get() > 0) {
				this.bufferRequested = true;
				upstream().request(1);
			}
			DataBuffer buffer = this.buffer;
			if (buffer == null) {
				if (this.bufferRequested) {
					this.finishGrace.startIfEndExpected();
				}
				return false;
			}
			this.buffer = null;
			this.bufferRequested = false;
			this.finishGrace.bytesArrived();
			try {
				this.events.add(buffer);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
			return true;
		}

		/**
		 * Reads the last event after the body has ended, or after the server has stopped
		 * sending.
		 * @return whether it is a chunk
		 */
		private boolean atEndOfBody() {
			Throwable error = this.bodyError;
			if (error != null && !(this.events.isFinished() && IdleTimeout.isSilence(error))) {
				fail(error);
				return false;
			}
			if (!this.lastEventRead) {
				this.lastEventRead = true;
				this.nextChunk = this.events.last();
				if (this.nextChunk != null) {
					return true;
				}
			}
			this.events.checkWhole();
			this.ended = true;
			this.completionPending = true;
			if (!this.bodyEnded) {
				cancelSource();
			}
			return false;
		}

		private void endAtDone() {
			this.ended = true;
			this.completionPending = true;
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
			this.restOfBody = rest;
			rest.watch();
			// The body may have ended before the field was set.
			if (this.bodyEnded) {
				rest.stop();
			}
		}

		private void fail(Throwable ex) {
			this.ended = true;
			if (!this.bodyEnded) {
				cancelSource();
			}
			this.failed = true;
			actual().onError(CompletionStream.this.failures.ofBody(ex));
		}

		/**
		 * Releases what an ended stream still holds.
		 */
		private void release() {
			DataBuffer buffer = this.buffer;
			this.buffer = null;
			DataBufferUtils.release(buffer);
			this.events.close();
			this.finishGrace.stop();
		}

	}

}
