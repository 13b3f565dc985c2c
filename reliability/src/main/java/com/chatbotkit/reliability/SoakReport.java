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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells what a soak has shown: {@code <folder> [<file for the plot>]}. Ends with 1 where
 * an exchange is unaccounted for.
 */
final class SoakReport {

	private static final double WARM_UP_SECONDS = 300;

	/** The last exchanges end one by one. */
	private static final double COOL_DOWN_SECONDS = 30;

	private static final List<String[]> WATCHED = List.of(new String[] { "client.csv", "heap_mb", "client: heap, MB" },
			new String[] { "client.csv", "direct_mb", "client: direct memory, MB" },
			new String[] { "client.csv", "threads", "client: threads" },
			new String[] { "client.csv", "descriptors", "client: descriptors" },
			new String[] { "client.csv", "connections", "client: sockets" },
			new String[] { "server.csv", "heap_mb", "server: heap, MB" },
			new String[] { "server.csv", "direct_mb", "server: direct memory, MB" },
			new String[] { "server.csv", "threads", "server: threads" },
			new String[] { "server.csv", "descriptors", "server: descriptors" },
			new String[] { "network.csv", "open", "connections between them" });

	private final Path folder;

	private SoakReport(Path folder) {
		this.folder = folder;
	}

	public static void main(String[] args) throws IOException {
		SoakReport report = new SoakReport(Path.of(args[0]));
		boolean accounted = report.exchanges();
		report.slopes((args.length > 1) ? Path.of(args[1]) : null);
		if (!accounted) {
			System.exit(1);
		}
	}

	private boolean exchanges() throws IOException {
		Ledger outcomes = Ledger.read(this.folder.resolve("outcomes.bin"));
		Ledger received = Ledger.read(this.folder.resolve("received.bin"));
		Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
		Map<Outcome, Integer> unsent = new EnumMap<>(Outcome.class);
		Map<String, Integer> wrong = new TreeMap<>();
		int tooOften = 0;
		int requests = 0;
		int begun = 0;
		int last = outcomes.last();
		for (int exchange = 1; exchange < Ledger.SIZE; exchange++) {
			Outcome outcome = Outcome.values()[outcomes.get(exchange)];
			int times = received.get(exchange);
			requests += times;
			if (outcome == Outcome.NOT_BEGUN) {
				// While it runs, the client's notes may be some seconds older.
				if (times > 0 && exchange <= last) {
					wrong.merge("received, though nobody asked", 1, Integer::sum);
				}
				continue;
			}
			begun++;
			counts.merge(outcome, 1, Integer::sum);
			if (times == 0) {
				unsent.merge(outcome, 1, Integer::sum);
				if (outcome == Outcome.ANSWERED) {
					wrong.merge("answered, though never received", 1, Integer::sum);
				}
			}
			if (times > Kind.of(exchange).requests()) {
				tooOften++;
			}
		}
		System.out.printf("exchanges %d, requests that the server received %d%n%n", begun, requests);
		System.out.println("| an exchange that | number | of them never received by the server |");
		System.out.println("| --- | --- | --- |");
		row("was answered, each with its own text", Outcome.ANSWERED, counts, unsent);
		row("failed where the server's script has a failure", Outcome.FAILED_AS_SCRIPTED, counts, unsent);
		row("failed because the network did", Outcome.FAILED_BY_THE_NETWORK, counts, unsent);
		row("was cancelled by its caller", Outcome.CANCELLED, counts, unsent);
		row("was under way at the end", Outcome.RUNNING, counts, unsent);
		row("had a text that was not its own", Outcome.WRONG_TEXT, counts, unsent);
		row("failed in a way that is not documented", Outcome.UNDOCUMENTED, counts, unsent);
		System.out.println("| reached the server more often than it may | " + tooOften + " | |");
		wrong.forEach((words, count) -> System.out.println("| " + words + " | " + count + " | |"));
		int unaccounted = tooOften + counts.getOrDefault(Outcome.WRONG_TEXT, 0)
				+ counts.getOrDefault(Outcome.UNDOCUMENTED, 0) + wrong.values().stream().mapToInt((each) -> each).sum();
		System.out.println("| **unaccounted for** | **" + unaccounted + "** | |");
		return unaccounted == 0;
	}

	private static void row(String words, Outcome outcome, Map<Outcome, Integer> counts, Map<Outcome, Integer> unsent) {
		System.out.println("| " + words + " | " + counts.getOrDefault(outcome, 0) + " | "
				+ unsent.getOrDefault(outcome, 0) + " |");
	}

	private void slopes(Path plot) throws IOException {
		SoakPlot drawn = new SoakPlot();
		System.out.println();
		System.out.println("| watched | median | most | slope in an hour | standard error | |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
		for (String[] each : WATCHED) {
			Samples all = Samples.read(this.folder.resolve(each[0]), each[1]);
			if (all.values().length == 0) {
				continue;
			}
			double last = all.seconds()[all.seconds().length - 1];
			Samples warm = all.between(Math.min(WARM_UP_SECONDS, last / 3), last - COOL_DOWN_SECONDS);
			Samples.Slope slope = warm.minutes().slope();
			System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %+.2f | %.2f | %s |%n", each[2], warm.median(),
					warm.most(), slope.value(), slope.error(), slope.isFlat() ? "flat" : "**not flat**");
			drawn.draw(each[2], all);
		}
		Samples cpu = Samples.read(this.folder.resolve("client.csv"), "cpu_seconds");
		Samples exchanges = Samples.read(this.folder.resolve("client.csv"), "exchanges");
		int end = cpu.values().length - 1;
		if (end > 0) {
			System.out.printf(Locale.ROOT,
					"%n%.0f minutes, %.1f exchanges a second, %.0f %% of a processor for the client%n",
					cpu.seconds()[end] / 60, exchanges.values()[end] / cpu.seconds()[end],
					100 * (cpu.values()[end] - cpu.values()[0]) / (cpu.seconds()[end] - cpu.seconds()[0]));
		}
		if (plot != null) {
			Files.writeString(plot, drawn.toString());
		}
	}

}
