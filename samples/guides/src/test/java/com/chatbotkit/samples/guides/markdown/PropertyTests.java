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
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties that Markdown files name exist, and those that exist are all on the page
 * of properties.
 */
class PropertyTests {

	private static final Pattern NAME = Pattern
		.compile("spring\\.ai\\.(?:chatbotkit|retry|model)(?:\\.[a-z][a-z0-9-]*)*");

	@Test
	void thePageOfPropertiesIsThatOfTheMetadata() {
		MarkdownFile page = MarkdownFile.read(Repository.ROOT.resolve("docs/properties.md"));
		int first = IntStream.range(0, page.lines().size())
			.filter((line) -> page.lines().get(line).startsWith("## "))
			.findFirst()
			.orElse(page.lines().size());
		List<String> generated = PropertiesPage.write(ConfigurationMetadata.ours());
		if (Repository.isToBeUpdated()) {
			page.with(first, page.lines().size(), generated).write();
			return;
		}
		assertThat(page.lines().subList(first, page.lines().size()))
			.as("docs/properties.md; if a property has changed: %s", Repository.HOW_TO_UPDATE)
			.isEqualTo(generated);
	}

	@TestFactory
	Stream<DynamicTest> propertiesInProseExist() {
		return MarkdownFile.all().map((file) -> DynamicTest.dynamicTest(file.toString(), () -> {
			List<String> named = file.prose()
				.stream()
				.flatMap((line) -> NAME.matcher(line).results())
				.map(MatchResult::group)
				.toList();
			assertThat(named).allMatch(ConfigurationMetadata::isKnown, "is a property");
		}));
	}

	@TestFactory
	Stream<DynamicTest> propertiesInConfigurationExist() {
		return MarkdownFile.all()
			.flatMap((file) -> file.fences()
				.stream()
				.map((fence) -> DynamicTest.dynamicTest(file + ":" + (fence.opening() + 1),
						() -> assertThat(properties(fence.language(), String.join("\n", fence.code(file))))
							.filteredOn((name) -> NAME.matcher(name).lookingAt())
							.allMatch(ConfigurationMetadata::isKnown, "is a property"))));
	}

	@Test
	void propertiesAreFoundInYaml() {
		assertThat(properties("yaml", "spring.ai:\n  chatbotkit:\n    chat.bot-id: clx…  # a comment"))
			.containsExactly("spring.ai.chatbotkit.chat.bot-id");
		assertThat(ConfigurationMetadata.isKnown("spring.ai.chatbotkit.headers.x-team")).isTrue();
		assertThat(ConfigurationMetadata.isKnown("spring.ai.chatbotkit.chat")).isTrue();
		assertThat(ConfigurationMetadata.isKnown("spring.ai.chatbotkit.chat.botid")).isFalse();
	}

	private static List<String> properties(String language, String text) {
		return switch (language) {
			case "yaml", "yml" -> names(yaml(text));
			case "properties" -> names(read(text));
			default -> List.of();
		};
	}

	private static Properties yaml(String text) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
		Properties properties = yaml.getObject();
		return (properties != null) ? properties : new Properties();
	}

	private static Properties read(String text) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

	private static List<String> names(Properties properties) {
		return properties.stringPropertyNames().stream().map((name) -> name.replaceFirst("\\[.*", "")).toList();
	}

}
