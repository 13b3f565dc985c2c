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

package com.chatbotkit.springai.api;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Reads the id of a bot or the name of a model as users write it: trims white space, and
 * refuses what cannot be an id.
 */
final class WrittenId {

	/** The endpoint accepts any text as an id, and then does not find it. */
	private static final Pattern SELECTOR = Pattern
		.compile("(bot|model|conversation)/.*|(?i)(bot|model|conversation)\\s*/\\s*(id|name)\\s*=.*", Pattern.DOTALL);

	private static final Pattern ASSIGNMENT = Pattern
		.compile("(?i)([a-z_.-]*[_.-])?(bot[_-]?id|id|model[_-]?name|model)\\s*=.*", Pattern.DOTALL);

	private static final Pattern SECRET_KEY = Pattern.compile("sk-[A-Za-z0-9_-]{16,}");

	private static final Pattern URL = Pattern
		.compile("(?i)([a-z][a-z0-9+.-]*://|www\\.|(app\\.)?chatbotkit\\.com/).*");

	private static final List<String> BRACKETS = List.of("<>", "[]", "()");

	/** The endpoint splits at each slash: it reads bot/id=bot/id=x as x. */
	private static final Pattern REPEATED = Pattern
		.compile(".*/(id|name)=.*/\\1=.*|[^=]*=\\s*(bot|model|conversation)/.*", Pattern.DOTALL);

	/** What stands between or behind the values of a list or a script. */
	private static final String SEPARATORS = ",;";

	private static final String QUOTES = "\"'`\u2018\u2019\u201C\u201D\u201E\u00AB\u00BB";

	private WrittenId() {
	}

	static String bot(@Nullable String id) {
		Assert.isTrue(StringUtils.hasLength(id), "The bot id is empty: write bot/id=<id>");
		return checked("bot id", "bot/id=", id);
	}

	static String model(@Nullable String name) {
		Assert.isTrue(StringUtils.hasLength(name), "The model name is empty: write model/name=<model>");
		return checked("model name", "model/name=", name);
	}

	private static String checked(String what, String selector, String written) {
		String text = trim(written);
		if (text.isEmpty()) {
			throw new IllegalArgumentException("The " + what + " is blank: write " + selector + "<" + what + ">");
		}
		if (SECRET_KEY.matcher(text).matches()) {
			throw new IllegalArgumentException("The " + what + " looks like a secret key: write the " + what
					+ ", and the key into spring.ai.chatbotkit.secret-key");
		}
		String missing = MissingValue.problem(text);
		if (missing != null) {
			throw refused(what, text, missing);
		}
		if (isQuoted(text)) {
			throw refused(what, text, "stands in quotes: write it without them");
		}
		if (isBracketed(text)) {
			throw refused(what, text, "stands in brackets: write it without them");
		}
		if (isSeparated(text)) {
			throw refused(what, text, "begins or ends with a comma or semicolon: write it without");
		}
		if (SELECTOR.matcher(text).matches() || (text.startsWith("{") && text.contains("\"name\""))) {
			throw refused(what, text,
					"is a whole selector: write only what stands behind the =, or give all of it as" + " the model");
		}
		if (URL.matcher(text).matches()) {
			throw refused(what, text, "is a URL: write only the " + what + lastOf(text));
		}
		if (ASSIGNMENT.matcher(text).matches()) {
			throw refused(what, text, "has its name before it: write only what stands behind the =");
		}
		if (!isOnePiece(text)) {
			throw refused(what, text,
					"has a blank or another character inside that no " + what + " has: copy it again");
		}
		return text;
	}

