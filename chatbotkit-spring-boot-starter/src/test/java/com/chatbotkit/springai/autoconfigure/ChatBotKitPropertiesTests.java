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
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatBotKitProperties} and the metadata of all properties.
 */
class ChatBotKitPropertiesTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		this.runner.run((context) -> assertThat(context.getBean(ChatBotKitProperties.class).toString()).contains(
				"allowPlainHttp=false", "connect=PT10S, response=PT13M20S, streamIdle=PT13M20S",
				"max=2000, maxIdle=PT4S", "eventSize=33554432B, errorBodySize=65536B"));
	}

	@Test
	void noSecretIsPrinted() {
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.headers.x-gateway-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.base-url=https://chat.example.org/" + Contexts.SECRET)
			.run((context) -> {
				ChatBotKitProperties properties = context.getBean(ChatBotKitProperties.class);
				assertThat(properties.secretKey()).isEqualTo(Contexts.SECRET);
				assertThat(properties.toString()).doesNotContain(Contexts.SECRET);
			});
	}

	@Test
	void everyPropertyHasADescription() throws IOException {
		Map<String, JsonNode> metadata = metadata();
		assertThat(metadata).isNotEmpty();
		assertThat(metadata).allSatisfy(
				(name, property) -> assertThat(property.path("description").asString("")).matches("(?s)[A-Z].*\\."));
	}

	@Test
	void descriptionsAreNotMixedUp() throws IOException {
		assertThat(metadata().values()).extracting((property) -> property.path("description").asString())
			.doesNotHaveDuplicates()
			.noneMatch((description) -> description.startsWith("Name ") || description.startsWith("Idle "));
	}

	@Test
	void everyPropertyThatIsBoundHasMetadataAndTheOtherWayRound() throws IOException {
		assertThat(metadata().keySet()).containsExactlyInAnyOrderElementsOf(
				Stream
					.concat(names(ChatBotKitProperties.PREFIX, ChatBotKitProperties.class),
							names(ChatBotKitRetryProperties.PREFIX, ChatBotKitRetryProperties.class))
					.toList());
	}

	@Test
	void defaultsAreInTheMetadata() throws IOException {
		Map<String, JsonNode> metadata = metadata();
		Map<String, String> defaults = new HashMap<>();
		metadata.forEach((name, property) -> {
			if (property.has("defaultValue")) {
				defaults.put(name.substring("spring.ai.".length()), property.path("defaultValue").asString());
			}
		});
		assertThat(defaults).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				Map.entry("chatbotkit.base-url", "https://api.chatbotkit.com/v1/openai"),
				Map.entry("chatbotkit.allow-plain-http", "false"), Map.entry("chatbotkit.timeout.connect", "10s"),
				Map.entry("chatbotkit.timeout.response", "800s"), Map.entry("chatbotkit.timeout.stream-idle", "800s"),
				Map.entry("chatbotkit.connections.max", "2000"), Map.entry("chatbotkit.connections.max-idle", "4s"),
				Map.entry("chatbotkit.limits.event-size", "32MB"),
				Map.entry("chatbotkit.limits.error-body-size", "64KB"),
				Map.entry("chatbotkit.chat.carry-settings", "false"),
				Map.entry("chatbotkit.chat.legacy-functions", "false")));
	}

	private static Stream<String> names(String prefix, Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).flatMap((component) -> names(prefix, component));
	}

	private static Stream<String> names(String prefix, RecordComponent component) {
		String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
		return component.getType().isRecord() ? names(name, component.getType()) : Stream.of(name);
	}

	/**
	 * Reads the file of this module, of which there is one in other jars too.
	 */
	private static Map<String, JsonNode> metadata() throws IOException {
		String classes = ChatBotKitAutoConfiguration.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toString();
		Map<String, JsonNode> metadata = new HashMap<>();
		try (InputStream file = URI.create(classes + "META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			JsonMapper.shared()
				.readTree(file)
				.path("properties")
				.forEach((property) -> metadata.put(property.path("name").asString(), property));
		}
		return metadata;
	}

}
