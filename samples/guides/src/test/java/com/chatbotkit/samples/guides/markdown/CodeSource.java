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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the code that a guide shows from a file that is compiled or run.
 * <p>
 * {@code path} is a whole file, {@code path#tag} what stands between the comments
 * {@code tag::tag[]} and {@code end::tag[]} in it, which may come more than once, as in
 * AsciiDoc. Tabs become four blanks, and the code moves to the left margin. A part of a
 * Java file begins with those imports of the file that it needs.
 */
final class CodeSource {

	private static final Pattern MARKER = Pattern.compile(".*\\b(tag|end)::[\\w-]+\\[].*");

	private CodeSource() {
	}

	private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");

	static List<String> read(String source, boolean imports) {
		int hash = source.indexOf('#');
		Path file = Repository.ROOT.resolve((hash < 0) ? source : source.substring(0, hash));
		List<String> lines = lines(file);
		List<String> code = atTheMargin((hash < 0) ? lines : region(lines, source.substring(hash + 1), source));
		return (imports && hash >= 0) ? withImports(lines, code) : code;
	}

	private static List<String> withImports(List<String> file, List<String> code) {
		if (code.stream().anyMatch((line) -> line.startsWith("import "))) {
			return code;
		}
		List<String> result = new ArrayList<>();
		for (String line : file) {
			boolean endOfGroup = line.isEmpty() && !result.isEmpty() && !result.get(result.size() - 1).isEmpty();
			if (endOfGroup || isNeeded(line, code)) {
				result.add(line);
			}
		}
		result.addAll(code);
		return result;
	}

	private static boolean isNeeded(String line, List<String> code) {
		Matcher found = IMPORT.matcher(line);
		if (!found.matches()) {
			return false;
		}
		Pattern name = Pattern.compile("(?<![\\w.])" + found.group(1) + "\\b");
		return code.stream().anyMatch((part) -> name.matcher(part).find());
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream().map((line) -> line.replace("\t", "    ").stripTrailing()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The source of a code block cannot be read", ex);
		}
	}

	private static List<String> region(List<String> lines, String tag, String source) {
		List<String> region = new ArrayList<>();
		boolean inside = false;
		boolean found = false;
		for (String line : lines) {
			inside &= !line.contains("end::" + tag + "[]");
			if (inside) {
				region.add(line);
			}
			inside |= line.contains("tag::" + tag + "[]");
			found |= inside;
		}
		assertThat(found).as("%s has the comment tag::%s[]", source, tag).isTrue();
		assertThat(inside).as("%s has no comment end::%s[]", source, tag).isFalse();
		return region;
	}

	private static List<String> atTheMargin(List<String> region) {
		List<String> code = new ArrayList<>(region);
		code.removeIf((line) -> MARKER.matcher(line).matches());
		while (!code.isEmpty() && code.get(0).isEmpty()) {
			code.remove(0);
		}
		while (!code.isEmpty() && code.get(code.size() - 1).isEmpty()) {
			code.remove(code.size() - 1);
		}
		int margin = code.stream()
			.filter((line) -> !line.isEmpty())
			.mapToInt((line) -> line.length() - line.stripLeading().length())
			.min()
			.orElse(0);
		return code.stream().map((line) -> line.isEmpty() ? line : line.substring(margin)).toList();
	}

}
