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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A fenced code block of a Markdown file.
 *
 * @param language the language after the opening fence, empty for none
 * @param indent the white space before the fence
 * @param opening the index of the line of the opening fence
 * @param closing the index of the line of the closing fence
 * @param source where the code comes from, written in a comment on the line before:
 * {@code <!-- code: path/from/the/root#tag -->}; null where there is none
 * @param imports whether Java code begins with the imports that it needs, as it does
 * unless the comment is {@code <!-- code without imports: … -->}
 */
record Fence(String language, String indent, int opening, int closing, @Nullable String source, boolean imports) {

	private static final Pattern OPENING = Pattern.compile("(\\s*)(`{3,}|~{3,})\\s*([\\w-]*).*");

	private static final Pattern SOURCE = Pattern.compile("\\s*<!-- code( without imports)?: (\\S+) -->");

	static List<Fence> in(List<String> lines) {
		List<Fence> fences = new ArrayList<>();
		for (int line = 0; line < lines.size(); line++) {
			Matcher opening = OPENING.matcher(lines.get(line));
			if (opening.matches()) {
				int closing = closing(lines, line, opening.group(2));
				Matcher source = SOURCE.matcher((line > 0) ? lines.get(line - 1) : "");
				boolean found = source.matches();
				fences.add(new Fence(opening.group(3), opening.group(1), line, closing, found ? source.group(2) : null,
						found && source.group(1) == null));
				line = closing;
			}
		}
		return fences;
	}

	boolean contains(int line) {
		return line >= this.opening && line <= this.closing;
	}

	/**
	 * Returns the code, without the indentation of the block.
	 */
	List<String> code(MarkdownFile file) {
		return file.lines()
			.subList(this.opening + 1, this.closing)
			.stream()
			.map((line) -> line.startsWith(this.indent) ? line.substring(this.indent.length()) : line)
			.toList();
	}

	/**
	 * Returns the code that belongs here, which a file has that is compiled or run.
	 */
	List<String> expectedCode() {
		return CodeSource.read(Objects.requireNonNull(this.source), this.imports);
	}

	/**
	 * Returns the file with other code in this block.
	 */
	MarkdownFile replace(MarkdownFile file, List<String> code) {
		return file.with(this.opening + 1, this.closing,
				code.stream().map((line) -> line.isEmpty() ? line : this.indent + line).toList());
	}

	private static int closing(List<String> lines, int opening, String fence) {
		for (int line = opening + 1; line < lines.size(); line++) {
			if (lines.get(line).strip().equals(fence)) {
				return line;
			}
		}
		throw new AssertionError("The code block of line " + (opening + 1) + " has no end");
	}

}
