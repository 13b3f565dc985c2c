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

package com.chatbotkit.springai.server.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The turns that wait for their clients' tools, by the ids of the calls handed out. Old
 * ones are forgotten: the model then asks again for what it needs.
 */
public final class HeldTurns {

	/** Of each caller, so that none can make the turns of another be forgotten. */
	private static final int MOST = 1_000;

	private static final Duration SWEEP = Duration.ofMinutes(1);

	private final Duration time;

	private final Clock clock;

	private final Map<String, Map<String, Entry>> turns = new HashMap<>();

	private Instant swept;

	HeldTurns(Duration time, Clock clock) {
		this.time = time;
		this.clock = clock;
		this.swept = clock.instant();
	}

	/**
	 * Creates a store in memory, which keeps a turn for half an hour, and 1,000 calls of
	 * each caller and agent at most.
	 * @return the store
	 */
	public static HeldTurns inMemory() {
		return new HeldTurns(Duration.ofMinutes(30), Clock.systemUTC());
	}

	synchronized void put(String id, HeldTurn turn) {
		Instant now = this.clock.instant();
		if (now.isAfter(this.swept.plus(SWEEP))) {
			this.swept = now;
			this.turns.values().forEach((own) -> own.values().removeIf((entry) -> !entry.until().isAfter(now)));
			this.turns.values().removeIf(Map::isEmpty);
		}
		Map<String, Entry> own = this.turns.computeIfAbsent(turn.owner(), (owner) -> new LinkedHashMap<>());
		if (own.size() >= MOST) {
			Iterator<Entry> oldest = own.values().iterator();
			oldest.next();
			oldest.remove();
		}
		own.put(id, new Entry(turn, now.plus(this.time)));
	}

	/** The turn of a call, or null where it is not known, or is not the owner's. */
	synchronized @Nullable HeldTurn find(String id, String owner) {
		Map<String, Entry> own = this.turns.get(owner);
		Entry entry = (own != null) ? own.get(id) : null;
		return (entry != null && entry.until().isAfter(this.clock.instant())) ? entry.turn() : null;
	}

	/** How many callers have something here. */
	synchronized int owners() {
		return this.turns.size();
	}

	private record Entry(HeldTurn turn, Instant until) {

	}

}
