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

package com.chatbotkit.springai.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the property that the user probably meant.
 */
final class NearestProperty {

	/**
	 * Names of other libraries, with ours.
	 */
	private static final Map<String, String> SYNONYMS = Map.ofEntries(Map.entry("apikey", "secret-key"),
			Map.entry("apisecret", "secret-key"), Map.entry("apitoken", "secret-key"), Map.entry("key", "secret-key"),
			Map.entry("secret", "secret-key"), Map.entry("token", "secret-key"), Map.entry("url", "base-url"),
			Map.entry("apiurl", "base-url"), Map.entry("endpoint", "base-url"), Map.entry("host", "base-url"),
			Map.entry("bot", "bot-id"), Map.entry("id", "bot-id"), Map.entry("agentid", "bot-id"),
			Map.entry("modelid", "model-name"), Map.entry("name", "model-name"),
			Map.entry("maxcompletiontokens", "max-tokens"), Map.entry("systemprompt", "system"),
			Map.entry("backstory", "system"), Map.entry("readtimeout", "timeout.response"),
			Map.entry("connecttimeout", "timeout.connect"), Map.entry("stop", "stop-sequences"));

	private static final int MAX_TYPOS = 2;

	private final List<String> names;

	NearestProperty(List<String> names) {
		this.names = names;
	}

	/**
	 * Returns the name of the nearest property, or null if none is similar.
	 */
	@Nullable String of(PropertyKey key) {
		List<String> real = this.names.stream().flatMap((name) -> Stream.ofNullable(withKey(name, key))).toList();
		String written = PropertyKey.uniform(key.text());
		String last = PropertyKey.uniform(key.last());
		String meant = best(real, (name) -> distance(PropertyKey.uniform(name), written), MAX_TYPOS);
		meant = (meant != null || !key.variable()) ? meant : botOfVariable(key);
		meant = (meant != null) ? meant : best(real, (name) -> distance(lastOf(name), last), 0);
		meant = (meant != null) ? meant : synonym(real, last);
		meant = (meant != null) ? meant
				: best(real, (name) -> distance(PropertyKey.uniform(name), written), written.length() / 4);
		return (meant != null) ? meant
				: best(real, (name) -> distance(lastOf(name), last), (last.length() > 4) ? MAX_TYPOS : 1);
	}

	private @Nullable String synonym(List<String> real, String last) {
		String word = SYNONYMS.get(last);
		return (word != null) ? best(real, (name) -> name.equals(word) || name.endsWith("." + word) ? 0 : 1, 0) : null;
	}

	/**
	 * Returns the property of a bot whose name has several words. In an environment
	 * variable each word looks like an element.
	 */
	private @Nullable String botOfVariable(PropertyKey key) {
		if (!key.elements().get(0).equals("bots")) {
			return null;
		}
		String written = PropertyKey.uniform(key.rest(1));
		return this.names.stream()
			.filter((name) -> name.startsWith("bots.*."))
			.map((name) -> name.substring("bots.*.".length()))
			.filter((name) -> written.endsWith(PropertyKey.uniform(name))
					&& written.length() > PropertyKey.uniform(name).length())
			.max(Comparator.comparingInt(String::length))
			.map((name) -> "bots." + written.substring(0, written.length() - PropertyKey.uniform(name).length()) + "."
					+ name)
			.orElse(null);
	}

	/**
	 * Returns the name with the user's key instead of {@code *}, or null if the user
	 * cannot have meant a property of that map.
	 */
	private static @Nullable String withKey(String name, PropertyKey key) {
		String[] parts = name.split("\\.", -1);
		if (parts.length < 2 || !parts[1].equals("*")) {
			return name;
		}
		boolean near = key.elements().size() > 2 && distance(parts[0], key.elements().get(0)) <= MAX_TYPOS;
		return (near && parts.length > 2) ? name.replace("*", key.elements().get(1)) : null;
	}

	/**
	 * Returns the nearest name, the first of several. Names of a bot, which are
	 * candidates only if the user wrote a bot, come first.
	 */
	private static @Nullable String best(List<String> names, ToIntFunction<String> distance, int most) {
		return names.stream()
			.filter((name) -> distance.applyAsInt(name) <= most)
			.min(Comparator.<String>comparingInt((name) -> name.startsWith("bots.") ? 0 : 1).thenComparingInt(distance))
			.orElse(null);
	}

	private static String lastOf(String name) {
		return PropertyKey.uniform(name.substring(name.lastIndexOf('.') + 1));
	}

	/**
	 * Returns the Damerau-Levenshtein distance: the number of letters to change, insert,
	 * delete or swap with their neighbour.
	 */
	static int distance(String one, String other) {
		int[][] cost = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				if (i == 0 || j == 0) {
					cost[i][j] = i + j;
					continue;
				}
				boolean same = one.charAt(i - 1) == other.charAt(j - 1);
				cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1,
						cost[i - 1][j - 1] + (same ? 0 : 1));
				if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
						&& one.charAt(i - 2) == other.charAt(j - 1)) {
					cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
				}
			}
		}
		return cost[one.length()][other.length()];
	}

}
