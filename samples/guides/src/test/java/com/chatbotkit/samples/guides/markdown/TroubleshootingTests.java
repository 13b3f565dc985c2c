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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The messages that docs/troubleshooting.md explains are those of the code.
 */
class TroubleshootingTests {

	private static final Pattern ROW = Pattern.compile("\\| `([^`]+)`.*");

	private static final Pattern JOIN = Pattern.compile("\"\\s*\\+\\s*\"");

	/** What the platform says, or Java's name of a status. */
	private static final Set<String> OF_THE_PLATFORM = Set.of("401 NOT_AUTHENTICATED", "403 NOT_AUTHORIZED",
			"404 NOT_FOUND", "402", "429 rate_limit_exceeded", "429 insufficient_quota", "400 BAD_REQUEST");

	@TestFactory
	Stream<DynamicTest> messagesAreThoseOfTheCode() {
		String code = code();
		return messages().stream()
			.filter((message) -> !OF_THE_PLATFORM.contains(message))
			.flatMap((message) -> Stream.of(message.split("…|(?<=^[A-Z_]{8,30}): ")))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())
			.map((part) -> DynamicTest.dynamicTest(part, () -> assertThat(code.contains(part)).as(part).isTrue()));
	}

	@Test
	void messagesAreFound() {
		assertThat(messages()).hasSizeGreaterThan(25).contains("The secret key of ChatBotKit is missing.");
	}

	private static List<String> messages() {
		return MarkdownFile.read(Repository.ROOT.resolve("docs/troubleshooting.md"))
			.lines()
			.stream()
			.takeWhile((line) -> !line.equals("## Messages of other libraries"))
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.map((row) -> row.group(1))
			.toList();
	}

	private static String code() {
		return Stream.of("chatbotkit-spring-ai-core", "chatbotkit-spring-boot-starter")
			.map((module) -> Repository.ROOT.resolve(module + "/src/main/java"))
			.flatMap(TroubleshootingTests::files)
			.map((file) -> JOIN.matcher(read(file)).replaceAll(""))
			.collect(Collectors.joining("\n"));
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
