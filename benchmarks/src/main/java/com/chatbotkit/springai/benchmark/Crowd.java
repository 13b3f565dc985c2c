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

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thousands of open streams, each with a piece of text every 10 s, and one more beside
 * them. Without the round-trip time, which would hide what the client takes itself.
 */
final class Crowd implements NetworkScenario {

	private static final int STREAMS = Integer.getInteger("crowd.streams", 10_000);

	/** How often a stream says something, 10 s apart. */
	private static final int PIECES = Integer.getInteger("crowd.pieces", 10);

	private static final int GAP_MICROS = 10_000_000;

	/** So many streams are being opened at once. */
	private static final int OPENING = 200;

	private static final Duration WATCHED = Duration.ofSeconds(20);

	private static final int ONE_MORE = 21;

	private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

	private final Contender contender;

	Crowd(MeasureNetwork.NetworkPath path) {
		this.contender = path.connect();
	}

	@Override
	public void warmUp(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		do {
			CompletableFuture<?>[] streams = new CompletableFuture<?>[10];
			for (int i = 0; i < streams.length; i++) {
				streams[i] = this.contender.start(Order.stream(20, 1000), new Delays(20));
			}
			CompletableFuture.allOf(streams).join();
			Pauses.firstText(this.contender);
		}
		while (System.nanoTime() < end);
	}

	@Override
	public Measured measure() throws Exception {
		double idle = firstText();
		long heap = heap();
		long started = System.nanoTime();
		AtomicInteger open = new AtomicInteger();
		AtomicInteger complete = new AtomicInteger();
		List<CompletableFuture<Void>> streams = open(open, complete);
		double opened = (System.nanoTime() - started) / 1e9;
		double perStream = (heap() - heap) / 1024.0 / Math.max(1, open.get());
		Resources before = Resources.now();
		Thread.sleep(WATCHED.toMillis());
		Resources spent = Resources.now().minus(before);
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		int watched = open.get();
		double pieces = watched * (spent.nanos() / 1e3 / GAP_MICROS);
		double busy = firstText();
		try {
			CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new))
				.exceptionally((failed) -> null)
				.get(PIECES * GAP_MICROS / 1_000_000 + 30L, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			// Those that have not ended are counted.
		}
		return new Measured().with("open", watched)
			.with("complete", complete.get())
			.with("opened_s", opened)
			.with("heap_kb_per_stream", perStream)
			.with("cpu_us_per_piece", spent.cpuNanos() / 1e3 / Math.max(1, pieces))
			.with("threads", threads)
			.with("idle_first_ms", idle)
			.with("one_more_first_ms", busy);
	}

	/**
	 * Opens the streams, and waits until each has brought its first text or has failed.
	 */
	private List<CompletableFuture<Void>> open(AtomicInteger open, AtomicInteger complete) throws InterruptedException {
		Semaphore opening = new Semaphore(OPENING);
		List<CompletableFuture<Void>> streams = new ArrayList<>(STREAMS);
		String prompt = Order.stream(PIECES, GAP_MICROS);
		for (int i = 0; i < STREAMS; i++) {
			if (!opening.tryAcquire(1, TimeUnit.MINUTES)) {
				return streams;
			}
			AtomicInteger texts = new AtomicInteger();
			streams.add(this.contender.start(prompt, (text) -> {
				if (texts.incrementAndGet() == 1) {
					open.incrementAndGet();
					opening.release();
				}
			}).whenComplete((done, failed) -> {
				if (texts.get() == 0) {
					opening.release();
				}
				else {
					open.decrementAndGet();
				}
				if (failed == null && texts.get() == PIECES) {
					complete.incrementAndGet();
				}
			}));
		}
		opening.tryAcquire(OPENING, 1, TimeUnit.MINUTES);
		return streams;
	}

	private double firstText() throws InterruptedException {
		Delays delays = new Delays(ONE_MORE);
		for (int i = 0; i < ONE_MORE; i++) {
			Thread.sleep(50);
			delays.add(Pauses.firstText(this.contender));
		}
		return delays.micros(0.5) / 1000;
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(200);
		}
		return MEMORY.getHeapMemoryUsage().getUsed();
	}

}
