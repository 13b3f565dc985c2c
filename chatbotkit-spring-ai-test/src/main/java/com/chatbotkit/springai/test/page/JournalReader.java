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

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * Passes the journal's steps to one subscriber, as requested.
 */
final class JournalReader {

	private final Journal journal;

	private final FluxSink<Step> sink;

	private final AtomicInteger calls = new AtomicInteger();

	// Used only by the thread that is reading.
	private long read;

	private long first;

	JournalReader(Journal journal, FluxSink<Step> sink) {
		this.journal = journal;
		this.sink = sink;
		this.first = journal.first();
	}

	/** Passes on the available steps, as far as requested. */
	void read() {
		if (this.calls.getAndIncrement() > 0) {
			return;
		}
		int missed = 1;
		do {
			Step step = next();
			while (step != null) {
				this.sink.next(step);
				step = next();
			}
			missed = this.calls.addAndGet(-missed);
		}
		while (missed > 0);
	}

	private @Nullable Step next() {
		if (this.sink.isCancelled() || this.sink.requestedFromDownstream() == 0) {
			return null;
		}
		long kept = this.journal.first();
		if (kept > this.first) {
			boolean seen = this.read > 0;
			this.first = kept;
			if (seen) {
				return Step.dropped(kept);
			}
		}
		Map.Entry<Long, Step> entry = this.journal.after(this.read);
		if (entry == null) {
			return null;
		}
		this.read = entry.getKey();
		return entry.getValue();
	}

}
