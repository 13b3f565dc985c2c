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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Keeps the steps of the latest exchanges for those who begin to watch later.
 */
final class Journal {

	/** Exchanges that are kept. */
	static final int EXCHANGES = 50;

	// All that is kept fits in; who reads slower than that begins again.
	private static final int WAITING_STEPS = 100_000;

	private final Map<Long, List<Step>> exchanges = new LinkedHashMap<>();

	private final Set<FluxSink<Step>> watchers = new CopyOnWriteArraySet<>();

	private long last;

	synchronized long open() {
		this.exchanges.put(++this.last, new ArrayList<>());
		this.exchanges.remove(this.last - EXCHANGES);
		return this.last;
	}

	/** Adds a step, unless its exchange is no longer kept. */
	synchronized void add(Step step) {
		List<Step> steps = this.exchanges.get(step.exchange());
		if (steps != null) {
			steps.add(step);
			this.watchers.forEach((watcher) -> watcher.next(step));
		}
	}

	/** What is kept, then what happens from now on; never ends by itself. */
	Flux<Step> steps() {
		return Flux.create(this::watch, FluxSink.OverflowStrategy.IGNORE).onBackpressureBuffer(WAITING_STEPS);
	}

	private synchronized void watch(FluxSink<Step> watcher) {
		this.exchanges.values().forEach((steps) -> steps.forEach(watcher::next));
		this.watchers.add(watcher);
		watcher.onDispose(() -> this.watchers.remove(watcher));
	}

}
