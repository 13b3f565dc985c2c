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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How busy this machine is, where Linux says so: what others do at the same time spoils a
 * measurement.
 */
final class Machine {

	/** Others use less than this part of one processor while nothing is measured. */
	private static final double IDLE = 0.15;

	private static final Path STAT = Path.of("/proc/stat");

	private static final double TICKS_PER_SECOND = 100;

	private static final int FIRST_FIELD = 1;

	private static final int IDLE_FIELD = 4;

	private static final int IO_WAIT_FIELD = 5;

	private static final int LAST_FIELD = 8;

	private Machine() {
	}

	/**
	 * Returns the seconds that all processors together were busy since the start.
	 * @return the seconds, or 0 where that is not known
	 */
	static double busySeconds() throws IOException {
		if (!Files.exists(STAT)) {
			return 0;
		}
		String[] fields = Files.readAllLines(STAT).get(0).split(" +", -1);
		long ticks = 0;
		for (int i = FIRST_FIELD; i <= LAST_FIELD; i++) {
			if (i != IDLE_FIELD && i != IO_WAIT_FIELD) {
				ticks += Long.parseLong(fields[i]);
			}
		}
		return ticks / TICKS_PER_SECOND;
	}

	/**
	 * Waits until the machine is idle, or no longer than that.
	 */
	static void awaitIdle(Duration most) throws IOException, InterruptedException {
		long end = System.nanoTime() + most.toNanos();
		double busy = Double.MAX_VALUE;
		while (busy > IDLE && System.nanoTime() < end) {
			double before = busySeconds();
			Thread.sleep(1000);
			busy = busySeconds() - before;
		}
	}

	/**
	 * Returns the seconds that a process was busy.
	 */
	static double busySeconds(ProcessHandle process) {
		return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
	}

}
