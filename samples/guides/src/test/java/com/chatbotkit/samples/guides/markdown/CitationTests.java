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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The comments of all Java files cite sections of pages that exist. A comment about the
 * endpoint's contract cites one of its sections, for example docs/contract.md#failures.
 */
class CitationTests {

	private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m:^\\s*//.*$)", Pattern.DOTALL);

	private static final Pattern CITATION = Pattern.compile("\\b(docs/[a-z-]+\\.md)(?:#([a-z0-9-]+))?");

	private static final Pattern CONTRACT = Pattern.compile("\\b(the|endpoint's) contract\\b|\\(contract\\b");

	@TestFactory
	Stream<DynamicTest> citedSectionsExist() {
		return javaFiles().map((file) -> DynamicTest.dynamicTest(Repository.name(file),
				() -> assertThat(comments(read(file))).allSatisfy(CitationTests::check)));
	}

	@Test
	void citationsAreFound() {
		String source = "/** Source: docs/contract.md#failures. */ String s = \"docs/none.md\"; \n// docs/tools.md\n";
		assertThat(comments(source).stream().flatMap((comment) -> CITATION.matcher(comment).results()))
			.extracting(MatchResult::group)
			.containsExactly("docs/contract.md#failures", "docs/tools.md");
		assertThat(javaFiles().flatMap((file) -> comments(read(file)).stream())
			.filter((comment) -> comment.contains("docs/contract.md#"))).hasSizeGreaterThan(20);
	}

	private static void check(String comment) {
		Matcher citation = CITATION.matcher(comment);
		boolean cites = false;
		while (citation.find()) {
			cites |= citation.group(1).endsWith("contract.md") && citation.group(2) != null;
			Path page = Repository.ROOT.resolve(citation.group(1));
			assertThat(page).exists();
			if (citation.group(2) != null) {
				assertThat(Anchors.of(MarkdownFile.read(page))).contains(citation.group(2));
			}
		}
		assertThat(cites || !CONTRACT.matcher(comment).find()).as("cites a section of docs/contract.md: %s", comment)
			.isTrue();
	}

	private static List<String> comments(String source) {
		return COMMENT.matcher(source).results().map(MatchResult::group).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> javaFiles() {
		try (Stream<Path> files = Files.walk(Repository.ROOT)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !Repository.name(file).contains("target/"))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
