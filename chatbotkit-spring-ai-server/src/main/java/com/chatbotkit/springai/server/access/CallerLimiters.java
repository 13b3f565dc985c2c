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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates and keeps the limiter of each caller. Tokens may have any number of subjects,
 * so the least recently used limiters are removed.
 */
final class CallerLimiters {

	private static final int MAX_CALLERS = 100_000;

	private final LimitBuckets buckets;

	private final Map<String, KeyLimiter> limiters = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, KeyLimiter> eldest) {
			return size() > MAX_CALLERS;
		}

	};

	CallerLimiters(LimitBuckets buckets) {
		this.buckets = buckets;
	}

	synchronized KeyLimiter of(ServerCaller caller) {
		return this.limiters.computeIfAbsent(caller.id(), (id) -> new KeyLimiter(id, caller.limits(), this.buckets));
	}

}