	/**
	 * Checks the value of a selector's short form for probable mistakes.
	 * @param selector the selector as it was written
	 * @param value the id or name that the endpoint reads from it
	 * @throws IllegalArgumentException if there is one
	 */
	static void checkShort(String selector, String value) {
		String text = trim(value);
		if (text.isEmpty()) {
			return;
		}
		Assert.isTrue(!REPEATED.matcher(selector).matches(),
				() -> "The selector \"" + printable(selector) + "\" has an id or name twice: write it once");
		String written = trim(selector.substring(selector.indexOf('=') + 1));
		Assert.isTrue(!URL.matcher(written).matches(),
				() -> "The value of the selector is a URL: write only the id or name" + lastOf(written));
		String missing = MissingValue.problem(text);
		Assert.isTrue(missing == null, () -> "The value of the selector \"" + printable(selector) + "\" " + missing);
		Assert.isTrue(!isBracketed(text), () -> "The value of the selector \"" + printable(selector)
				+ "\" stands in brackets: write it without them");
		Assert.isTrue(!isSeparated(text), () -> "The value of the selector \"" + printable(selector)
				+ "\" begins or ends with a comma or semicolon: write it without");
		Assert.isTrue(text.equals(value), () -> "The selector \"" + printable(selector)
				+ "\" has white space around its value: write it without, or in the JSON form");
		Assert.isTrue(!isQuoted(text), () -> "The value of the selector \"" + printable(selector)
				+ "\" stands in quotes: write it without them");
		Assert.isTrue(isOnePiece(text), () -> "The value of the selector \"" + printable(selector)
				+ "\" has a blank or another character inside that no id has: copy it again");
	}

	/**
	 * Removes invisible characters at both ends: white space, a byte order mark, a
	 * no-break space.
	 */
	static String trim(String text) {
		int from = 0;
		int to = text.length();
		while (from < to && isUnseen(text.charAt(from))) {
			from++;
		}
		while (to > from && isUnseen(text.charAt(to - 1))) {
			to--;
		}
		return text.substring(from, to);
	}

	static boolean isQuoted(String text) {
		return !text.isEmpty()
				&& (QUOTES.indexOf(text.charAt(0)) >= 0 || QUOTES.indexOf(text.charAt(text.length() - 1)) >= 0);
	}

	static boolean isBracketed(String text) {
		return text.length() > 1 && BRACKETS.contains(String.valueOf(text.charAt(0)) + text.charAt(text.length() - 1));
	}

	static boolean isSeparated(String text) {
		return !text.isEmpty()
				&& (SEPARATORS.indexOf(text.charAt(0)) >= 0 || SEPARATORS.indexOf(text.charAt(text.length() - 1)) >= 0);
	}

	/**
	 * Whether the short form of a selector accepts the text as a value.
	 */
	static boolean isShort(String text) {
		return isOnePiece(text) && !isQuoted(text) && !isBracketed(text) && !isSeparated(text);
	}

	static boolean isOnePiece(String text) {
		return text.chars().noneMatch(WrittenId::isUnseen);
	}

	private static boolean isUnseen(int c) {
		return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
				|| Character.getType(c) == Character.FORMAT;
	}

	private static String lastOf(String url) {
		String path = withoutQuery(url);
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		String last = trim(path.substring(0, end));
		last = last.substring(last.lastIndexOf('/') + 1);
		return (!last.isEmpty() && isOnePiece(last) && last.matches("[A-Za-z0-9_-]{3,}")) ? ", " + last : "";
	}

	private static String withoutQuery(String url) {
		return url.replaceFirst("[?#].*", "");
	}

	private static String withoutUserInfo(String url) {
		int slashes = url.indexOf("//");
		int at = url.lastIndexOf('@');
		return (slashes >= 0 && at > slashes) ? url.substring(0, slashes + 2) + url.substring(at + 1) : url;
	}

	private static IllegalArgumentException refused(String what, String text, String problem) {
		return new IllegalArgumentException("The " + what + " \"" + printable(text) + "\" " + problem);
	}

	/**
	 * Returns the text as one line of limited length, without user info and query, which
	 * may contain secrets.
	 */
	private static String printable(String text) {
		String shown = URL.matcher(text).matches() ? withoutUserInfo(withoutQuery(text)) : text;
		StringBuilder line = new StringBuilder();
		shown.chars().limit(200).forEach((c) -> line.append((c == ' ' || !isUnseen(c)) ? (char) c : '\uFFFD'));
		return line.toString();
	}

}
