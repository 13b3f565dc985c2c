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
import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Maps the chunks of a streamed completion to responses, and adds the last response with
 * the finish reason.
 * <p>
 * With {@code concatWith}, an error that the subscriber throws at the last response would
 * be dropped. Reactor's operators would be as fast.
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
	private static final class Mapping extends GuardedSubscriber<ChatCompletion, ChatResponse> {

		private final ResponseMapper mapper;

		private final AtomicLong requested = new AtomicLong();

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean chunksEnded;

		Mapping(CoreSubscriber<? super ChatResponse> actual, ResponseMapper mapper) {
			super(actual);
			this.mapper = mapper;
		}

		@Override
		public void onNext(ChatCompletion chunk) {
			ChatResponse response;
			try {
				response = this.mapper.next(chunk);
			}
			catch (Throwable ex) {
				abort(ex);
				return;
			}
			if (response.getResults().isEmpty()) {
				upstream().request(1);
				return;
			}
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
			}
			deliver(response);
		}

		@Override
		public void onError(Throwable ex) {
			if (this.ended.compareAndSet(false, true)) {
				fail(actual(), ex);
			}
			else {
				Operators.onErrorDropped(ex, currentContext());
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
					upstream().request(n);
				}
			}
		}

		@Override
		public void cancel() {
			this.ended.set(true);
			super.cancel();
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
				actual().onNext(this.mapper.end());
				actual().onComplete();
			}
			catch (Throwable ex) {
				abort(ex);
			}
		}

		/**
		 * Ends the stream with an exception of the mapper or the subscriber, because the
		 * subscriber would wait forever otherwise.
		 */
		@Override
		protected void abort(Throwable ex) {
			this.ended.set(true);
			super.abort(ex);
		}

	}

}
