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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Maps the names of a request's tools to names that the endpoint accepts
 * ({@code ^[a-zA-Z0-9_-]{1,64}$}), and back.
 * <p>
 * A valid name stays as it is. An invalid one is replaced by a valid name that no other
 * tool of the request has. The same tools in the same order always get the same names.
 */
final class ToolNames {

	private static final int MAX_LENGTH = 64;

	private static final int SUFFIX_LENGTH = 9;

	private static final Pattern INVALID_CHARACTER = Pattern.compile("[^a-zA-Z0-9_-]");

	// Both contain only names that differ in the request.
	private final Map<String, String> wireNames = new HashMap<>();

	private final Map<String, String> toolNames = new HashMap<>();

	private final Set<String> declared = new HashSet<>();

	private ToolNames() {
	}

	static ToolNames of(List<ToolDefinition> tools) {
		ToolNames names = new ToolNames();
		List<String> invalid = new ArrayList<>();
		for (ToolDefinition tool : tools) {
			if (isValid(tool.name())) {
				names.declared.add(tool.name());
			}
			else {
				invalid.add(tool.name());
			}
		}
		invalid.forEach(names::declare);
		return names;
	}

	private void declare(String name) {
		if (!this.wireNames.containsKey(name)) {
			String wireName = unused(name);
			this.wireNames.put(name, wireName);
			this.toolNames.put(wireName, name);
			this.declared.add(wireName);
		}
	}

	/**
	 * Returns the name of a tool in the request. If the tool belongs to an earlier turn,
	 * its name never equals that of a tool of this request.
	 */
	String wireName(String toolName) {
		String mapped = this.wireNames.get(toolName);
		if (mapped != null) {
			return mapped;
		}
		boolean same = isValid(toolName) && !this.toolNames.containsKey(toolName);
		return same ? toolName : unused(toolName);
	}

	/**
	 * Returns the application's name of a tool.
	 */
	String toolName(String wireName) {
		return this.toolNames.getOrDefault(wireName, wireName);
	}

	/**
	 * Whether a tool of this request has a name.
	 */
	boolean isDeclared(String wireName) {
		return this.declared.contains(wireName);
	}

	/**
	 * Returns the number of distinct names in this request.
	 */
	int count() {
		return this.declared.size();
	}

	private String unused(String name) {
		String readable = name.isEmpty() ? "tool" : INVALID_CHARACTER.matcher(name).replaceAll("_");
		String candidate = truncate(readable, MAX_LENGTH);
		// Depends on the name alone, so that the tool has the same name in the next
		// request.
		for (int hash = name.hashCode(); this.declared.contains(candidate); hash++) {
			candidate = truncate(readable, MAX_LENGTH - SUFFIX_LENGTH) + "_%08x".formatted(hash);
		}
		return candidate;
	}

	private static String truncate(String name, int length) {
		return (name.length() > length) ? name.substring(0, length) : name;
	}

	// With a regular expression, a call with 1,500 tools takes 1.3 times as long and 1.5
	// times the memory. Measured:
	// benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
	private static boolean isValid(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
				return false;
			}
		}
		return !name.isEmpty() && name.length() <= MAX_LENGTH;
	}

}
