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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The anchors of a Markdown file's headings, as GitHub makes them: in lower case, without
 * punctuation, with a hyphen for each blank, and a number from the second of a name on.
 */
final class Anchors {

	private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");

	private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

	private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}\\p{M}_ -]");

	private Anchors() {
	}

	static Set<String> of(MarkdownFile file) {
		Set<String> anchors = new HashSet<>();
		Map<String, Integer> used = new HashMap<>();
		for (String line : file.prose()) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = anchor(heading.group(1));
				int before = used.merge(anchor, 1, Integer::sum) - 1;
				anchors.add((before > 0) ? anchor + "-" + before : anchor);
			}
		}
		return anchors;
	}

	private static String anchor(String heading) {
		String text = LINK.matcher(heading).replaceAll("$1").toLowerCase(Locale.ROOT);
		return PUNCTUATION.matcher(text).replaceAll("").replace(' ', '-');
	}

}
