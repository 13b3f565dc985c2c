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

package com.chatbotkit.springai.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long the first text takes some seconds after the last answer. All contenders wait
 * together; their requests are apart.
 */
final class Pauses implements NetworkScenario {

	private static final int[] SECONDS = { 1, 6, 20 };

	/** More often after the shortest pause, because the others are compared with it. */
	private static final int OF_THE_SHORTEST = 3;

	private final Contender contender;

	Pauses(MeasureNetwork.NetworkPath path) {
		this.contender = path.connect();
	}

	@Override
	public void warmUp(Duration time) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		do {
			CompletableFuture<?>[] streams = new CompletableFuture<?>[10];
			for (int i = 0; i < streams.length; i++) {
				streams[i] = this.contender.start(Order.stream(20, 1000), new Delays(20));
			}
			CompletableFuture.allOf(streams).get(1, TimeUnit.MINUTES);
		}
		while (System.nanoTime() < end);
	}

	@Override
	public Measured measure() throws Exception {
		firstText();
		Measured measured = new Measured();
		for (int seconds : SECONDS) {
			Delays delays = new Delays(OF_THE_SHORTEST);
			do {
				Thread.sleep(seconds * 1000L);
				delays.add(firstText());
			}
			while (seconds == SECONDS[0] && delays.count() < OF_THE_SHORTEST);
			measured.with("after_" + seconds + "s_ms", delays.micros(0.4) / 1000);
		}
		return measured;
	}

	private long firstText() {
		return firstText(this.contender);
	}

	/**
	 * Asks for an answer of two pieces, and reads it.
	 * @return nanoseconds until the first of them
	 */
	static long firstText(Contender contender) {
		Delays first = new Delays(2);
		long start = System.nanoTime();
		contender.stream(Order.stream(2, 1000), (text) -> first.add(System.nanoTime() - start));
		if (first.count() != 2) {
			throw new IllegalStateException("The text is wrong");
		}
		return first.first();
	}

}
