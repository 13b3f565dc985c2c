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

package com.chatbotkit.springai.tool;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.schema.ToolSchema;
import org.junit.jupiter.api.Test;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeclaredToolCache}.
 */
class DeclaredToolCacheTests {

	private final AtomicInteger made = new AtomicInteger();

	@Test
	void functionsOfToolsThatWereOfferedBeforeAreTheSame() {
		List<ChatCompletionRequest.Function> first = functions("Does this");
		List<ChatCompletionRequest.Function> second = functions("Does this");
		assertThat(first).hasSize(1500);
		IntStream.range(0, 1500).forEach((i) -> assertThat(second.get(i)).isSameAs(first.get(i)));
	}

	@Test
	void aToolOfAnotherDescriptionIsAnotherFunction() {
		assertThat(functions("Does this").get(0).description()).isEqualTo("Does this");
		assertThat(functions("Does that").get(0).description()).isEqualTo("Does that");
	}

	@Test
	void everythingThatADeclarationDependsOnMakesAnotherOne() {
		DeclaredToolCache cache = new DeclaredToolCache(DeclaredToolCache.MAX_BYTES);
		get(cache, "a", "d", "{}", false, "a", 1);
		get(cache, "b", "d", "{}", false, "a", 1);
		get(cache, "a", "e", "{}", false, "a", 1);
		get(cache, "a", "d", "{ }", false, "a", 1);
		get(cache, "a", "d", "{}", true, "a", 1);
		get(cache, "a", "d", "{}", false, "a_1", 1);
		get(cache, "a", "d", "{}", false, "a", 2);
		assertThat(this.made).hasValue(7);
		get(cache, "a", "d", "{}", false, "a", 1);
		assertThat(this.made).hasValue(7);
	}

	@Test
	void toolsThatChangeEachTimeAreDropped() {
		DeclaredToolCache cache = new DeclaredToolCache(100_000);
		for (int i = 0; i < 10_000; i++) {
			get(cache, "a", "description " + i, "{}", false, "a", 1);
			assertThat(cache.bytes()).isBetween(0L, 100_000L);
		}
	}

	@Test
	void aToolThatIsLargerThanTheCacheIsNotKept() {
		DeclaredToolCache cache = new DeclaredToolCache(10_000);
		get(cache, "a", "d".repeat(10_000), "{}", false, "a", 1);
		assertThat(cache.bytes()).isZero();
	}

	private void get(DeclaredToolCache cache, String name, String description, String inputSchema, boolean ofType,
			String wireName, int budget) {
		ToolDefinition definition = ToolDefinition.builder()
			.name(name)
			.description(description)
			.inputSchema(inputSchema)
			.build();
		cache.get(definition, ofType, wireName, budget, () -> {
			this.made.incrementAndGet();
			ToolSchema schema = ToolSchema.of(inputSchema);
			return new DeclaredTool(schema,
					new ChatCompletionRequest.Function(wireName, description, schema.parameters()));
		});
	}

	private static List<ChatCompletionRequest.Function> functions(String description) {
		List<ToolCallback> tools = IntStream.range(0, 1500)
			.<ToolCallback>mapToObj((i) -> FunctionToolCallback.builder("same" + i, () -> "")
				.description(description)
				.inputSchema("{\"type\":\"object\",\"properties\":{\"p%d\":{\"type\":\"string\"}}}".formatted(i))
				.build())
			.toList();
		return DeclaredTools.of(ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(tools).build(), List.of())
			.functions();
	}

}
