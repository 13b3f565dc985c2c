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

package com.chatbotkit.springai.test.record;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lists the differences of two JSON documents, each with its JSON pointer (RFC 6901).
 */
final class JsonDifference {

	private final List<String> lines = new ArrayList<>();

	private JsonDifference() {
	}

	static List<String> between(JsonNode expected, JsonNode received) {
		JsonDifference difference = new JsonDifference();
		difference.compare("", expected, received);
		return difference.lines;
	}

	private void compare(String pointer, @Nullable JsonNode expected, @Nullable JsonNode received) {
		if (expected == null || received == null) {
			this.lines.add(line(pointer, expected, received));
		}
		else if (expected.isObject() && received.isObject()) {
			TreeSet<String> names = new TreeSet<>(expected.propertyNames());
			names.addAll(received.propertyNames());
			names.forEach((name) -> compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
					expected.get(name), received.get(name)));
		}
		else if (expected.isArray() && received.isArray()) {
			for (int i = 0; i < Math.max(expected.size(), received.size()); i++) {
				compare(pointer + "/" + i, expected.get(i), received.get(i));
			}
		}
		else if (!expected.equals(received)) {
			this.lines.add(line(pointer, expected, received));
		}
	}

	private static String line(String pointer, @Nullable JsonNode expected, @Nullable JsonNode received) {
		return (pointer.isEmpty() ? "body" : pointer) + ": expected " + shown(expected) + ", received "
				+ shown(received);
	}

	private static String shown(@Nullable JsonNode node) {
		return (node != null) ? node.toString() : "nothing";
	}

}
