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

package com.chatbotkit.springai.test.page;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Keeps the steps of the latest exchanges. Late and slow readers read from the journal
 * itself, so no steps are queued for them.
 */
final class Journal {

	/** Number of exchanges that are kept. */
	static final int EXCHANGES = 50;

	/** Characters that are kept in total. The latest exchange is always kept. */
	static final long CHARACTERS = 16 * 1024 * 1024;

	private final NavigableMap<Long, Step> steps = new TreeMap<>();

	/** Kept exchanges with their number of characters. */
	private final Map<Long, Long> exchanges = new LinkedHashMap<>();

	private final Set<JournalReader> watchers = new CopyOnWriteArraySet<>();

	private long last;

	private long lastStep;

	private long characters;

	synchronized long open() {
		this.exchanges.put(++this.last, 0L);
		if (this.exchanges.size() > EXCHANGES) {
			dropOldest();
		}
		return this.last;
	}

	/** Adds a step, unless its exchange is no longer kept. */
	void add(Step step) {
		if (keep(step)) {
			this.watchers.forEach(JournalReader::read);
		}
	}

	private synchronized boolean keep(Step step) {
		Long before = this.exchanges.get(step.exchange());
		if (before == null) {
			return false;
		}
		this.exchanges.put(step.exchange(), before + step.characters());
		this.characters += step.characters();
		this.steps.put(++this.lastStep, step);
		while (this.characters > CHARACTERS && this.exchanges.size() > 1) {
			dropOldest();
		}
		return true;
	}

	private void dropOldest() {
		Iterator<Map.Entry<Long, Long>> oldest = this.exchanges.entrySet().iterator();
		Map.Entry<Long, Long> dropped = oldest.next();
		long exchange = dropped.getKey();
		this.characters -= dropped.getValue();
		oldest.remove();
		this.steps.values().removeIf((step) -> step.exchange() == exchange);
	}

	/** Returns the first exchange that is kept. */
	synchronized long first() {
		return this.exchanges.isEmpty() ? this.last + 1 : this.exchanges.keySet().iterator().next();
	}

	/**
	 * Returns the step after the given one, with its number, or null if there is none
	 * yet.
	 */
	synchronized Map.@Nullable Entry<Long, Step> after(long number) {
		return this.steps.higherEntry(number);
	}

	/** Returns the number of readers. */
	int watchers() {
		return this.watchers.size();
	}

	/**
	 * Streams the kept steps, then new ones; never completes. If exchanges are dropped
	 * before a slow reader reads them, it gets a step that says so.
	 */
	Flux<Step> steps() {
		return Flux.create(this::watch, FluxSink.OverflowStrategy.IGNORE);
	}

	private void watch(FluxSink<Step> sink) {
		JournalReader watcher = new JournalReader(this, sink);
		this.watchers.add(watcher);
		sink.onDispose(() -> this.watchers.remove(watcher));
		sink.onRequest((more) -> watcher.read());
	}

}
