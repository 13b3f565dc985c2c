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
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import javax.management.AttributeNotFoundException;
import javax.management.JMException;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has spent so far, over all threads.
 *
 * @param allocatedBytes bytes allocated, before Java 21 by the threads that live
 * @param cpuNanos time on a processor, garbage collection included
 * @param nanos time
 */
record Resources(long allocatedBytes, long cpuNanos, long nanos) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Resources now() {
		return new Resources(allocatedBytesOfAllThreads(), SYSTEM.getProcessCpuTime(), System.nanoTime());
	}

	/**
	 * Without what the compiler and the garbage collector take.
	 */
	static Resources ofThreads() {
		long[] ids = THREADS.getAllThreadIds();
		return new Resources(sum(THREADS.getThreadAllocatedBytes(ids)), sum(THREADS.getThreadCpuTime(ids)),
				System.nanoTime());
	}

	/**
	 * Returns how often a thread of this process has waited, as Linux counts it.
	 */
	static long voluntarySwitches() throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			return threads.mapToLong(Resources::voluntarySwitches).sum();
		}
	}

	private static long voluntarySwitches(Path thread) {
		try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
			return lines.filter((line) -> line.startsWith("voluntary_ctxt_switches:"))
				.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
				.sum();
		}
		catch (IOException | UncheckedIOException ex) {
			// The thread has ended.
			return 0;
		}
	}

	private static long sum(long[] values) {
		return Arrays.stream(values).filter((value) -> value > 0).sum();
	}

	private static long allocatedBytesOfAllThreads() {
		try {
			return (Long) ManagementFactory.getPlatformMBeanServer()
				.getAttribute(THREADS.getObjectName(), "TotalThreadAllocatedBytes");
		}
		catch (AttributeNotFoundException ex) {
			// Before Java 21: of the threads that live.
			return sum(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()));
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Resources minus(Resources earlier) {
		return new Resources(this.allocatedBytes - earlier.allocatedBytes, this.cpuNanos - earlier.cpuNanos,
				this.nanos - earlier.nanos);
	}

	static void resetPeakThreads() {
		THREADS.resetPeakThreadCount();
	}

	static int peakThreads() {
		return THREADS.getPeakThreadCount();
	}

}
