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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import com.chatbotkit.springai.server.access.Sha256;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Repeats the answer to a request with the same {@code Idempotency-Key}, even while it is
 * still streamed, so that the agent runs once. The agent is not stopped if the client
 * disconnects, so that the client can get the answer later.
 */
final class OpenReplays {

	/** The header of a repeated answer. */
	static final String REPLAYED = "Idempotent-Replayed";

	/** For each caller, so that none can evict the answers of another. */
	private static final int MAX_ANSWERS = 100;

	private static final Duration TIME = Duration.ofMinutes(10);

	private static final Duration SWEEP = Duration.ofMinutes(1);

	private static final int MAX_KEY_LENGTH = 255;

	private final Clock clock;

	private final Map<String, Map<String, Entry>> entries = new HashMap<>();

	private Instant swept;

	OpenReplays(Clock clock) {
		this.clock = clock;
		this.swept = clock.instant();
	}

	Mono<EndpointResponse> answer(String owner, @Nullable String key, byte[] body, Mono<EndpointResponse> run) {
		if (key == null) {
			return run;
		}
		if (key.length() > MAX_KEY_LENGTH) {
			throw OpenRefusal.invalid("Idempotency-Key",
					"The Idempotency-Key must have at most " + MAX_KEY_LENGTH + " characters.");
		}
		String digest = HexFormat.of().formatHex(Sha256.of(body));
		Entry added;
		synchronized (this) {
			sweep();
			Map<String, Entry> own = this.entries.computeIfAbsent(owner, (name) -> new LinkedHashMap<>());
			forgetOld(own);
			Entry known = own.get(key);
			if (known != null) {
				return again(known, digest);
			}
			Mono<EndpointResponse> once = run
				.map((answer) -> answer.withPieces((pieces) -> pieces.replay().autoConnect()))
				// Refused before the agent has begun, so the next request may succeed.
				.doOnError((refused) -> forget(owner, key))
				.cache();
			added = new Entry(digest, once, this.clock.instant().plus(TIME));
			own.put(key, added);
		}
		return added.answer();
	}

	private static Mono<EndpointResponse> again(Entry known, String digest) {
		if (!known.digest().equals(digest)) {
			throw new OpenRefusal(409, "idempotency_key_reused", "Idempotency-Key",
					"This Idempotency-Key came with another body before. Use a new one for each request.", Map.of());
		}
		return known.answer().map((answer) -> answer.withHeader(REPLAYED, "true"));
	}

	private synchronized void forget(String owner, String key) {
		Map<String, Entry> own = this.entries.get(owner);
		if (own != null) {
			own.remove(key);
		}
	}

	/**
	 * Removes callers without recent requests, because there may be any number of them.
	 */
	private void sweep() {
		Instant now = this.clock.instant();
		if (now.isAfter(this.swept.plus(SWEEP))) {
			this.swept = now;
			this.entries.values().forEach((own) -> own.values().removeIf((entry) -> !entry.until().isAfter(now)));
			this.entries.values().removeIf(Map::isEmpty);
		}
	}

	private void forgetOld(Map<String, Entry> own) {
		Instant now = this.clock.instant();
		Iterator<Entry> oldest = own.values().iterator();
		while (oldest.hasNext()) {
			Entry entry = oldest.next();
			if (own.size() < MAX_ANSWERS && entry.until().isAfter(now)) {
				return;
			}
			oldest.remove();
		}
	}

	private record Entry(String digest, Mono<EndpointResponse> answer, Instant until) {

	}

}
