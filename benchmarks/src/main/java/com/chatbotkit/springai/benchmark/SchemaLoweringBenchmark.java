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
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.schema.ToolSchema;
import com.chatbotkit.springai.tool.DeclaredTools;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

/**
 * Lowers the schema of a tool: each time, and from the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SchemaLoweringBenchmark {

	private int budget = ToolSchema.DEFAULT_BUDGET;

	/** Another budget each time, so that no cached schema serves. */
	@Benchmark
	public JsonNode lowered() {
		return ToolSchema.of(ManyTools.SCHEMA, this.budget++).parameters();
	}

	/** A list as some gateways to MCP servers offer it. */
	private final ChatBotKitChatOptions manyTools = ManyTools.options(1500);

	@Benchmark
	public DeclaredTools cachedOfManyTools() {
		return DeclaredTools.of(this.manyTools, List.of());
	}

	@Benchmark
	public JsonNode cached() {
		return ToolSchema.of(ManyTools.SCHEMA).parameters();
	}

}
