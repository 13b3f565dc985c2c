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

package com.chatbotkit.springai.test;

import java.util.List;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the function of a request by a tool's name: the name on the wire, or the
 * application's own name, whose characters the endpoint may not accept.
 *
 * @param names the names on the wire
 */
record OfferedTools(List<String> names) {

	private static final int MAX_LENGTH = 64;

	// Without the suffix that is added if two names would be equal on the wire.
	private static final int MAX_LENGTH_BEFORE_SUFFIX = 55;

	private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_-]");

	static OfferedTools of(List<AgentFunction> functions) {
		return new OfferedTools(functions.stream().map(AgentFunction::name).toList());
	}

	/** Returns the name on the wire, or null if no function matches, or several do. */
	@Nullable String wireName(String tool) {
		if (this.names.contains(tool)) {
			return tool;
		}
		String valid = INVALID.matcher(tool).replaceAll("_");
		String suffixed = cut(valid, MAX_LENGTH_BEFORE_SUFFIX) + "_%08x".formatted(tool.hashCode());
		if (this.names.contains(suffixed)) {
			return suffixed;
		}
		String normalized = normalize(valid);
		List<String> found = this.names.stream().filter((name) -> normalize(name).equals(normalized)).toList();
		return (found.size() == 1) ? found.get(0) : null;
	}

	/** Returns the message for the author of the script. */
	String refusal(String tool) {
		String offered = this.names.isEmpty() ? "no tools" : "only " + String.join(", ", this.names);
		return "The emulator's script calls the tool " + tool + ", but this request offers " + offered
				+ ". Script a tool that the application offers, or write andOwnCall or useTool for one that the bot"
				+ " runs itself.";
	}

	// MCP clients replace hyphens of some names by underscores.
	private static String normalize(String name) {
		return cut(name, MAX_LENGTH).replace('-', '_');
	}

	private static String cut(String name, int length) {
		return (name.length() > length) ? name.substring(0, length) : name;
	}

}
