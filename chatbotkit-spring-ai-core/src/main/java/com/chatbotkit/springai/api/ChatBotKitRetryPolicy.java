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

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Configures which failed requests are retried, and how long the client waits before each
 * retry.
 * <p>
 * A bot may have side effects, so its request is retried only if it was certainly not
 * executed: after a failure to connect, a rate limit (429) and 503. A plain model has no
 * side effects, so 500, 502, 504 and lost connections are retried, too. Never retried are
 * a quota that is used up, other client errors, timeouts, and anything after the first
 * byte of an answer.
 *
 * @param maxAttempts the maximum number of attempts, including the first; 1 for no retry,
 * at most 100. Defaults to 3
 * @param initialInterval the wait before the second attempt. Defaults to 500 ms. Up to
 * half of each wait is added at random
 * @param multiplier by how much each further wait is longer than the last one, from 1 to
 * 1000. Defaults to 2
 * @param maxInterval the longest wait, at most 24 days. Defaults to 10 s. A longer
 * {@code Retry-After} of the server is respected up to 60 s; if the server asks for more,
 * the request fails at once
 * @param onHttpCodes further statuses to retry, from 100 to 599, for bots too. Defaults
 * to none
 * @param excludeOnHttpCodes statuses never to retry; takes precedence over all others.
 * Defaults to none
 * @param onClientErrors whether 408, 409 and 425 are retried, too. Defaults to false
 */
public record ChatBotKitRetryPolicy(int maxAttempts, Duration initialInterval, double multiplier, Duration maxInterval,
		Set<Integer> onHttpCodes, Set<Integer> excludeOnHttpCodes, boolean onClientErrors) {

	/** More attempts would be an attack on the server. */
	private static final int MAX_ATTEMPTS = 100;

	private static final int MAX_MULTIPLIER = 1000;

	public ChatBotKitRetryPolicy {
		Assert.isTrue(maxAttempts >= 1 && maxAttempts <= MAX_ATTEMPTS,
				() -> "max-attempts counts the first attempt too: it must be at least 1 and at most " + MAX_ATTEMPTS
						+ ", but is " + maxAttempts);
		checkInterval("initial", initialInterval);
		Assert.isTrue(multiplier >= 1 && multiplier <= MAX_MULTIPLIER,
				() -> "The multiplier must be at least 1 and at most " + MAX_MULTIPLIER + ", but is " + multiplier);
		checkInterval("maximum", maxInterval);
		onHttpCodes = checkCodes("on-http-codes", onHttpCodes);
		excludeOnHttpCodes = checkCodes("exclude-on-http-codes", excludeOnHttpCodes);
	}

	private static Set<Integer> checkCodes(String name, Set<Integer> codes) {
		codes.forEach((code) -> Assert.isTrue(code >= 100 && code <= 599,
				() -> name + " has " + code + ", which is no HTTP status: write statuses from 100 to 599"));
		return Set.copyOf(codes);
	}

	private static void checkInterval(String name, Duration interval) {
		Assert.isTrue(!interval.isNegative() && interval.compareTo(ChatBotKitTimeouts.LONGEST) <= 0,
				() -> "The " + name + " interval must be from 0 to 24 days, but is " + interval);
	}

	/**
	 * Returns the defaults.
	 * @return three attempts, 500 ms, doubled up to 10 s
	 */
	public static ChatBotKitRetryPolicy defaults() {
		return builder().build();
	}

	/**
	 * Returns a policy that never retries.
	 * @return one attempt
	 */
	public static ChatBotKitRetryPolicy never() {
		return builder().maxAttempts(1).build();
	}

	/**
	 * Starts a policy from the defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds a policy. Null keeps the default.
	 */
	public static final class Builder {

		private int maxAttempts = 3;

		private Duration initialInterval = Duration.ofMillis(500);

		private double multiplier = 2;

		private Duration maxInterval = Duration.ofSeconds(10);

		private Set<Integer> onHttpCodes = Set.of();

		private Set<Integer> excludeOnHttpCodes = Set.of();

		private boolean onClientErrors;

		private Builder() {
		}

		/**
		 * Sets the maximum number of attempts.
		 * @param maxAttempts from 1 to 100; null for the default
		 * @return this
		 */
		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = (maxAttempts != null) ? maxAttempts : this.maxAttempts;
			return this;
		}

		/**
		 * Sets the wait before the second attempt.
		 * @param initialInterval from 0 to 24 days; null for the default
		 * @return this
		 */
		public Builder initialInterval(@Nullable Duration initialInterval) {
			this.initialInterval = (initialInterval != null) ? initialInterval : this.initialInterval;
			return this;
		}

		/**
		 * Sets by how much each wait is longer than the one before.
		 * @param multiplier from 1 to 1000; null for the default
		 * @return this
		 */
		public Builder multiplier(@Nullable Double multiplier) {
			this.multiplier = (multiplier != null) ? multiplier : this.multiplier;
			return this;
		}

		/**
		 * Sets the longest wait.
		 * @param maxInterval from 0 to 24 days; null for the default
		 * @return this
		 */
		public Builder maxInterval(@Nullable Duration maxInterval) {
			this.maxInterval = (maxInterval != null) ? maxInterval : this.maxInterval;
			return this;
		}

		/**
		 * Sets further statuses to retry.
		 * @param onHttpCodes the statuses; null for the default
		 * @return this
		 */
		public Builder onHttpCodes(@Nullable Set<Integer> onHttpCodes) {
			this.onHttpCodes = (onHttpCodes != null) ? onHttpCodes : this.onHttpCodes;
			return this;
		}

		/**
		 * Sets the statuses never to retry.
		 * @param excludeOnHttpCodes the statuses; null for the default
		 * @return this
		 */
		public Builder excludeOnHttpCodes(@Nullable Set<Integer> excludeOnHttpCodes) {
			this.excludeOnHttpCodes = (excludeOnHttpCodes != null) ? excludeOnHttpCodes : this.excludeOnHttpCodes;
			return this;
		}

		/**
		 * Sets whether 408, 409 and 425 are retried.
		 * @param onClientErrors true or false; null for the default
		 * @return this
		 */
		public Builder onClientErrors(@Nullable Boolean onClientErrors) {
			this.onClientErrors = (onClientErrors != null) ? onClientErrors : this.onClientErrors;
			return this;
		}

		/**
		 * Builds the policy.
		 * @return the policy
		 * @throws IllegalArgumentException if a value is out of its range
		 */
		public ChatBotKitRetryPolicy build() {
			return new ChatBotKitRetryPolicy(this.maxAttempts, this.initialInterval, this.multiplier, this.maxInterval,
					this.onHttpCodes, this.excludeOnHttpCodes, this.onClientErrors);
		}

	}

}
