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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Caches the most recently used lowered schemas up to a number of bytes.
 * <p>
 * There are two generations. A schema that is used is in the young one or moves there. A
 * full young generation becomes the old one, and the schemas of the previous old
 * generation are dropped. Reads take no lock and write nothing. Schemas whose text
 * changes with each start of their MCP server do not fill the cache.
 * <p>
 * Without it, the run of a tool takes 10 times as long, for its arguments are checked by
 * the schema. Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class SchemaCache {

	/**
	 * Enough for some ten thousand tools.
	 */
	static final long MAX_BYTES = 32 * 1024 * 1024;

	/** A lowered schema is kept as text and as bytes. */
	private static final int MAX_BYTES_PER_CHAR = 2;

	/** Map entry, records and object headers. */
	private static final int BYTES_PER_ENTRY = 320;

	private final long maxGenerationBytes;

	private final Lowering lowering;

	private volatile Generation young = new Generation();

	private volatile Generation old = new Generation();

	/**
	 * Creates a cache.
	 * @param maxBytes approximate maximum size in bytes, including the input schemas
	 */
	SchemaCache(long maxBytes, Lowering lowering) {
		this.maxGenerationBytes = maxBytes / 2;
		this.lowering = lowering;
	}

	/**
	 * Returns the lowered form of an input schema.
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	ToolSchema get(InputSchema inputSchema, int budget) {
		Key key = new Key(inputSchema, budget);
		ToolSchema young = this.young.schemas.get(key);
		if (young != null) {
			return young;
		}
		ToolSchema old = this.old.schemas.get(key);
		ToolSchema schema = (old != null) ? old : this.lowering.lower(inputSchema, budget);
		put(key, schema);
		return schema;
	}

	private void put(Key key, ToolSchema schema) {
		long bytes = (long) (key.inputSchema().text().length() + schema.size()) * MAX_BYTES_PER_CHAR + BYTES_PER_ENTRY;
		Generation generation = this.young;
		if (bytes <= this.maxGenerationBytes && generation.schemas.putIfAbsent(key, schema) == null
				&& generation.bytes.addAndGet(bytes) > this.maxGenerationBytes) {
			rotate(generation);
		}
	}

	private synchronized void rotate(Generation full) {
		if (this.young == full) {
			this.old = full;
			this.young = new Generation();
		}
	}

	/**
	 * Returns the approximate size in bytes.
	 */
	long bytes() {
		return this.young.bytes.get() + this.old.bytes.get();
	}

	/**
	 * Lowers a schema.
	 */
	interface Lowering {

		ToolSchema lower(InputSchema inputSchema, int budget);

	}

	/**
	 * Key of a lowered schema.
	 *
	 * @param inputSchema the schema before it is lowered
	 * @param budget maximum number of characters that references may add
	 */
	private record Key(InputSchema inputSchema, int budget) {

	}

	/**
	 * The schemas that were used in one period.
	 */
	private static final class Generation {

		private final Map<Key, ToolSchema> schemas = new ConcurrentHashMap<>();

		private final AtomicLong bytes = new AtomicLong();

	}

}
