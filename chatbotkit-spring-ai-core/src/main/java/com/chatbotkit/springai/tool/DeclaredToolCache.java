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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Caches tools as requests offer them, up to a number of bytes, so that a call with 1,500
 * tools that were offered before neither lowers nor writes one.
 * <p>
 * A full cache is emptied. The next request declares its tools again, from schemas that
 * have their own cache. Reads take no lock and write nothing.
 * <p>
 * Without it, a call with 20 tools takes 1.24 times as long and 2.5 times the memory, and
 * one with 1,500 takes 1.6 times as long and 4.8 times the memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class DeclaredToolCache {

	/**
	 * Enough for the tools of some ten requests of the endpoint's maximum size.
	 */
	static final long MAX_BYTES = 16 * 1024 * 1024;

	/** Map entry, records and object headers. */
	private static final int BYTES_PER_ENTRY = 320;

	private final long maxBytes;

	private volatile Entries entries = new Entries();

	/**
	 * Creates a cache.
	 * @param maxBytes approximate maximum size in bytes, including the definitions
	 */
	DeclaredToolCache(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Returns the tool of a definition.
	 * @param ofType whether the input schema describes one Java type
	 * @param wireName the tool's name in the request
	 * @param budget maximum number of characters that references may add
	 * @param factory makes the tool if the cache does not have it
	 */
	DeclaredTool get(ToolDefinition definition, boolean ofType, String wireName, int budget,
			Supplier<DeclaredTool> factory) {
		Key key = new Key(definition.name(), definition.description(), definition.inputSchema(), ofType, wireName,
				budget);
		Entries entries = this.entries;
		DeclaredTool known = entries.tools.get(key);
		if (known != null) {
			return known;
		}
		DeclaredTool tool = factory.get();
		long bytes = key.chars() + tool.schema().size() + tool.function().size() + BYTES_PER_ENTRY;
		if (bytes <= this.maxBytes && entries.tools.putIfAbsent(key, tool) == null
				&& entries.bytes.addAndGet(bytes) > this.maxBytes) {
			this.entries = new Entries();
		}
		return tool;
	}

	/**
	 * Returns the approximate size in bytes.
	 */
	long bytes() {
		return this.entries.bytes.get();
	}

	/**
	 * Everything that a declaration depends on.
	 */
	private record Key(String name, @Nullable String description, @Nullable String inputSchema, boolean ofType,
			String wireName, int budget) {

		long chars() {
			return (long) this.name.length() + length(this.description) + length(this.inputSchema)
					+ this.wireName.length();
		}

		private static int length(@Nullable String text) {
			return (text != null) ? text.length() : 0;
		}

	}

	/**
	 * The cached tools until the cache is full.
	 */
	private static final class Entries {

		private final Map<Key, DeclaredTool> tools = new ConcurrentHashMap<>();

		private final AtomicLong bytes = new AtomicLong();

	}

}
