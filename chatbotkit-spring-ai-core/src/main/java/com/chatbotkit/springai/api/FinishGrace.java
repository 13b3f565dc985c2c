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

import org.jspecify.annotations.Nullable;

/**
 * Decides how long a stream waits for events after its {@code finish_reason}, because
 * some servers send no {@code [DONE]} and leave the connection open.
 * <p>
 * The time is longer if the reason came with the first text, because some servers send
 * one with each chunk. It starts again while an event arrives slowly.
 */
final class FinishGrace {

	/** How many times as long to wait if the server may send a reason with each chunk. */
	private static final int FACTOR_IF_DOUBTFUL = 5;

	private final CompletionEvents events;

	private final Watchdog gracePeriods;

	private final Runnable onExpiry;

	private @Nullable GracePeriod period;

	private volatile boolean expired;

	private boolean bytesArrived;

	/**
	 * Creates an instance for one stream.
	 * @param onExpiry called on a timer's thread when {@link #isOver()} may have changed
	 */
	FinishGrace(CompletionEvents events, Watchdog gracePeriods, Runnable onExpiry) {
		this.events = events;
		this.gracePeriods = gracePeriods;
		this.onExpiry = onExpiry;
	}

	/**
	 * Starts the time if it has not started and the answer may end here.
	 */
	void startIfEndExpected() {
		if (this.period == null && this.events.isEndExpected()) {
			start();
		}
	}

	void bytesArrived() {
		this.bytesArrived = true;
	}

	/**
	 * Whether the stream waits no longer and ends here.
	 */
	boolean isOver() {
		if (!this.expired || !this.events.isEndExpected()) {
			return false;
		}
		if (this.bytesArrived && this.events.isWithinEvent()) {
			this.expired = false;
			start();
			return false;
		}
		return true;
	}

	void stop() {
		if (this.period != null) {
			this.period.stop();
		}
	}

	private void start() {
		this.bytesArrived = false;
		GracePeriod started = new GracePeriod(this::expire, this.events.isEndDoubtful() ? FACTOR_IF_DOUBTFUL : 1,
				this.gracePeriods);
		this.period = started;
		started.watch();
	}

	private void expire() {
		this.expired = true;
		this.onExpiry.run();
	}

}
