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

package com.chatbotkit.springai.test.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what IDEs know of this module's properties, which are written by hand: they
 * are read before properties are bound.
 */
class EmulatorMetadataTests {

	private static final String PREFIX = "spring.ai.chatbotkit.emulator.";

	@Test
	void everyPropertyIsDescribedWithItsDefault() throws IOException {
		Map<String, JsonNode> properties = properties();
		assertThat(properties).containsOnlyKeys(PREFIX + "enabled", PREFIX + "port").allSatisfy((name, property) -> {
			assertThat(property.path("description").asString("")).matches("[A-Z].*[^. ]\\.");
			assertThat(property.path("type").asString("")).startsWith("java.lang.");
			assertThat(property.has("defaultValue")).isTrue();
			assertThat(property.has("deprecation")).isFalse();
		});
		assertThat(properties.get(PREFIX + "enabled").path("defaultValue").asBoolean()).isFalse();
		assertThat(properties.get(PREFIX + "port").path("defaultValue").asInt()).isZero();
	}

	/**
	 * Reads the file of this module, of which there is one in other jars too.
	 */
	private static Map<String, JsonNode> properties() throws IOException {
		String classes = ChatBotKitEmulator.class.getProtectionDomain().getCodeSource().getLocation().toString();
		Map<String, JsonNode> properties = new TreeMap<>();
		try (InputStream file = URI.create(classes + "META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			JsonMapper.shared()
				.readTree(file)
				.path("properties")
				.forEach((property) -> properties.put(property.path("name").asString(), property));
		}
		return properties;
	}

}
