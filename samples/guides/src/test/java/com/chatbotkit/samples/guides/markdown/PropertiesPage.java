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

package com.chatbotkit.samples.guides.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the properties as Markdown: a heading for each group, and a table below it.
 */
final class PropertiesPage {

	private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(?:List|Set|Collection)<(.+)>");

	private static final Map<String, String> TYPES = Map.of("java.lang.String", "text", "java.lang.Boolean",
			"`true` or `false`", "java.lang.Integer", "integer", "java.lang.Long", "integer", "java.lang.Double",
			"number", "java.time.Duration", "duration", "org.springframework.util.unit.DataSize", "size");

	private PropertiesPage() {
	}

	static List<String> write(List<ConfigurationMetadata.Property> properties) {
		Map<String, List<ConfigurationMetadata.Property>> groups = properties.stream()
			.collect(Collectors.groupingBy(ConfigurationMetadata.Property::group, TreeMap::new, Collectors.toList()));
		List<String> lines = new ArrayList<>();
		groups.forEach((group, members) -> {
			lines.addAll(List.of("## `" + group + "`", "", "| property | type | default | meaning |",
					"| --- | --- | --- | --- |"));
			members.forEach((property) -> lines.add(row(property)));
			lines.add("");
		});
		lines.remove(lines.size() - 1);
		return lines;
	}

	private static String row(ConfigurationMetadata.Property property) {
		String name = property.name().substring(property.group().length() + 1) + (property.isMap() ? ".*" : "");
		String defaultValue = (property.defaultValue() != null) ? "`" + property.defaultValue() + "`" : "";
		return "| `" + name + "` | " + type(property) + " | " + defaultValue + " | "
				+ property.description().replace("|", "\\|") + " |";
	}

	private static String type(ConfigurationMetadata.Property property) {
		if (!property.values().isEmpty()) {
			return property.values().stream().map((value) -> "`" + value + "`").collect(Collectors.joining(", "));
		}
		if (property.isMap()) {
			return property.type().endsWith(",java.lang.String>") ? "texts by name" : "settings by name";
		}
		Matcher collection = COLLECTION.matcher(property.type());
		return collection.matches() ? "list of " + name(collection.group(1)) + "s" : name(property.type());
	}

	private static String name(String type) {
		String known = TYPES.get(type);
		return (known != null) ? known : valuesOrName(type);
	}

	private static String valuesOrName(String type) {
		try {
			Class<?> found = ConfigurationMetadata.type(type);
			return found.isEnum() ? Stream.of(found.getEnumConstants())
				.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", ")) : found.getSimpleName();
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
