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

package com.chatbotkit.reliability;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;

/**
 * Writes every ten seconds what this JVM holds: heap after a full collection, direct
 * memory, threads, descriptors and sockets.
 */
final class Sampler implements AutoCloseable {

	static final String COLUMNS = "seconds,heap_mb,direct_mb,threads,descriptors,connections,cpu_seconds,exchanges";

	private static final double MB = 1024 * 1024;

	private static final UnixOperatingSystemMXBean SYSTEM = (UnixOperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "sampler");
		thread.setDaemon(true);
		return thread;
	});

	private final long began = System.nanoTime();

	private final PrintWriter out;

	private final LongSupplier exchanges;

	private final Runnable also;

	/**
	 * Begins to sample.
	 * @param file where the lines go
	 * @param exchanges how many exchanges there have been
	 * @param also what else is done at each sample
	 */
	Sampler(Path file, LongSupplier exchanges, Runnable also) throws IOException {
		this.out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
		this.exchanges = exchanges;
		this.also = also;
		this.out.println(COLUMNS);
		this.timer.scheduleAtFixedRate(this::sample, 10, 10, TimeUnit.SECONDS);
	}

	private void sample() {
		try {
			System.gc();
			this.out.println(String.format(Locale.ROOT, "%.1f,%.3f,%.3f,%d,%d,%d,%.1f,%d",
					(System.nanoTime() - this.began) / 1e9,
					ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB, direct() / MB,
					ManagementFactory.getThreadMXBean().getThreadCount(), SYSTEM.getOpenFileDescriptorCount(),
					sockets(), SYSTEM.getProcessCpuTime() / 1e9, this.exchanges.getAsLong()));
			this.also.run();
		}
		catch (RuntimeException ex) {
			// The next sample may succeed; a line is missing then.
			ex.printStackTrace();
		}
	}

	private static double direct() {
		long pooled = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return pooled + Math.max(0, PlatformDependent.usedDirectMemory());
	}

	private static long sockets() {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter(Sampler::isSocket).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocket(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			// It was closed meanwhile.
			return false;
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.out.close();
	}

}
