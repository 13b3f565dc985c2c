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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the metadata of properties as IDEs do.
 */
record ConfigurationMetadata(Map<String, JsonNode> groups, Map<String, JsonNode> properties,
		Map<String, JsonNode> hints) {

	private static final String FILE = "META-INF/spring-configuration-metadata.json";

	/**
	 * The file of this module. Other jars have a file with the same name.
	 */
	static ConfigurationMetadata ofModule() {
		return read(resource(ModuleClasses.location() + FILE));
	}

	/**
	 * The files of all jars.
	 */
	static ConfigurationMetadata ofClassPath() {
		ConfigurationMetadata all = new ConfigurationMetadata(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
		try {
			ModuleClasses.loader().getResources(FILE).asIterator().forEachRemaining((file) -> all.add(read(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return all;
	}

	/**
	 * What {@code @ConfigurationPropertiesSource} writes for a type, with names that are
	 * relative to it.
	 */
	static ConfigurationMetadata ofSource(Class<?> type) {
		String file = "META-INF/spring/configuration-metadata/" + type.getName() + ".json";
		URL resource = ModuleClasses.loader().getResource(file);
		if (resource == null) {
			throw new AssertionError(
					type + " is what a map of properties holds: it needs @ConfigurationPropertiesSource");
		}
		return read(resource);
	}

	private void add(ConfigurationMetadata other) {
		this.groups.putAll(other.groups);
		this.properties.putAll(other.properties);
		this.hints.putAll(other.hints);
	}

	private static ConfigurationMetadata read(URL file) {
		try (InputStream in = file.openStream()) {
			JsonNode json = JsonMapper.shared().readTree(in);
			return new ConfigurationMetadata(byName(json.path("groups")), byName(json.path("properties")),
					byName(json.path("hints")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, JsonNode> byName(JsonNode items) {
		Map<String, JsonNode> byName = new TreeMap<>();
		items.forEach((item) -> byName.put(item.path("name").asString(), item));
		return byName;
	}

	private static URL resource(String url) {
		try {
			return URI.create(url).toURL();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
