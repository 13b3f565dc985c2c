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

package com.chatbotkit.springai.test;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the passage that matches a question best, by their common words (Okapi BM25 with
 * its usual constants). It does not compare meanings, so a test's question should use a
 * word of the passage.
 */
final class Documents {

	private static final double SATURATION = 1.2;

	private static final double LENGTH_WEIGHT = 0.75;

	private static final Pattern BLANK_LINES = Pattern.compile("\\R\\s*\\R");

	private static final Pattern NON_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

	// Stop words, which do not tell what a question is about.
	private static final Set<String> IGNORED = Set.of("a", "about", "am", "an", "and", "any", "are", "as", "at", "be",
			"by", "can", "do", "does", "for", "from", "has", "have", "how", "i", "if", "in", "is", "it", "many", "me",
			"much", "my", "of", "on", "or", "our", "s", "tell", "that", "the", "there", "this", "to", "us", "was", "we",
			"what", "when", "where", "which", "who", "why", "will", "with", "you", "your");

	private final List<Passage> passages = new CopyOnWriteArrayList<>();

	void add(String title, String text) {
		BLANK_LINES.splitAsStream(text.strip())
			.filter((passage) -> !passage.isBlank())
			.forEach((passage) -> this.passages.add(new Passage(title, passage.strip(), words(title + " " + passage))));
	}

	/**
	 * Returns a sentence that quotes the best passage, or null if no passage has a word
	 * in common.
	 */
	@Nullable String quote(String question) {
		if (this.passages.isEmpty()) {
			return null;
		}
		List<String> questionWords = words(question).stream().distinct().toList();
		return this.passages.stream()
			.map((passage) -> new Match(passage, score(passage, questionWords)))
			.filter((match) -> match.score() > 0)
			.max(Comparator.comparingDouble(Match::score))
			.map((match) -> "From \"" + match.passage().title() + "\": " + match.passage().text())
			.orElse(null);
	}

	private double score(Passage passage, List<String> questionWords) {
		double average = this.passages.stream().mapToInt((other) -> other.words().size()).average().orElse(1);
		double norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * passage.words().size() / Math.max(average, 1));
		return questionWords.stream().mapToDouble((word) -> {
			long count = passage.count(word);
			return rarity(word) * count * (SATURATION + 1) / (count + norm);
		}).sum();
	}

	private double rarity(String word) {
		long holding = this.passages.stream().filter((passage) -> passage.count(word) > 0).count();
		return Math.log(1 + (this.passages.size() - holding + 0.5) / (holding + 0.5));
	}

	private static List<String> words(String text) {
		return Arrays.stream(NON_WORD.split(text.toLowerCase(Locale.ROOT)))
			.filter((word) -> !word.isEmpty() && !IGNORED.contains(word))
			.map(Documents::singular)
			.toList();
	}

	private static String singular(String word) {
		return (word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")) ? word.substring(0, word.length() - 1)
				: word;
	}

	private record Match(Passage passage, double score) {

	}

	private record Passage(String title, String text, List<String> words) {

		long count(String word) {
			return this.words.stream().filter(word::equals).count();
		}

	}

}
