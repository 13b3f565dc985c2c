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
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;

/**
 * Counts wrong keys of each address. More than a hundred in a minute are refused with
 * status 429.
 */
final class FailedLogins {

	// A key cannot be guessed, so clients with an expired key may read the reason often.
	private static final int MAX_PER_MINUTE = 100;

	private static final int MAX_ADDRESSES = 10_000;

	private final Map<String, Bucket> addresses = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
			return size() > MAX_ADDRESSES;
		}

	};

	void add(@Nullable String address) {
		ConsumptionProbe probe = bucket((address != null) ? address : "").tryConsumeAndReturnRemaining(1);
		if (!probe.isConsumed()) {
			throw new RefusedException(429, "too_many_failed_logins",
					"Too many wrong API keys came from this address. Try again with the right one.",
					Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}
	}

	private synchronized Bucket bucket(String address) {
		return this.addresses.computeIfAbsent(address,
				(unknown) -> Bucket.builder()
					.addLimit((bandwidth) -> bandwidth.capacity(MAX_PER_MINUTE)
						.refillGreedy(MAX_PER_MINUTE, Duration.ofMinutes(1)))
					.build());
	}

}
