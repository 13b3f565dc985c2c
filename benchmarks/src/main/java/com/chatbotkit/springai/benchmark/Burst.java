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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many streams at once: of a client that has no connections yet, again when these have
 * ended, and again after a silence of 6 s or more. While one contender is silent, another
 * one is measured, and never two of them together.
 */
final class Burst implements NetworkScenario {

	private static final Path LOCK = Path.of("target", "burst.lock");

	private static final Duration SILENCE = Duration.ofSeconds(6);

	/** Of a stream, so that all are open at once: 1 s. */
	private static final int PIECES = 6;

	private static final int GAP_MICROS = 200_000;

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final MeasureNetwork.NetworkPath path;

	private final int streams;

	Burst(MeasureNetwork.NetworkPath path, int streams) {
		this.path = path;
		this.streams = streams;
	}

	@Override
	public void warmUp(Duration time) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		do {
			Contender contender = this.path.connect();
			for (int i = 0; i < 4; i++) {
				burst(contender, 50, 5000, "", new Measured());
			}
		}
		while (System.nanoTime() < end);
	}

	@Override
	public Measured measure() throws Exception {
		Measured measured = new Measured();
		Contender contender = this.path.connect();
		try (FileChannel file = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			try (FileLock alone = file.lock()) {
				assert alone.isValid();
				burst(contender, this.streams, GAP_MICROS, "cold", measured);
				burst(contender, this.streams, GAP_MICROS, "warm", measured);
			}
			Thread.sleep(SILENCE.toMillis());
			try (FileLock alone = file.lock()) {
				assert alone.isValid();
				burst(contender, this.streams, GAP_MICROS, "later", measured);
			}
		}
		return measured;
	}

	private void burst(Contender contender, int count, int gapMicros, String name, Measured measured)
			throws IOException, InterruptedException {
		int connections = this.path.connections();
		Resources before = Resources.now();
		String prompt = Order.stream(PIECES, gapMicros);
		List<Delays> texts = new ArrayList<>();
		List<CompletableFuture<Void>> started = new ArrayList<>();
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			Delays delays = new Delays(PIECES);
			texts.add(delays);
			started.add(contender.start(prompt, (text) -> delays.add(System.nanoTime() - start)));
		}
		await(started);
		Resources spent = Resources.now().minus(before);
		Delays first = new Delays(count);
		texts.stream().filter((each) -> each.count() == PIECES).forEach((each) -> first.add(each.first()));
		measured.with(name + "_p50_ms", first.micros(0.5) / 1000)
			.with(name + "_p95_ms", first.micros(0.95) / 1000)
			.with(name + "_connections", this.path.connections() - connections)
			.with(name + "_cpu_ms", spent.cpuNanos() / 1e6)
			.with(name + "_failed", count - first.count());
	}

	private static void await(List<CompletableFuture<Void>> started) throws InterruptedException {
		try {
			CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
				.exceptionally((failed) -> null)
				.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// Those that have not ended are counted.
		}
	}

}
