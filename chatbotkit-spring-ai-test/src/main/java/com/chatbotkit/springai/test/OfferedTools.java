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
 * Finds the function of a request that a script means by a tool's name: that on the wire,
 * or the application's own, in which the endpoint does not accept every character.
 *
 * @param functions what the request offers
 */
record OfferedTools(List<AgentFunction> functions) {

	private static final int MAX_LENGTH = 64;

	// Without the one that is added where two names would be the same on the wire.
	private static final int MAX_LENGTH_BEFORE_SUFFIX = 55;

	private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_-]");

	/** The name on the wire, or null if no function matches, or several do. */
	@Nullable String wireName(String tool) {
		List<String> names = this.functions.stream().map(AgentFunction::name).toList();
		if (names.contains(tool)) {
			return tool;
		}
		String valid = INVALID.matcher(tool).replaceAll("_");
		String suffixed = cut(valid, MAX_LENGTH_BEFORE_SUFFIX) + "_%08x".formatted(tool.hashCode());
		if (names.contains(suffixed)) {
			return suffixed;
		}
		String normalized = normalize(valid);
		List<String> found = names.stream().filter((name) -> normalize(name).equals(normalized)).toList();
		return (found.size() == 1) ? found.get(0) : null;
	}

	/** What is said to whoever wrote the script. */
	String refusal(String tool) {
		String offered = this.functions.isEmpty() ? "no tools"
				: "only " + String.join(", ", this.functions.stream().map(AgentFunction::name).toList());
		return "The emulator's script calls the tool " + tool + ", but this request offers " + offered
				+ ". Script a tool that the application offers, or write andOwnCall or useTool for one that the bot"
				+ " runs itself.";
	}

	// MCP clients write some names with underscores.
	private static String normalize(String name) {
		return cut(name, MAX_LENGTH).replace('-', '_');
	}

	private static String cut(String name, int length) {
		return (name.length() > length) ? name.substring(0, length) : name;
	}

}
