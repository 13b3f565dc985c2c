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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the project promises of a measurement.
 *
 * @param promise the promise in words
 * @param figures what was measured
 * @param limit what was promised
 * @param atLeast whether the limit is a lower one
 */
record Target(String promise, Figures figures, double limit, boolean atLeast) {

	private static final String OURS = "chatbotkit";

	private static final String OBSERVED = "chatbotkit-observed";

	private static final String SPRING_AI = "spring-ai-openai";

	private static final String LANGCHAIN4J = "langchain4j";

	boolean holds() {
		double value = this.figures.median();
		return this.atLeast ? value >= this.limit : value <= this.limit;
	}

	String toRow() {
		return "| " + this.promise + " | " + (this.atLeast ? "≥ " : "≤ ") + number(this.limit) + " | "
				+ number(this.figures.median()) + " | " + number(this.figures.quantile(0.25)) + " to "
				+ number(this.figures.quantile(0.75)) + " | "
				+ (this.figures.ofTurns().isEmpty() ? "not measured" : (holds() ? "holds" : "**falls short**")) + " |";
	}

	static List<Target> of(Results results) {
		return List.of(
				atLeast("Stream: chunks/s, times Spring AI OpenAI's", 5,
						ratio(results, Comparison.STREAM, "chunks_per_s", OURS, SPRING_AI)),
				atLeast("Stream: chunks/s, times LangChain4j's", 1.5,
						ratio(results, Comparison.STREAM, "chunks_per_s", OURS, LANGCHAIN4J)),
				atMost("Stream: bytes allocated a chunk", 900,
						results.figures(Comparison.STREAM, OURS, "bytes_per_chunk")),
				atMost("Stream: CPU µs a chunk", 2.5, results.figures(Comparison.STREAM, OURS, "cpu_us_per_chunk")),
				atMost("Stream: CPU with observation, times without", 1.25,
						ratio(results, Comparison.STREAM, "cpu_us_per_chunk", OBSERVED, OURS)),
				atLeast("Stream: chunks/s with observation, times without", 0.75,
						ratio(results, Comparison.STREAM, "chunks_per_s", OBSERVED, OURS)),
				atMost("500 streams: wall, times the ideal 2 s", 1.15,
						results.figures(Comparison.STREAMS_500, OURS, "of_ideal")),
				atMost("500 streams: CPU, times the best peer's", 0.5, ofBestPeer(results)),
				atMost("500 streams: threads", 50, results.figures(Comparison.STREAMS_500, OURS, "threads")),
				atLeast("2,000 streams complete", 1, results.figures(Comparison.STREAMS_2000, OURS, "completed")),
				atMost("First text: p50, times Spring AI OpenAI's", 0.5,
						ratio(results, Comparison.DELAY, "first_us_p50", OURS, SPRING_AI)),
				atMost("Age of a text: p50, times the raw socket's", 1.5,
						ratio(results, Comparison.DELAY, "chunk_us_p50", OURS, "raw-socket")),
				atMost("Small call: p50, times Spring AI OpenAI's", 1.1,
						ratio(results, Comparison.CALL, "us_p50", OURS, SPRING_AI)),
				atMost("Small call: bytes allocated, times Spring AI OpenAI's", 0.6,
						ratio(results, Comparison.CALL, "kb_per_call", OURS, SPRING_AI)),
				atMost("900 KiB prompt: KiB allocated beyond the prompt", 512,
						results.figures(Comparison.LARGE_PROMPT, OURS, "kb_per_call")),
				atMost("100,000 chunks: CPU a chunk, times that of 1,000", 1.1, flat(results)),
				atMost("Start to first answer, times Spring AI OpenAI's starter", 1,
						ratio(results, Comparison.START, "wall_ms", OURS, SPRING_AI)),
				atMost("Runtime jars, MB", 45, results.figures(Comparison.START, OURS, "jars_mb")));
	}

	private static Target atLeast(String promise, double limit, Figures figures) {
		return new Target(promise, figures, limit, true);
	}

	private static Target atMost(String promise, double limit, Figures figures) {
		return new Target(promise, figures, limit, false);
	}

	private static Figures ratio(Results results, Comparison comparison, String metric, String one, String other) {
		return results.figures(comparison, one, metric).dividedBy(results.figures(comparison, other, metric));
	}

	private static Figures ofBestPeer(Results results) {
		Figures best = Stream.of(SPRING_AI, LANGCHAIN4J, "openai-java")
			.map((peer) -> results.figures(Comparison.STREAMS_500, peer, "cpu_s"))
			.reduce(new Figures(Map.of()), Figures::least);
		return results.figures(Comparison.STREAMS_500, OURS, "cpu_s").dividedBy(best);
	}

	private static Figures flat(Results results) {
		return results.figures(Comparison.STREAM_OF_100000, OURS, "cpu_us_per_chunk")
			.dividedBy(results.figures(Comparison.STREAM_OF_1000, OURS, "cpu_us_per_chunk"));
	}

	static String number(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		double size = Math.abs(value);
		String digits = (size >= 100) ? "%,.0f" : ((size >= 10) ? "%.1f" : "%.2f");
		return String.format(Locale.ROOT, digits, value);
	}

}
