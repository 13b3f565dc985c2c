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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration properties of all libraries on the class path, and of the starter
 * that serves agents, as they tell them to editors.
 */
final class ConfigurationMetadata {

	private static final String LOCATION = "META-INF/spring-configuration-metadata.json";

	// On the class path it would serve the agents of the guides.
	private static final Path SERVER_CLASSES = Repository.ROOT
		.resolve("chatbotkit-spring-boot-starter-server/target/classes/");

	private static final Path SERVER = SERVER_CLASSES.resolve(LOCATION);

	private static final List<JsonNode> FILES = files();

	private ConfigurationMetadata() {
	}

	/**
	 * Returns the properties of ChatBotKit's own modules, in the order of their names.
	 */
	static List<Property> ours() {
		return FILES.stream()
			.filter((file) -> file.path("groups").path(0).path("type").asString().startsWith("com.chatbotkit."))
			.flatMap(ConfigurationMetadata::properties)
			.sorted((one, other) -> one.name().compareTo(other.name()))
			.toList();
	}

	/**
	 * Whether a name is that of a property, of an entry of one, or of a group of them.
	 */
	static boolean isKnown(String name) {
		return FILES.stream()
			.flatMap(ConfigurationMetadata::properties)
			.anyMatch((property) -> property.name().equals(name) || property.name().startsWith(name + ".")
					|| (property.isMap() && name.startsWith(property.name() + ".")));
	}

	/**
	 * Loads the type of a property of {@link #ours()}.
	 */
	static Class<?> type(String name) throws ClassNotFoundException {
		try (URLClassLoader classes = new URLClassLoader(new URL[] { SERVER_CLASSES.toUri().toURL() },
				ConfigurationMetadata.class.getClassLoader())) {
			return classes.loadClass(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Property> properties(JsonNode file) {
		return file.path("properties")
			.valueStream()
			.map((property) -> new Property(property.path("name").asString(),
					property.path("type").asString("java.lang.String"), property.path("description").asString(""),
					property.hasNonNull("defaultValue") ? text(property.path("defaultValue")) : null,
					values(file, property.path("name").asString())));
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				// The default of a list in a record.
				: value.asString().replaceFirst("^\\[(.*)]$", "$1");
	}

	private static List<String> values(JsonNode file, String name) {
		return file.path("hints")
			.valueStream()
			.filter((hint) -> hint.path("name").asString().equals(name) && !hint.has("providers"))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> value.path("value").asString())
			.toList();
	}

	private static List<JsonNode> files() {
		try {
			List<URL> files = Collections.list(ConfigurationMetadata.class.getClassLoader().getResources(LOCATION));
			return Stream.concat(files.stream(), Stream.of(SERVER.toUri().toURL()))
				.map(ConfigurationMetadata::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode read(URL file) {
		try (InputStream json = file.openStream()) {
			return JsonMapper.shared().readTree(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A configuration property.
	 *
	 * @param name its full name
	 * @param type its Java type
	 * @param description what it means
	 * @param defaultValue its default; null for none
	 * @param values all the values it can have; empty where they are not listed
	 */
	record Property(String name, String type, String description, @Nullable String defaultValue, List<String> values) {

		String group() {
			return this.name.substring(0, this.name.lastIndexOf('.'));
		}

		boolean isMap() {
			return this.type.startsWith("java.util.Map<");
		}

	}

}
