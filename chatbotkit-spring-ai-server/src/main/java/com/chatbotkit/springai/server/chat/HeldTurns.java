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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The turns that wait for their clients' tools, by the ids of the calls handed out. Old
 * ones are forgotten: the model then asks again for what it needs.
 */
public final class HeldTurns {

	private static final int MOST = 10_000;

	private final Duration time;

	private final Clock clock;

	private final Map<String, Entry> turns = new LinkedHashMap<>();

	HeldTurns(Duration time, Clock clock) {
		this.time = time;
		this.clock = clock;
	}

	/**
	 * Creates a store in memory, which keeps a turn for half an hour and 10,000 calls at
	 * most.
	 * @return the store
	 */
	public static HeldTurns inMemory() {
		return new HeldTurns(Duration.ofMinutes(30), Clock.systemUTC());
	}

	synchronized void put(String id, HeldTurn turn) {
		Instant now = this.clock.instant();
		Iterator<Entry> oldest = this.turns.values().iterator();
		while (oldest.hasNext()) {
			Entry entry = oldest.next();
			if (this.turns.size() < MOST && entry.until().isAfter(now)) {
				break;
			}
			oldest.remove();
		}
		this.turns.put(id, new Entry(turn, now.plus(this.time)));
	}

	/** The turn of a call, or null where it is not known, or is not the owner's. */
	synchronized @Nullable HeldTurn find(String id, String owner) {
		Entry entry = this.turns.get(id);
		boolean known = entry != null && entry.until().isAfter(this.clock.instant());
		return (entry != null && known && entry.turn().owner().equals(owner)) ? entry.turn() : null;
	}

	private record Entry(HeldTurn turn, Instant until) {

	}

}
