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

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts what each key has used since the application started, whatever limits it.
 */
final class KeyUse {

	private final Map<String, Counts> counts;

	KeyUse(Set<String> keys) {
		Map<String, Counts> counts = new TreeMap<>();
		keys.forEach((key) -> counts.put(key, new Counts()));
		this.counts = Collections.unmodifiableMap(counts);
	}

	/** The keys whose use is counted. */
	Set<String> keys() {
		return this.counts.keySet();
	}

	@Nullable Use of(String key) {
		Counts counts = this.counts.get(key);
		return (counts != null) ? new Use(counts.requests.sum(), Math.max(0, counts.running.get()), counts.tokens.sum())
				: null;
	}

	/** The same access, whose admissions are counted. */
	ChatBotKitServerAccess of(ChatBotKitServerAccess access) {
		return new ChatBotKitServerAccess() {

			@Override
			public Mono<ServerCaller> identify(EndpointRequest request) {
				return access.identify(request);
			}

			@Override
			public Mono<Admission> admit(ServerCaller caller) {
				// A subject of a token may be called like a key.
				Counts counts = (caller.principal() == null) ? KeyUse.this.counts.get(caller.name()) : null;
				return (counts != null) ? access.admit(caller).map(counts::count) : access.admit(caller);
			}

		};
	}

	/**
	 * The use of a key so far.
	 *
	 * @param requests the requests that were let through
	 * @param running those that run now
	 * @param tokens the tokens of those that have ended
	 */
	record Use(long requests, int running, long tokens) {
	}

	private static final class Counts {

		private final LongAdder requests = new LongAdder();

		private final AtomicInteger running = new AtomicInteger();

		private final LongAdder tokens = new LongAdder();

		Admission count(Admission admission) {
			this.requests.increment();
			this.running.incrementAndGet();
			return (used) -> {
				this.running.decrementAndGet();
				this.tokens.add(used);
				admission.finished(used);
			};
		}

	}

}
