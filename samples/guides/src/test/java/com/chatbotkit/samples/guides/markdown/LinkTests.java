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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The links between the files of this repository lead somewhere. Those to other sites are
 * not looked at: no network is needed.
 */
class LinkTests {

	private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");

	private static final Pattern TARGET = Pattern
		.compile("]\\(([^)\\s]+)[^)]*\\)|^\\s*\\[[^]]+]:\\s*(\\S+)|\\b(?:href|src|srcset)=\"([^\"\\s]+)");

	private static final Pattern OTHER_SITE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

	@TestFactory
	Stream<DynamicTest> linksLeadSomewhere() {
		return MarkdownFile.all()
			.flatMap((file) -> targets(file).stream()
				.map((target) -> DynamicTest.dynamicTest(file + " → " + target, () -> check(file, target))));
	}

	@Test
	void linksAreFound() {
		MarkdownFile file = new MarkdownFile(Path.of("x.md"),
				List.of("[a](b.md#c) and ![d](e.png \"f\") [![g](h.svg)](i) `[j](k)`", "[l]: m.md",
						"<img src=\"n.png\" alt=\"\">", "```", "[o](p)", "```", "[q](https://r.example/)"));
		assertThat(targets(file)).containsExactly("b.md#c", "e.png", "h.svg", "i", "m.md", "n.png");
	}

	@Test
	void anchorsAreThoseOfGitHub() {
		MarkdownFile file = new MarkdownFile(Path.of("x.md"), List.of("# One, two – `a.b-c`", "## One", "### One ###",
				"```", "# No heading", "```", "## See [this](x.md)"));
		assertThat(Anchors.of(file)).containsExactlyInAnyOrder("one-two--ab-c", "one", "one-1", "see-this");
	}

	private static List<String> targets(MarkdownFile file) {
		return file.prose()
			.stream()
			.map((line) -> INLINE_CODE.matcher(line).replaceAll(""))
			.flatMap((line) -> TARGET.matcher(line).results())
			.map(LinkTests::target)
			.filter((target) -> !OTHER_SITE.matcher(target).matches())
			.toList();
	}

	private static String target(MatchResult found) {
		for (int group = 1; group < found.groupCount(); group++) {
			if (found.group(group) != null) {
				return found.group(group);
			}
		}
		return found.group(found.groupCount());
	}

	private static void check(MarkdownFile file, String target) {
		int hash = target.indexOf('#');
		String path = (hash < 0) ? target : target.substring(0, hash);
		Path linked = path.isEmpty() ? file.path() : file.path().resolveSibling(path).normalize();
		assertThat(linked).startsWithRaw(Repository.ROOT);
		assertThat(Files.exists(linked)).as("%s, to which %s links, exists", target, file).isTrue();
		if (hash >= 0 && linked.toString().endsWith(".md")) {
			assertThat(Anchors.of(MarkdownFile.read(linked)))
				.as("The headings of %s, of which %s links to one", linked.getFileName(), file)
				.contains(target.substring(hash + 1));
		}
	}

}
