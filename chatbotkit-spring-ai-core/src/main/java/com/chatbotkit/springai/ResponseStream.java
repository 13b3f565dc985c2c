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
import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatCompletion;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Maps the chunks of a streamed completion to responses, and adds the last response with
 * the finish reason.
 * <p>
 * One operator instead of three ({@code map}, {@code filter}, {@code concatWith}), which
 * every chunk would pass.
 */
final class ResponseStream extends FluxOperator<ChatCompletion, ChatResponse> {

	private final Supplier<ResponseMapper> mapper;

	/**
	 * Creates a stream.
	 * @param mapper creates the mapper of one subscription
	 */
	ResponseStream(Flux<ChatCompletion> chunks, Supplier<ResponseMapper> mapper) {
		super(chunks);
		this.mapper = mapper;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatResponse> actual) {
		this.source.subscribe(new Mapping(actual, this.mapper.get()));
	}

	/**
	 * Maps the chunks of one subscription.
	 */
	private static final class Mapping implements CoreSubscriber<ChatCompletion>, Subscription {

		private final CoreSubscriber<? super ChatResponse> actual;

		private final ResponseMapper mapper;

		private final Context context;

		private final AtomicLong requested = new AtomicLong();

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean chunksEnded;

		private volatile Subscription upstream = Operators.emptySubscription();

		Mapping(CoreSubscriber<? super ChatResponse> actual, ResponseMapper mapper) {
			this.actual = actual;
			this.mapper = mapper;
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
		public void onNext(ChatCompletion chunk) {
			ChatResponse response;
			try {
				response = this.mapper.next(chunk);
			}
			catch (Throwable ex) {
				end(ex);
				return;
			}
			if (response.getResults().isEmpty()) {
				this.upstream.request(1);
				return;
			}
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
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
			this.chunksEnded = true;
			endIfWanted();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.requested.accumulateAndGet(n, Operators::addCap);
				if (this.chunksEnded) {
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
		 * Called after the last chunk and after each request of the subscriber, in any
		 * order.
		 */
		private void endIfWanted() {
			if (this.requested.get() == 0 || !this.ended.compareAndSet(false, true)) {
				return;
			}
			try {
				this.actual.onNext(this.mapper.end());
				this.actual.onComplete();
			}
			catch (Throwable ex) {
				end(ex);
			}
		}

		/**
		 * Ends the stream with an exception of the mapper or the subscriber, because the
		 * subscriber would wait forever otherwise.
		 */
		private void end(Throwable ex) {
			this.ended.set(true);
			SubscriberSignals.end(this.upstream, this.actual, ex);
		}

	}

}
