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

package com.chatbotkit.springai;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.api.ChatCompletion;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Maps the pieces of a streamed answer to responses, with one more for its end.
 * <p>
 * One operator in the place of three ({@code map}, {@code filter}, {@code concatWith}),
 * each of which every piece would pass.
 */
final class AnswerStream extends FluxOperator<ChatCompletion, ChatResponse> {

	private final Answer answer;

	AnswerStream(Flux<ChatCompletion> pieces, Answer answer) {
		super(pieces);
		this.answer = answer;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatResponse> actual) {
		this.source.subscribe(new Mapping(actual, this.answer));
	}

	/**
	 * Maps for one subscription.
	 */
	private static final class Mapping implements CoreSubscriber<ChatCompletion>, Subscription {

		private final CoreSubscriber<? super ChatResponse> actual;

		private final Answer answer;

		private final Context context;

		private final AtomicLong wanted = new AtomicLong();

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean piecesEnded;

		private volatile Subscription upstream = Operators.emptySubscription();

		Mapping(CoreSubscriber<? super ChatResponse> actual, Answer answer) {
			this.actual = actual;
			this.answer = answer;
			this.context = actual.currentContext();
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			try {
				this.actual.onSubscribe(this);
			}
			catch (Throwable ex) {
				end(ex);
			}
		}

		@Override
		public void onNext(ChatCompletion piece) {
			ChatResponse response;
			try {
				response = this.answer.next(piece);
			}
			catch (Throwable ex) {
				end(ex);
				return;
			}
			if (response.getResults().isEmpty()) {
				this.upstream.request(1);
				return;
			}
			if (this.wanted.get() != Long.MAX_VALUE) {
				this.wanted.decrementAndGet();
			}
			try {
				this.actual.onNext(response);
			}
			catch (Throwable ex) {
				end(ex);
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (this.ended.compareAndSet(false, true)) {
				SubscriberSignals.fail(this.actual, ex);
			}
			else {
				Operators.onErrorDropped(ex, this.context);
			}
		}

		@Override
		public void onComplete() {
			this.piecesEnded = true;
			endIfWanted();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.wanted.accumulateAndGet(n, Operators::addCap);
				if (this.piecesEnded) {
					endIfWanted();
				}
				else {
					this.upstream.request(n);
				}
			}
		}

		@Override
		public void cancel() {
			this.ended.set(true);
			this.upstream.cancel();
		}

		/**
		 * Called when the pieces have ended and when more is wanted, in any order.
		 */
		private void endIfWanted() {
			if (this.wanted.get() == 0 || !this.ended.compareAndSet(false, true)) {
				return;
			}
			try {
				this.actual.onNext(this.answer.end());
				this.actual.onComplete();
			}
			catch (Throwable ex) {
				end(ex);
			}
		}

		/**
		 * Ends with what was thrown here or by the subscriber, which would wait for ever
		 * otherwise.
		 */
		private void end(Throwable ex) {
			this.ended.set(true);
			SubscriberSignals.end(this.upstream, this.actual, ex);
		}

	}

}
