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
 * Measures a {@link Contender}: each time first until it is warm, then for real.
 */
final class Procedures {

	private static final int CHUNKS = 100;

	private static final int GAP_MICROS = 20_000;

	/** Whoever takes longer did not complete. */
	private static final Duration LONGEST = Duration.ofSeconds(90);

	private Procedures() {
	}

	static Measured calls(Contender contender, String prompt, String expected, Duration warmUp, Duration time) {
		untilOver(warmUp, () -> call(contender, prompt, expected));
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

	static Measured streams(Contender contender, int chunks, Duration warmUp, Duration time) {
		untilOver(warmUp, () -> stream(contender, chunks));
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

	static Measured delays(Contender contender, Duration warmUp, Duration time) {
		warmUpStreams(contender, warmUp);
		untilOver(time, () -> firstText(contender, new Delays()));
		Delays first = new Delays();
		untilOver(time.dividedBy(2), () -> first.add(firstText(contender, new Delays())));
		Delays each = new Delays();
		untilOver(time, () -> firstText(contender, each));
		return new Measured().with("first_us_p50", first.micros(0.5))
			.with("first_us_p99", first.micros(0.99))
			.with("chunk_us_p50", each.micros(0.5))
			.with("chunk_us_p99", each.micros(0.99));
	}

	private static long firstText(Contender contender, Delays delays) {
		long start = System.nanoTime();
		long[] first = { 0 };
		int before = delays.count();
		contender.stream(Order.stream(4, 5000), (text) -> {
			if (first[0] == 0) {
				first[0] = System.nanoTime() - start;
			}
			delays.accept(text);
		});
		if (delays.count() - before != 4) {
			throw new IllegalStateException("The text is wrong");
		}
		return first[0];
	}

	static Measured together(Contender contender, int streams, Duration warmUp) {
		double ideal = CHUNKS * GAP_MICROS / 1e6;
		try {
			warmUpStreams(contender, warmUp);
			start(contender, streams, CHUNKS / 4);
			Resources.resetPeakThreads();
			Resources before = Resources.now();
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

	/**
	 * Warms up what each chunk needs, and what each request needs.
	 */
	private static void warmUpStreams(Contender contender, Duration warmUp) {
		untilOver(warmUp.dividedBy(2), () -> stream(contender, 2000));
		untilOver(warmUp.dividedBy(2), () -> stream(contender, 4));
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
