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

package com.chatbotkit.springai.server.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import reactor.core.publisher.Mono;

/**
 * Creates buckets in the memory of this instance.
 */
final class MemoryBuckets implements LimitBuckets {

	@Override
	public LimitBucket filling(String id, long capacity, Duration period) {
		return new Filling(Bucket.builder()
			.addLimit((bandwidth) -> bandwidth.capacity(capacity).refillGreedy(capacity, period))
			.build());
	}

	@Override
	public LimitBucket places(String id, long capacity) {
		return new Places(new AtomicLong(capacity));
	}

	private record Filling(Bucket bucket) implements LimitBucket {

		@Override
		public Mono<Duration> take() {
			return Mono.fromSupplier(() -> {
				ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
				return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
			});
		}

		@Override
		public Mono<Duration> look() {
			return Mono.fromSupplier(
					() -> Duration.ofNanos(this.bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
		}

		@Override
		public Mono<Void> book(long amount) {
			return Mono.fromRunnable(() -> this.bucket.consumeIgnoringRateLimits(amount));
		}

		@Override
		public Mono<Void> giveBack() {
			return Mono.fromRunnable(() -> this.bucket.addTokens(1));
		}

	}

	private record Places(AtomicLong free) implements LimitBucket {

		private static final Duration WAIT = Duration.ofSeconds(1);

		@Override
		public Mono<Duration> take() {
			return Mono.fromSupplier(
					() -> (this.free.getAndUpdate((free) -> (free > 0) ? free - 1 : free) > 0) ? Duration.ZERO : WAIT);
		}

		@Override
		public Mono<Duration> look() {
			return Mono.fromSupplier(() -> (this.free.get() > 0) ? Duration.ZERO : WAIT);
		}

		@Override
		public Mono<Void> book(long amount) {
			return Mono.fromRunnable(() -> this.free.addAndGet(-amount));
		}

		@Override
		public Mono<Void> giveBack() {
			return Mono.fromRunnable(this.free::incrementAndGet);
		}

	}

}
