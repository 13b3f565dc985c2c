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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Reads a streamed answer: whole, or an error after the pieces so far.
 * <p>
 * Whole is a stream with a {@code finish_reason}, no error before it, and {@code [DONE]}
 * or a clean end of the body after it. At {@code [DONE]} it completes at once; the rest
 * of the body is discarded for a short time, so that the connection can be used again,
 * and then cancelled.
 */
final class CompletionStream extends Flux<ChatCompletion> {

	/**
	 * How long to wait for the end of the body after {@code [DONE]}.
	 */
	static final Duration REST_OF_BODY = Duration.ofSeconds(1);

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final Flux<DataBuffer> body;

	private final int maxEventSize;

	private final Failures failures;

	private final Scheduler scheduler;

	CompletionStream(Flux<DataBuffer> body, int maxEventSize, Failures failures, Scheduler scheduler) {
		this.body = body;
		this.maxEventSize = maxEventSize;
		this.failures = failures;
		this.scheduler = scheduler;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatCompletion> actual) {
		this.body.subscribe(new Reader(actual));
	}

	/**
	 * Reads for one subscription, asking for one buffer at a time and only when a piece
	 * is wanted.
	 */
	private final class Reader implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super ChatCompletion> actual;

		private final EventSplitter events = new EventSplitter(CompletionStream.this.maxEventSize);

		private final CompletionParser parser = new CompletionParser();

		private final AtomicInteger work = new AtomicInteger();

		private final AtomicLong wanted = new AtomicLong();

		private volatile @Nullable Subscription upstream;

		private volatile @Nullable DataBuffer arrived;

		private volatile boolean bodyEnded;

		private volatile @Nullable Throwable bodyError;

		private volatile boolean ended;

		private boolean waiting;

		private boolean lastRead;

		private boolean finished;

		private boolean tokenSeen;

		private @Nullable ChatCompletion ready;

		private volatile @Nullable Disposable restTimer;

		Reader(CoreSubscriber<? super ChatCompletion> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
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
			Disposable timer = this.restTimer;
			if (timer != null) {
				timer.dispose();
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
				upstream().cancel();
				drain();
			}
		}

		private void drain() {
			if (this.work.getAndIncrement() != 0) {
				return;
			}
			int missed = 1;
			do {
				deliver();
				if (this.ended) {
					releaseArrived();
				}
				missed = this.work.addAndGet(-missed);
			}
			while (missed != 0);
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
				this.actual.onNext(next);
			}
		}

		/**
		 * Moves to the next piece.
		 * @return whether there is one; if not, the stream has ended or waits for bytes
		 */
		private boolean advance() {
			try {
				while (!this.ended) {
					if (this.events.next()) {
						if (interpret()) {
							return true;
						}
					}
					else if (!addBytes()) {
						return this.bodyEnded && this.arrived == null && atEndOfBody();
					}
				}
				return false;
			}
			catch (RuntimeException ex) {
				fail(CompletionStream.this.failures.ofBody(ex));
				return false;
			}
		}

		/**
		 * Gives the splitter more bytes, asking for them if a piece is wanted.
		 */
		private boolean addBytes() {
			if (this.arrived == null && !this.waiting && !this.bodyEnded && this.wanted.get() > 0) {
				this.waiting = true;
				upstream().request(1);
			}
			DataBuffer buffer = this.arrived;
			if (buffer == null) {
				return false;
			}
			this.arrived = null;
			this.waiting = false;
			try {
				this.events.add(buffer);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
			return true;
		}

		/**
		 * Reads the current event.
		 * @return whether it is a piece of the answer
		 */
		private boolean interpret() {
			byte[] data = this.events.data();
			int start = this.events.start();
			int end = this.events.end();
			if (!this.events.isErrorEvent() && isBlank(data, start, end)) {
				return false;
			}
			if (isDone(data, start, end)) {
				endAtDone();
				return false;
			}
			if (this.events.isErrorEvent()) {
				fail(CompletionStream.this.failures.ofErrorEvent(ErrorBody.read(Arrays.copyOfRange(data, start, end))));
				return false;
			}
			ChatCompletion piece = this.parser.parse(data, start, end);
			ServerError error = this.parser.error();
			if (error != null) {
				fail(CompletionStream.this.failures.ofErrorEvent(error));
				return false;
			}
			this.finished |= piece.finishReason() != null;
			this.tokenSeen |= (piece.content() != null && !piece.content().isEmpty()) || !piece.toolCalls().isEmpty();
			this.ready = piece;
			return true;
		}

		private boolean atEndOfBody() {
			Throwable error = this.bodyError;
			if (error != null) {
				fail(CompletionStream.this.failures.ofBody(error));
				return false;
			}
			if (!this.lastRead) {
				this.lastRead = true;
				if (this.events.last() && interpret()) {
					return true;
				}
			}
			if (!this.ended) {
				end();
			}
			return false;
		}

		private void endAtDone() {
			if (!this.finished) {
				end();
				return;
			}
			this.ended = true;
			Subscription rest = upstream();
			rest.request(Long.MAX_VALUE);
			if (!this.bodyEnded) {
				this.restTimer = CompletionStream.this.scheduler.schedule(rest::cancel, REST_OF_BODY.toMillis(),
						TimeUnit.MILLISECONDS);
			}
			this.actual.onComplete();
		}

		private void end() {
			if (this.finished) {
				this.ended = true;
				this.actual.onComplete();
			}
			else {
				fail(CompletionStream.this.failures.ofIncompleteStream(this.tokenSeen));
			}
		}

		private void fail(Throwable ex) {
			this.ended = true;
			if (!this.bodyEnded) {
				upstream().cancel();
			}
			this.actual.onError(ex);
		}

		private void releaseArrived() {
			DataBuffer buffer = this.arrived;
			this.arrived = null;
			DataBufferUtils.release(buffer);
		}

		private Subscription upstream() {
			Subscription subscription = this.upstream;
			return (subscription != null) ? subscription : Operators.emptySubscription();
		}

		private static boolean isDone(byte[] data, int start, int end) {
			int first = start;
			while (first < end && isWhiteSpace(data[first])) {
				first++;
			}
			int last = first + DONE.length;
			return last <= end && Arrays.equals(data, first, last, DONE, 0, DONE.length) && isBlank(data, last, end);
		}

		private static boolean isBlank(byte[] data, int start, int end) {
			for (int i = start; i < end; i++) {
				if (!isWhiteSpace(data[i])) {
					return false;
				}
			}
			return true;
		}

		private static boolean isWhiteSpace(byte b) {
			return b == ' ' || b == '\n' || b == '\r' || b == '\t';
		}

	}

}
