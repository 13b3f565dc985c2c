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
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Measures all contenders beside each other: each in a fresh process for each scenario
 * and round, in an order that rotates, against one server:
 * {@code <folder of the results> <rounds> <seconds to warm up> <seconds> <patience> [<scenario>…]}.
 * With patience it waits so many times 10 s for the machine to be idle, and repeats so
 * many times what others disturbed.
 */
public final class Compare {

	private static final long MOST_MINUTES = 4;

	/** A measurement beside which others used more processors than this is repeated. */
	private static final double DISTURBED = 0.1;

	private static final Path TARGET = Path.of("target");

	private final List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());

	private final int rounds;

	private final String warmUp;

	private final String time;

	private final int patience;

	private Compare(int rounds, String warmUp, String time, int patience) {
		this.rounds = rounds;
		this.warmUp = warmUp;
		this.time = time;
		this.patience = patience;
	}

	public static void main(String[] args) throws Exception {
		Path folder = Files.createDirectories(Path.of(args[0]));
		Path file = folder.resolve("java-" + Runtime.version().feature() + ".csv");
		List<Comparison> comparisons = (args.length > 5)
				? Arrays.stream(args).skip(5).map((name) -> Comparison.valueOf(name.toUpperCase(Locale.ROOT))).toList()
				: List.of(Comparison.values());
		Results results = Files.exists(file) ? Results.read(file) : new Results();
		new Compare(Integer.parseInt(args[1]), args[2], args[3], Integer.parseInt(args[4])).run(comparisons, results);
		results.write(file);
		Report.main(new String[] { folder.toString() });
	}

	private void run(List<Comparison> comparisons, Results results) throws Exception {
		comparisons.forEach(results::forget);
		Process server = process(List.of("-Xmx1g"), classPath(TARGET), Server.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader lines = lines(server)) {
			int port = Integer.parseInt(lines.readLine());
			for (Comparison comparison : comparisons) {
				for (int round = 0; round < this.rounds; round++) {
					List<String> contenders = new ArrayList<>(comparison.contenders());
					Collections.rotate(contenders, -round);
					for (String contender : contenders) {
						results.add(comparison, contender, round,
								undisturbed(comparison, contender, port, server.toHandle()));
					}
				}
			}
		}
		finally {
			server.destroy();
		}
	}

	private @Nullable Measured undisturbed(Comparison comparison, String contender, int port, ProcessHandle server)
			throws Exception {
		Measured best = null;
		for (int attempt = 0; attempt <= this.patience; attempt++) {
			Machine.awaitIdle(Duration.ofSeconds(10L * this.patience));
			double busy = Machine.busySeconds() - Machine.busySeconds(server);
			long start = System.nanoTime();
			Measured measured = measure(comparison, contender, port);
			if (measured == null) {
				return best;
			}
			double others = Machine.busySeconds() - Machine.busySeconds(server) - busy
					- measured.take(Measured.OWN_CPU);
			measured.with(Measured.OTHERS, others / ((System.nanoTime() - start) / 1e9));
			System.out.println(comparison + " " + contender + ": " + measured.toLine());
			if (best == null || measured.value(Measured.OTHERS) < best.value(Measured.OTHERS)) {
				best = measured;
			}
			if (best.value(Measured.OTHERS) < DISTURBED) {
				break;
			}
		}
		return best;
	}

	private @Nullable Measured measure(Comparison comparison, String contender, int port) throws Exception {
		long start = System.nanoTime();
		ProcessBuilder builder = (comparison == Comparison.START) ? start(contender, port)
				: process(List.of("-Xms512m", "-Xmx2g"), classPath(TARGET), Measure.class.getName(), contender,
						comparison.name(), Integer.toString(port), this.warmUp, this.time);
		Path errors = TARGET.resolve("errors.txt");
		Process process = builder.redirectError(errors.toFile()).start();
		Measured measured = null;
		try (BufferedReader lines = lines(process)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (Measured.isLine(line)) {
					measured = Measured.parse(line);
					if (comparison == Comparison.START) {
						measured.with("wall_ms", (System.nanoTime() - start) / 1e6)
							.with("jars", jars(contender).size());
						measured.with("jars_mb", megabytes(jars(contender)));
					}
				}
			}
		}
		if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
			process.destroyForcibly();
		}
		if (measured == null) {
			System.out.println(comparison + " " + contender + ": FAILED\n" + Files.readString(errors));
		}
		return measured;
	}

	private ProcessBuilder start(String contender, int port) throws IOException {
		String url = Contender.baseUrl(port);
		return process(List.of("-Xmx512m"), "target/classes" + File.pathSeparator + startClassPath(contender),
				"com.chatbotkit.springai.benchmark.start.StartApplication", "--spring.main.banner-mode=off",
				"--spring.ai.chatbotkit.base-url=" + url, "--spring.ai.chatbotkit.secret-key=" + Contender.KEY,
				"--spring.ai.chatbotkit.chat.model=" + Contender.MODEL, "--spring.ai.openai.base-url=" + url,
				"--spring.ai.openai.api-key=" + Contender.KEY);
	}

	private ProcessBuilder process(List<String> options, String classPath, String... main) {
		List<String> command = new ArrayList<>(this.java);
		command.addAll(options);
		command.addAll(List.of("-cp", classPath));
		command.addAll(List.of(main));
		return new ProcessBuilder(command);
	}

	private static String classPath(Path target) throws IOException {
		return target.resolve("classes") + File.pathSeparator
				+ Files.readString(target.resolve("classpath.txt")).trim();
	}

	private static String startClassPath(String contender) throws IOException {
		return Files.readString(Path.of("start-" + contender, "target", "classpath.txt")).trim();
	}

	private static List<Path> jars(String contender) throws IOException {
		return Arrays.stream(startClassPath(contender).split(File.pathSeparator, -1)).map(Path::of).toList();
	}

	private static double megabytes(List<Path> jars) throws IOException {
		long bytes = 0;
		for (Path jar : jars) {
			bytes += Files.size(jar);
		}
		return bytes / 1e6;
	}

	private static BufferedReader lines(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

}
