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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns results into tables and a plot: {@code <folder of the results>}.
 */
public final class Report {

	private Report() {
	}

	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0]);
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".csv")).toList()) {
				Results results = Results.read(file);
				String name = file.getFileName().toString().replace(".csv", "");
				Files.write(folder.resolve(name + ".md"), tables(results));
				Files.writeString(folder.resolve(name + ".svg"), Plot.of(results, name.replace("java-", "Java ")));
			}
		}
	}

	private static List<String> tables(Results results) {
		List<String> lines = new ArrayList<>();
		lines.add("| Target | limit | median | quartiles | |");
		lines.add("| --- | --- | --- | --- | --- |");
		Target.of(results).forEach((target) -> lines.add(target.toRow()));
		for (Comparison comparison : Comparison.values()) {
			Set<String> metrics = results.metrics(comparison);
			if (!metrics.isEmpty()) {
				lines.add("");
				lines.add("**" + comparison.title() + "**");
				lines.add("");
				lines.add("| | " + metrics.stream().map(Report::title).collect(Collectors.joining(" | ")) + " |");
				lines.add("| --- |" + " --- |".repeat(metrics.size()));
				comparison.contenders().forEach((contender) -> lines.add(row(results, comparison, contender, metrics)));
			}
		}
		return lines;
	}

	private static String row(Results results, Comparison comparison, String contender, Set<String> metrics) {
		return "| " + label(contender) + " | "
				+ metrics.stream()
					.map((metric) -> Target.number(results.figures(comparison, contender, metric).median()))
					.collect(Collectors.joining(" | "))
				+ " |";
	}

	static String label(String contender) {
		return switch (contender) {
			case "raw-socket" -> "raw socket (the limit)";
			case "webclient" -> "WebClient, bytes only";
			case "chatbotkit" -> "ChatBotKit";
			case "chatbotkit-observed" -> "ChatBotKit, observed";
			case "chatbotkit-client" -> "ChatBotKit, ChatClient";
			case "spring-ai-openai" -> "Spring AI OpenAI";
			case "spring-ai-openai-client" -> "Spring AI OpenAI, ChatClient";
			case "langchain4j" -> "LangChain4j";
			default -> contender;
		};
	}

	private static String title(String metric) {
		return switch (metric) {
			case "chunks_per_s" -> "chunks/s";
			case "bytes_per_chunk" -> "bytes allocated a chunk";
			case "cpu_us_per_chunk" -> "CPU µs a chunk";
			case "us_p50" -> "p50 µs";
			case "us_p99" -> "p99 µs";
			case "kb_per_call" -> "KiB allocated a call";
			case "cpu_us_per_call" -> "CPU µs a call";
			case "first_us_p50" -> "first text p50 µs";
			case "first_us_p99" -> "first text p99 µs";
			case "chunk_us_p50" -> "age p50 µs";
			case "chunk_us_p99" -> "age p99 µs";
			case "wall_s" -> "wall s";
			case "of_ideal" -> "× ideal";
			case "cpu_s" -> "CPU s";
			case "first_answer_ms" -> "JVM start to answer ms";
			case "wall_ms" -> "launch to answer ms";
			case "jars_mb" -> "MB";
			default -> metric;
		};
	}

}
