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

package com.chatbotkit.springai.schema;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaCache}.
 */
class SchemaCacheTests {

	private final AtomicInteger lowered = new AtomicInteger();

	@Test
	void aListOfManyToolsIsLoweredOnce() {
		SchemaCache cache = cache(SchemaCache.MAX_BYTES);
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < 1500; i++) {
				cache.get(InputSchema.of(schema(i, 2000)), ToolSchema.DEFAULT_BUDGET);
			}
		}
		assertThat(this.lowered).hasValue(1500);
	}

	@Test
	void schemasThatChangeEachTimeAreDropped() {
		SchemaCache cache = cache(100_000);
		for (int i = 0; i < 10_000; i++) {
			cache.get(InputSchema.of(schema(i, 100)), ToolSchema.DEFAULT_BUDGET);
			assertThat(cache.bytes()).isLessThan(120_000);
		}
	}

	@Test
	void whatIsUsedStaysWhileOthersComeAndGo() {
		SchemaCache cache = cache(100_000);
		for (int i = 0; i < 10_000; i++) {
			cache.get(InputSchema.of("the same"), ToolSchema.DEFAULT_BUDGET);
			cache.get(InputSchema.of(schema(i, 100)), ToolSchema.DEFAULT_BUDGET);
		}
		assertThat(this.lowered).hasValue(10_001);
	}

	@Test
	void whatIsLargerThanTheCacheIsNotKept() {
		SchemaCache cache = cache(10_000);
		cache.get(InputSchema.of(schema(1, 20_000)), ToolSchema.DEFAULT_BUDGET);
		assertThat(cache.bytes()).isZero();
	}

	@Test
	void anotherBudgetIsAnotherSchema() {
		SchemaCache cache = cache(10_000);
		cache.get(InputSchema.of("{}"), 1);
		cache.get(InputSchema.of("{}"), 2);
		cache.get(InputSchema.of("{}"), 1);
		assertThat(this.lowered).hasValue(2);
	}

	@Test
	void aSchemaThatFillsAGenerationIsKeptUntilTwoMoreHaveCome() {
		int bytes = bytes(1);
		SchemaCache cache = cache(2 * bytes);
		ToolSchema first = get(cache, 1);
		assertThat(cache.bytes()).isEqualTo(bytes);
		assertThat(get(cache, 1)).isSameAs(first);
		get(cache, 2);
		assertThat(cache.bytes()).isEqualTo(2 * bytes);
		assertThat(this.lowered).hasValue(2);
		assertThat(get(cache, 1)).as("from the old generation").isSameAs(first);
		assertThat(this.lowered).hasValue(2);
	}

	@Test
	void aSchemaThatIsOneByteLargerThanAGenerationIsNotKept() {
		SchemaCache cache = cache(2 * bytes(1) - 2);
		get(cache, 1);
		get(cache, 1);
		assertThat(this.lowered).hasValue(2);
		assertThat(cache.bytes()).isZero();
	}

	// The text before and after it is lowered, two bytes a character, and the objects.
	private static int bytes(int i) {
		return 2 * (schema(i, 10).length() + ("{'description':'" + schema(i, 10).replace("\"", "''") + "'}").length())
				+ 320;
	}

	private static ToolSchema get(SchemaCache cache, int i) {
		return cache.get(InputSchema.of(schema(i, 10)), ToolSchema.DEFAULT_BUDGET);
	}

	private SchemaCache cache(long bytes) {
		return new SchemaCache(bytes, (schema, budget) -> {
			this.lowered.incrementAndGet();
			ObjectNode node = JsonNodeFactory.instance.objectNode().put("description", schema.text());
			return new ToolSchema(InputSchema.of(""), new SchemaLowering.Result(node, 0, false));
		});
	}

	private static String schema(int i, int length) {
		return "{\"default\":" + i + "}" + " ".repeat(length);
	}

}
