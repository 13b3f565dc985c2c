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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What holds for every schema of a tool. It is refused with an
 * {@link IllegalArgumentException}, or lowered to the endpoint's dialect, the same each
 * time, no further by a second time, and to a bounded size.
 * <p>
 * Bytes that begin like JSON are a schema. All others are choices of
 * {@link RandomSchemas}, which gets further into a schema than a text that is changed a
 * byte at a time.
 * <p>
 * Most inputs are small schemas, are lowered once, and with a small budget. Of the
 * others, each larger than ten of these, there is one to sixteen.
 */
public final class SchemaLoweringFuzz {

	private static final int SMALL = 1;

	private static final int LARGE = 3;

	private static final int SMALL_BUDGET = 1000;

	/** Of each description, and of what one schema allows: see SchemaDescriber. */
	private static final int MOST_WORDS = 64 * 1024;

	/** What each schema is checked for. */
	public static final Facts FACTS = new Facts(List.of(SchemaLoweringFuzz::checkSmall,
			SchemaLoweringFuzz::checkFurther, SchemaLoweringFuzz::checkSame, SchemaLoweringFuzz::checkLarge), 11, 2, 2,
			1);

	private SchemaLoweringFuzz() {
	}

	/**
	 * Checks one schema.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		FACTS.checkOne(bytes);
	}

	/**
	 * In the dialect, and of bounded size.
	 */
	private static void checkSmall(byte[] bytes) {
		String schema = schema(bytes, SMALL);
		ObjectNode lowered = lower(schema, SMALL_BUDGET);
		if (lowered != null) {
			checkDialect(lowered, schema);
			long schemas = 1 + schema.chars().filter((c) -> c == '{').count();
			check(lowered.toString().length() <= MOST_WORDS * schemas + SMALL_BUDGET, "is bounded", schema);
		}
	}

	private static void checkFurther(byte[] bytes) {
		String schema = schema(bytes, SMALL);
		ObjectNode lowered = lower(schema, SMALL_BUDGET);
		if (lowered != null) {
			check(LoweredSchemas.lower(lowered.toString()).toString().equals(lowered.toString()),
					"is not lowered further", schema);
		}
	}

	private static void checkSame(byte[] bytes) {
		String schema = schema(bytes, SMALL);
		ObjectNode lowered = lower(schema, SMALL_BUDGET);
		if (lowered != null) {
			check(LoweredSchemas.lower(schema, SMALL_BUDGET).equals(lowered), "is the same each time", schema);
		}
	}

	private static void checkLarge(byte[] bytes) {
		String schema = schema(bytes, LARGE);
		ObjectNode lowered = lower(schema, ToolSchema.DEFAULT_BUDGET);
		if (lowered != null) {
			checkDialect(lowered, schema);
			check(LoweredSchemas.lower(lowered.toString()).toString().equals(lowered.toString()),
					"is not lowered further", schema);
		}
	}

	private static String schema(byte[] bytes, int deepest) {
		boolean text = bytes.length == 0 || "{ \t\n[".indexOf(bytes[0]) >= 0;
		return text ? new String(bytes, StandardCharsets.UTF_8)
				: new RandomSchemas(new Choices(bytes), deepest).next().toString();
	}

	/**
	 * Lowers a schema.
	 * @return the lowered schema, or null if it is refused
	 */
	private static @Nullable ObjectNode lower(String schema, int budget) {
		try {
			return LoweredSchemas.lower(schema, budget);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static void checkDialect(ObjectNode lowered, String schema) {
		List<String> violations = DialectChecker.violations(lowered);
		check(violations.isEmpty(), "is in the dialect, but for " + violations, schema);
		check(lowered.path("type").asString("").equals("object"), "is an object", schema);
		check(lowered.path("properties").isObject(), "has properties", schema);
	}

	private static void check(boolean holds, String fact, String schema) {
		if (!holds) {
			throw new AssertionError("Not true that the lowered schema " + fact + ": " + schema);
		}
	}

	/**
	 * Chooses by bytes, one a choice, and the first where none is left.
	 */
	private static final class Choices extends Random {

		private static final long serialVersionUID = 1L;

		private final transient byte[] bytes;

		private transient int next;

		Choices(byte[] bytes) {
			super(0);
			this.bytes = bytes;
		}

		@Override
		protected int next(int bits) {
			int choice = (this.next < this.bytes.length) ? this.bytes[this.next++] & 0xFF : 0;
			return (bits < Byte.SIZE) ? choice & ((1 << bits) - 1) : choice << (bits - Byte.SIZE);
		}

	}

}
