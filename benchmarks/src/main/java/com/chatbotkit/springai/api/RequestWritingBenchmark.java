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

package com.chatbotkit.springai.api;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writes a request: into bytes that are kept, and into nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestWritingBenchmark {

	private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

	/** Characters of the prompt. */
	@Param({ "100", "10000", "900000" })
	private int prompt;

	private final RequestWriter writer = new RequestWriter();

	private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1 << 20);

	private ChatCompletionRequest request = request(1);

	@Setup
	public void makeRequest() {
		this.request = request(this.prompt / WORDS.length() + 1);
	}

	@Benchmark
	public int kept() {
		this.kept.reset();
		this.writer.write(this.request, true, this.kept);
		return this.kept.size();
	}

	@Benchmark
	public void thrownAway() {
		this.writer.write(this.request, true, OutputStream.nullOutputStream());
	}

	private static ChatCompletionRequest request(int sentences) {
		return new ChatCompletionRequest(ChatBotKitSelector.parse("model/name=bench"),
				List.of(ChatCompletionRequest.Message.text("user", WORDS.repeat(sentences))), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
	}

}
