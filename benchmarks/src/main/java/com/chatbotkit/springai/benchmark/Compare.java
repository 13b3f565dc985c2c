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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.util.StringUtils;

/**
 * Measures all contenders beside each other, against one server:
 * {@code <folder of the results> <rounds> <turns> <seconds to warm up> <seconds> [<scenario>…]}.
 * In each round and scenario every contender gets a fresh process and is warmed up; then
 * they are measured in turns, so that what is slow for a while is slow for all of them.
 * One that fails is out for the rest of that round: the others' figures are written all
 * the same, and the program fails at its end.
 */
public final class Compare {

	/** The contenders to measure; empty for all. */
	private static final List<String> CONTENDERS = List
		.of(StringUtils.tokenizeToStringArray(System.getProperty("contenders"), " "));

	/** So that no two requests of those who wait together meet. */
	private static final long APART_MILLIS = 150;

	private final int rounds;

	private final int turns;

	private final String warmUp;

	private final String time;

	private int failures;

	private Compare(int rounds, int turns, String warmUp, String time) {
		this.rounds = rounds;
		this.turns = turns;
		this.warmUp = warmUp;
		this.time = time;
	}

	public static void main(String[] args) throws Exception {
		Path folder = Files.createDirectories(Path.of(args[0]));
		Path file = folder.resolve("java-" + Runtime.version().feature() + ".csv");
		List<Comparison> comparisons = (args.length > 5)
				? Arrays.stream(args).skip(5).map((name) -> Comparison.valueOf(name.toUpperCase(Locale.ROOT))).toList()
				: List.of(Comparison.values());
		Results results = Files.exists(file) ? Results.read(file) : new Results();
		Compare compare = new Compare(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], args[4]);
		compare.run(comparisons, results, file);
		Report.main(new String[] { folder.toString() });
		if (compare.failures > 0) {
			throw new IllegalStateException(compare.failures + " times a contender failed: see above what each said");
		}
	}

	private void run(List<Comparison> comparisons, Results results, Path file) throws Exception {
		Process server = Programs.server().redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try (BufferedReader lines = lines(server); Network network = new Network()) {
			int port = Integer.parseInt(lines.readLine());
			for (Comparison comparison : comparisons) {
				results.forget(comparison);
				for (int round = 0; round < this.rounds; round++) {
					if (comparison == Comparison.START) {
						starts(round, port, results);
					}
					else if (comparison.isCrowd()) {
						crowds(comparison, round, network, results);
					}
					else if (comparison.isOverNetwork()) {
						round(comparison, round, true, results,
								(contender) -> network.measure(contender, comparison, this.warmUp));
					}
					else {
						round(comparison, round, false, results,
								(contender) -> Programs.measure(contender, comparison, port, this.warmUp, this.time));
					}
				}
				results.write(file);
			}
		}
		finally {
			server.destroy();
		}
	}

	private static List<String> rotated(Comparison comparison, int by) {
		List<String> contenders = new ArrayList<>(comparison.contenders());
		if (!CONTENDERS.isEmpty()) {
			contenders.retainAll(CONTENDERS);
		}
		Collections.rotate(contenders, -by);
		return contenders;
	}

	/**
	 * Measures all in turns.
	 * @param together whether those who wait do it at the same time,
	 * {@link #APART_MILLIS} apart
	 */
	private void round(Comparison comparison, int round, boolean together, Results results, Launch launch)
			throws Exception {
		List<Turns> all = new ArrayList<>();
		try {
			for (String contender : rotated(comparison, round)) {
				warm(comparison, contender, launch).ifPresent(all::add);
			}
			for (int turn = 0; turn < this.turns; turn++) {
				int number = round * this.turns + turn;
				if (together) {
					for (Turns contender : all) {
						contender.begin();
						Thread.sleep(APART_MILLIS);
					}
				}
				all.removeIf((contender) -> !turn(comparison, number, together, contender, results));
				Collections.rotate(all, -1);
			}
		}
		finally {
			all.forEach(Turns::close);
		}
	}

	/**
	 * Starts one contender and warms it up.
	 * @return the contender, unless it failed
	 */
	private Optional<Turns> warm(Comparison comparison, String contender, Launch launch) {
		try {
			return Optional.of(new Turns(contender, launch.of(contender)));
		}
		catch (IOException ex) {
			failed(comparison, ex);
			return Optional.empty();
		}
	}

	/**
	 * Measures one contender once.
	 * @param begun whether it has begun already
	 * @return whether it did not fail
	 */
	private boolean turn(Comparison comparison, int number, boolean begun, Turns contender, Results results) {
		try {
			if (!begun) {
				contender.begin();
			}
			Measured measured = contender.end();
			System.out.println(comparison + " " + contender.name() + ": " + measured.toLine());
			results.add(comparison, contender.name(), number, measured);
			return true;
		}
		catch (IOException ex) {
			failed(comparison, ex);
			contender.close();
			return false;
		}
	}

	private void failed(Comparison comparison, IOException ex) {
		System.out.println(comparison + " " + ex.getMessage());
		this.failures++;
	}

	/**
	 * Measures each once, alone, for one of them may need all memory.
	 */
	private void crowds(Comparison comparison, int round, Network network, Results results) throws Exception {
		for (String name : rotated(comparison, round)) {
			Optional<Turns> warm = warm(comparison, name,
					(contender) -> network.measure(contender, comparison, this.warmUp));
			if (warm.isPresent()) {
				turn(comparison, round, false, warm.get(), results);
				warm.get().close();
			}
		}
	}

	private void starts(int round, int port, Results results) throws Exception {
		for (String contender : rotated(Comparison.START, round)) {
			long start = System.nanoTime();
			Process process = Programs.application(contender, port)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try (BufferedReader lines = lines(process)) {
				String line = lines.readLine();
				while (line != null && !Measured.isLine(line)) {
					line = lines.readLine();
				}
				if (line == null) {
					throw new IllegalStateException("The application with " + contender + " gave no answer");
				}
				double wall = (System.nanoTime() - start) / 1e6;
				ClassPath classPath = ClassPath.ofApplication(contender);
				Measured measured = Measured.parse(line)
					.with("wall_ms", wall)
					.with("jars", classPath.jars().size())
					.with("jars_mb", classPath.megabytes());
				System.out.println(Comparison.START + " " + contender + ": " + measured.toLine());
				results.add(Comparison.START, contender, round, measured);
			}
			process.waitFor();
		}
	}

	private static BufferedReader lines(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Says how a contender is started.
	 */
	private interface Launch {

		ProcessBuilder of(String contender) throws IOException;

	}

}
