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

package com.chatbotkit.springai.server.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.chatbotkit.springai.server.access.LimitBucket;
import com.chatbotkit.springai.server.access.LimitBuckets;
import com.chatbotkit.springai.server.access.RefusedException;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts in a store that the instances of an application share. Where the store cannot be
 * asked, requests are refused: what has no limit is not what was wanted.
 */
final class SharedBuckets implements LimitBuckets, AutoCloseable {

	private static final Log logger = LogFactory.getLog(SharedBuckets.class);

	private static final String PREFIX = "chatbotkit/";

	private static final Duration ANSWER = Duration.ofSeconds(5);

	// Also restores units that were not returned because their instance has died.
	private static final Duration PLACES = Duration.ofHours(1);

	private static final Duration BUSY = Duration.ofSeconds(1);

	private final ProxyManager<String> store;

	private final Runnable close;

	/**
	 * Creates buckets.
	 * @param close closes the connection of the store
	 */
	SharedBuckets(ProxyManager<String> store, Runnable close) {
		this.store = store;
		this.close = close;
	}

	@Override
	public LimitBucket filling(String id, long capacity, Duration period) {
		return bucket(id,
				BucketConfiguration.builder()
					.addLimit((bandwidth) -> bandwidth.capacity(capacity).refillGreedy(capacity, period))
					.build(),
				Duration.ZERO);
	}

	@Override
	public LimitBucket places(String id, long capacity) {
		return bucket(id,
				BucketConfiguration.builder()
					.addLimit((bandwidth) -> bandwidth.capacity(capacity).refillIntervally(capacity, PLACES))
					.build(),
				BUSY);
	}

	@Override
	public void close() {
		this.close.run();
	}

	private LimitBucket bucket(String id, BucketConfiguration configuration, Duration busy) {
		String key = PREFIX + id;
		return this.store.isAsyncModeSupported() ? new Shared(
				this.store.asAsync().builder().build(key, () -> CompletableFuture.completedFuture(configuration)), null,
				busy) : new Shared(null, this.store.builder().build(key, () -> configuration), busy);
	}

	/** One of the two is there: a store that never blocks is asked without a thread. */
	private record Shared(@Nullable AsyncBucketProxy async, @Nullable BucketProxy blocking,
			Duration busy) implements LimitBucket {

		@Override
		public Mono<Duration> take() {
			return ask((bucket) -> bucket.tryConsumeAndReturnRemaining(1),
					(bucket) -> bucket.tryConsumeAndReturnRemaining(1))
				.map((probe) -> wait(probe.isConsumed(), probe.getNanosToWaitForRefill()));
		}

		@Override
		public Mono<Duration> look() {
			return ask((bucket) -> bucket.estimateAbilityToConsume(1), (bucket) -> bucket.estimateAbilityToConsume(1))
				.map((probe) -> wait(probe.canBeConsumed(), probe.getNanosToWaitForRefill()));
		}

		@Override
		public Mono<Void> book(long amount) {
			return ask((bucket) -> bucket.consumeIgnoringRateLimits(amount),
					(bucket) -> bucket.consumeIgnoringRateLimits(amount))
				.then();
		}

		@Override
		public Mono<Void> giveBack() {
			return ask((bucket) -> bucket.addTokens(1).thenApply((done) -> 1L), (bucket) -> {
				bucket.addTokens(1);
				return 1L;
			}).then();
		}

		private Duration wait(boolean there, long nanos) {
			return there ? Duration.ZERO : this.busy.isZero() ? Duration.ofNanos(Math.max(1, nanos)) : this.busy;
		}

		private <T> Mono<T> ask(Function<AsyncBucketProxy, CompletableFuture<T>> asking,
				Function<BucketProxy, T> call) {
			AsyncBucketProxy bucket = this.async;
			BucketProxy blockingBucket = this.blocking;
			Mono<T> answer = (bucket != null) ? Mono.fromFuture(() -> asking.apply(bucket))
					: Mono
						.defer(() -> (blockingBucket != null) ? Mono.just(call.apply(blockingBucket)) : Mono.<T>empty())
						.subscribeOn(Schedulers.boundedElastic());
			return answer.timeout(ANSWER).onErrorMap((failure) -> {
				logger.warn("The store of limits does not answer", failure);
				return new RefusedException(503, "limits_not_known",
						"The limits of this key cannot be looked up now. Try again in a moment.", ANSWER);
			});
		}

	}

}
