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

package com.chatbotkit.compatibility.application;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down which versions the tests ran with, as a row of docs/versions.md.
 */
class VersionsTests {

	private static final Pattern JAR = Pattern.compile("-(\\d+[^/]*?)(?:\\.Final)?\\.jar$");

	@Test
	void versions() throws Exception {
		Map<String, String> versions = new LinkedHashMap<>();
		versions.put("Spring Boot", "org.springframework.boot.SpringApplication");
		versions.put("Spring AI", "org.springframework.ai.chat.model.ChatModel");
		versions.put("Jackson", "tools.jackson.databind.json.JsonMapper");
		versions.put("Reactor Netty", "reactor.netty.http.client.HttpClient");
		versions.put("Netty", "io.netty.channel.Channel");
		versions.put("Micrometer", "io.micrometer.core.instrument.MeterRegistry");
		versions.replaceAll((name, type) -> version(type));
		assertThat(versions).hasSize(6).allSatisfy((name, version) -> assertThat(version).matches("\\d+\\.\\d+.*"));
		Path file = Path.of(System.getProperty("versions.file", "target/versions.md"));
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.writeString(file, "| " + String.join(" | ", versions.values()) + " |");
	}

	private static String version(String type) {
		try {
			String jar = Class.forName(type).getProtectionDomain().getCodeSource().getLocation().getPath();
			Matcher version = JAR.matcher(jar);
			return version.find() ? version.group(1) : jar;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
