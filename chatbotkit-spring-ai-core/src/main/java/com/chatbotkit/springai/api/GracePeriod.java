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

import java.time.Duration;

/**
 * A short time in which a server may complete a response: the rest of it after a
 * {@code finish_reason} or after complete JSON, or the end of the body after
 * {@code [DONE]}, so that the connection can be used again.
 */
final class GracePeriod implements Watchdog.Watched {

	static final Duration DURATION = Duration.ofSeconds(1);

	private final Runnable over;

	private final int times;

	private final Watchdog watchdog;

	private final long since;

	GracePeriod(Runnable over, Watchdog watchdog) {
		this(over, 1, watchdog);
	}

	/**
	 * Creates a period.
	 * @param over called when the period is over
	 * @param times the factor for the watchdog's timeout
	 */
	GracePeriod(Runnable over, int times, Watchdog watchdog) {
		this.over = over;
		this.times = times;
		this.watchdog = watchdog;
		this.since = watchdog.now();
	}

	void watch() {
		this.watchdog.add(this);
	}

	void stop() {
		this.watchdog.remove(this);
	}

	@Override
	public long nanosLeft(long now) {
		return this.times * this.watchdog.timeout().toNanos() - (now - this.since);
	}

	@Override
	public void expire() {
		this.over.run();
	}

}
