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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Lets a publisher go on for some time after its reader has gone, so that an agent can
 * finish what it has begun. Nobody gets what comes then.
 */
final class FinishAfter<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> reader;

	private final Duration time;

	private final Disposable.Swap end = Disposables.swap();

	private @Nullable Subscription upstream;

	private volatile boolean gone;

	private FinishAfter(CoreSubscriber<? super T> reader, Duration time) {
		this.reader = reader;
		this.time = time;
	}

	static <T> Flux<T> in(Flux<T> source, Duration time) {
		return time.isZero() ? source : new Flux<T>() {
			@Override
			public void subscribe(CoreSubscriber<? super T> reader) {
				source.subscribe(new FinishAfter<>(reader, time));
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
		this.reader.onSubscribe(this);
	}

	@Override
	public void onNext(T next) {
		if (!this.gone) {
			this.reader.onNext(next);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.end.dispose();
		if (!this.gone) {
			this.reader.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		this.end.dispose();
		if (!this.gone) {
			this.reader.onComplete();
		}
	}

	@Override
	public void request(long n) {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			subscription.request(n);
		}
	}

	@Override
	public void cancel() {
		Subscription subscription = this.upstream;
		if (this.gone || subscription == null) {
			return;
		}
		this.gone = true;
		this.end
			.replace(Schedulers.parallel().schedule(subscription::cancel, this.time.toNanos(), TimeUnit.NANOSECONDS));
		subscription.request(Long.MAX_VALUE);
	}

}
