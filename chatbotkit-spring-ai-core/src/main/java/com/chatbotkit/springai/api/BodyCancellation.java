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

import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Cancels the body of a response so that its exchange ends.
 * <p>
 * Spring's {@code JdkClientHttpResponse} (7.0.8) shares its body by {@code cache(0)},
 * which does not pass a cancel on: the exchange stays open, and the platform generates an
 * answer that nobody reads. The minimal case does not run {@code stop}, in Reactor 3.8.6:
 * {@code Flux.never().doOnCancel(stop).cache(0).subscribe().dispose()}. A cache is meant
 * to keep its source (<a href="https://github.com/reactor/reactor-core/issues/2002">issue
 * 2002 of Reactor</a>); for its use in Spring no issue was found. So this class disposes
 * of the sharing operator, which can be found only after {@code subscribe()} has
 * returned. Without one, cancelling is enough.
 */
final class BodyCancellation {

	/**
	 * The names of Reactor's sharing operators (3.8.6): {@code cache(0)} is a
	 * {@code publish}, and a cache with a history is a {@code replay}.
	 */
	private static final Set<String> SHARING = Set.of("publish", "replay");

	private volatile boolean subscribed;

	private volatile @Nullable Subscription cancelled;

	/**
	 * Ends the exchange of a body that nobody will read.
	 */
	static void end(Flux<DataBuffer> body) {
		BodyCancellation ended = new BodyCancellation();
		body.subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				ended.cancel(subscription);
			}

			@Override
			protected void hookOnNext(DataBuffer buffer) {
				DataBufferUtils.release(buffer);
			}

			@Override
			protected void hookOnError(Throwable ex) {
				// The exchange has ended, so an error changes nothing.
			}

		});
		ended.subscribed();
	}

	/**
	 * Must be called after {@code subscribe()} has returned. The subscription may still
	 * arrive later, on another thread.
	 */
	void subscribed() {
		this.subscribed = true;
		endIfCancelled();
	}

	/**
	 * Cancels the body: at once, or as soon as {@link #subscribed()} was called.
	 */
	void cancel(Subscription subscription) {
		this.cancelled = subscription;
		endIfCancelled();
	}

	private void endIfCancelled() {
		Subscription subscription = this.cancelled;
		if (subscription == null || !this.subscribed) {
			return;
		}
		Optional<Disposable> shared = Scannable.from(subscription)
			.parents()
			.filter((parent) -> SHARING.contains(parent.stepName()))
			.filter(Disposable.class::isInstance)
			.map(Disposable.class::cast)
			.findFirst();
		subscription.cancel();
		shared.ifPresent(Disposable::dispose);
	}

}
