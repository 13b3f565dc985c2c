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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Warms up and measures a {@link Contender}.
 */
final class Procedures {

	private static final int CHUNKS = 100;

	private static final int GAP_MICROS = 20_000;

	/** A contender that takes longer did not complete. */
	private static final Duration LONGEST = Duration.ofSeconds(90);

	/** The part of its time for which a contender runs before it is measured again. */
	private static final int LEAD_IN = 10;

	private Procedures() {
	}

	static void warmUpCalls(Contender contender, String prompt, String expected, Duration time) {
		untilOver(time, () -> call(contender, prompt, expected));
	}

	static Measured calls(Contender contender, String prompt, String expected, Duration time) {
		warmUpCalls(contender, prompt, expected, time.dividedBy(LEAD_IN));
		Delays delays = new Delays();
		Resources before = Resources.now();
		untilOver(time, () -> {
			long start = System.nanoTime();
			call(contender, prompt, expected);
			delays.add(System.nanoTime() - start);
		});
		Resources spent = Resources.now().minus(before);
		double calls = delays.count();
		return new Measured().with("us_p50", delays.micros(0.5))
			.with("us_p99", delays.micros(0.99))
			.with("kb_per_call", spent.allocatedBytes() / 1024.0 / calls)
			.with("cpu_us_per_call", spent.cpuNanos() / 1000.0 / calls);
	}

	private static void call(Contender contender, String prompt, String expected) {
		String answer = contender.call(prompt);
		if (!answer.equals(expected)) {
			throw new IllegalStateException("The text is wrong: " + answer);
		}
	}

	static void warmUpStreams(Contender contender, int chunks, Duration time) {
		untilOver(time, () -> stream(contender, chunks));
	}

	static Measured streams(Contender contender, int chunks, Duration time) {
		warmUpStreams(contender, chunks, time.dividedBy(LEAD_IN));
		Resources before = Resources.now();
		int streams = untilOver(time, () -> stream(contender, chunks));
		Resources spent = Resources.now().minus(before);
		double all = (double) streams * chunks;
		return new Measured().with("chunks_per_s", all / (spent.nanos() / 1e9))
			.with("bytes_per_chunk", spent.allocatedBytes() / all)
			.with("cpu_us_per_chunk", spent.cpuNanos() / 1000.0 / all);
	}

	private static void stream(Contender contender, int chunks) {
		TextCheck check = new TextCheck(chunks);
		contender.stream(Order.stream(chunks, 0), check);
		check.verify();
	}

	/**
	 * With chunks that come alone too, but more often: at 5 ms, compiling what is run
	 * would take minutes.
	 */
	static void warmUpDelays(Contender contender, Duration time) {
		untilOver(time, () -> delays(contender, 100, new Delays(10), new Delays(10)));
	}

	static Measured delays(Contender contender, Duration time) {
		untilOver(time.dividedBy(LEAD_IN), () -> delays(contender, 5000, new Delays(10), new Delays(10)));
		Delays first = new Delays();
		Delays each = new Delays();
		untilOver(time, () -> delays(contender, 5000, first, each));
		return new Measured().with("first_us_p50", first.micros(0.5))
			.with("first_us_p99", first.micros(0.99))
			.with("chunk_us_p50", each.micros(0.5))
			.with("chunk_us_p99", each.micros(0.99));
	}

	private static void delays(Contender contender, int gapMicros, Delays first, Delays each) {
		int chunks = 4;
		int before = each.count();
		long start = System.nanoTime();
		contender.stream(Order.stream(chunks, gapMicros), (text) -> {
			if (each.count() == before) {
				first.add(System.nanoTime() - start);
			}
			each.accept(text);
		});
		if (each.count() - before != chunks) {
			throw new IllegalStateException("The text is wrong");
		}
	}

	static void warmUpTogether(Contender contender, int streams, Duration time) {
		untilOver(time, () -> {
			try {
				start(contender, streams, CHUNKS / 4);
			}
			catch (TimeoutException ex) {
				// It is not measured yet.
			}
		});
	}

	static Measured together(Contender contender, int streams) {
		double ideal = CHUNKS * GAP_MICROS / 1e6;
		Resources.resetPeakThreads();
		Resources before = Resources.now();
		try {
			Delays delays = start(contender, streams, CHUNKS);
			Resources spent = Resources.now().minus(before);
			double seconds = spent.nanos() / 1e9;
			return new Measured().with("completed", 1)
				.with("wall_s", seconds)
				.with("of_ideal", seconds / ideal)
				.with("cpu_s", spent.cpuNanos() / 1e9)
				.with("threads", Resources.peakThreads())
				.with("chunk_us_p99", delays.micros(0.99));
		}
		catch (TimeoutException ex) {
			return new Measured().with("completed", 0).with("threads", Resources.peakThreads());
		}
	}

	private static Delays start(Contender contender, int streams, int chunks) throws TimeoutException {
		List<Delays> delays = new ArrayList<>();
		List<CompletableFuture<Void>> started = new ArrayList<>();
		String prompt = Order.stream(chunks, GAP_MICROS);
		for (int i = 0; i < streams; i++) {
			Delays delay = new Delays(chunks);
			delays.add(delay);
			started.add(contender.start(prompt, delay));
		}
		try {
			CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
				.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("A stream failed", ex);
		}
		Delays all = new Delays(streams * chunks);
		for (Delays delay : delays) {
			if (delay.count() != chunks) {
				throw new IllegalStateException("A stream brought " + delay.count() + " pieces of " + chunks);
			}
			all.addAll(delay);
		}
		return all;
	}

	private static int untilOver(Duration time, Runnable work) {
		long end = System.nanoTime() + time.toNanos();
		int times = 0;
		do {
			work.run();
			times++;
		}
		while (System.nanoTime() < end);
		return times;
	}

}
