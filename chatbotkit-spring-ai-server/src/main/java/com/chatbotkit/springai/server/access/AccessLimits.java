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

import org.jspecify.annotations.Nullable;

/**
 * The limits of a key.
 *
 * @param requestsPerMinute maximum number of requests in a minute, or null for no limit
 * @param tokensPerDay maximum number of tokens in a day, or null for no limit
 * @param concurrent maximum number of requests at the same time, or null for no limit
 */
public record AccessLimits(@Nullable Integer requestsPerMinute, @Nullable Long tokensPerDay,
		@Nullable Integer concurrent) {

	/**
	 * No limits.
	 */
	public static final AccessLimits NONE = new AccessLimits(null, null, null);

	/**
	 * Creates limits.
	 * @throws IllegalArgumentException if one of them is below 1
	 */
	public AccessLimits {
		check("requests-per-minute", requestsPerMinute);
		check("tokens-per-day", tokensPerDay);
		check("concurrent", concurrent);
	}

	private static void check(String name, @Nullable Number limit) {
		if (limit != null && limit.longValue() < 1) {
			throw new IllegalArgumentException("The limit " + name + " is " + limit + ", which is below 1.");
		}
	}

}
