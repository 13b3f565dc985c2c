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
 * Keeps lowered schemas up to a number of bytes: those that were used last.
 * <p>
 * There are two generations. What is used is or gets into the young one; once that is
 * full, it becomes the old one, and what nobody used since the turn before is dropped. A
 * read takes no lock and writes nothing, and schemas whose text is another at each start
 * of their server go as they came.
 */
final class SchemaCache {

	/**
	 * Enough for some ten thousand tools.
	 */
	static final long MOST_BYTES = 32 * 1024 * 1024;

	/** Of a lowered schema there are both the text and its bytes on the wire. */
	private static final int MOST_BYTES_PER_CHAR = 2;

	/** Of the map, the records and the headers of the texts. */
	private static final int BYTES_AROUND = 320;

	private final long mostOfGeneration;

	private final Lowering lowering;

	private volatile Generation young = new Generation();

	private volatile Generation old = new Generation();

	/**
	 * Creates a cache.
	 * @param mostBytes about how many bytes it may keep, input schemas included
	 */
	SchemaCache(long mostBytes, Lowering lowering) {
		this.mostOfGeneration = mostBytes / 2;
		this.lowering = lowering;
	}

	/**
	 * Returns the lowered form of an input schema.
	 * @throws IllegalArgumentException if it has none
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
		long bytes = (long) (key.inputSchema().text().length() + schema.size()) * MOST_BYTES_PER_CHAR + BYTES_AROUND;
		Generation generation = this.young;
		if (bytes <= this.mostOfGeneration && generation.schemas.putIfAbsent(key, schema) == null
				&& generation.bytes.addAndGet(bytes) > this.mostOfGeneration) {
			turn(generation);
		}
	}

	private synchronized void turn(Generation full) {
		if (this.young == full) {
			this.old = full;
			this.young = new Generation();
		}
	}

	/**
	 * Returns about how many bytes are kept.
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
	 * What is lowered, and how far.
	 *
	 * @param inputSchema the schema before it is lowered
	 * @param budget how many characters references may add
	 */
	private record Key(InputSchema inputSchema, int budget) {

	}

	/**
	 * What was used in one stretch of time.
	 */
	private static final class Generation {

		private final Map<Key, ToolSchema> schemas = new ConcurrentHashMap<>();

		private final AtomicLong bytes = new AtomicLong();

	}

}
