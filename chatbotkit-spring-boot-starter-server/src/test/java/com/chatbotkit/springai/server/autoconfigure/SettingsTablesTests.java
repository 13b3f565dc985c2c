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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties.AgentSettings;
import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties.Key;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings of an agent and of a key, which the metadata of properties cannot list,
 * are all in tables of the pages.
 */
class SettingsTablesTests {

	private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

	@Test
	void thePageOfAgentsHasTheSettingsOfAnAgent() throws IOException {
		assertThat(table("agent-server.md", "agents.<id>"))
			.containsExactlyInAnyOrderElementsOf(of(AgentSettings.class));
	}

	@Test
	void thePageOfSecurityHasTheSettingsOfAKey() throws IOException {
		assertThat(table("serving-security.md", "keys.<name>")).containsExactlyInAnyOrderElementsOf(of(Key.class));
	}

	private static List<String> table(String page, String group) throws IOException {
		return Files.readAllLines(Path.of("../docs", page))
			.stream()
			.dropWhile((line) -> !line.startsWith("| `spring.ai.chatbotkit.server." + group + ".…` |"))
			.takeWhile((line) -> line.startsWith("|"))
			.skip(2)
			.map((line) -> line.substring(1, line.indexOf('|', 1)))
			.flatMap((cell) -> NAME.matcher(cell).results().map((MatchResult name) -> name.group(1)))
			.toList();
	}

	private static List<String> of(Class<?> settings) {
		return Arrays.stream(settings.getRecordComponents())
			.map((property) -> DataObjectPropertyName.toDashedForm(property.getName()))
			.toList();
	}

}
