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

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer that is an error: the native shape, the openai shape, bare
 * text, or the HTML of a gateway in front.
 */
final class ErrorBody {

	/** Of what is no JSON: what a gateway says is in its first lines. */
	private static final int MOST_TEXT = 300;

	private static final Pattern INVISIBLE_HTML = Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->");

	private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");

	private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");

	private ErrorBody() {
	}

	static ServerError read(byte[] body) {
		ServerError error = readJson(body);
		if (error != null) {
			return error;
		}
		String text = new String(body, StandardCharsets.UTF_8).trim();
		return new ServerError(ServerError.bounded(isHtml(text) ? textOf(text) : text, MOST_TEXT), null, null);
	}

	/**
	 * Reads a body in one of the two JSON shapes.
	 * @return what it says, or null if it is none
	 */
	static @Nullable ServerError readJson(byte[] body) {
		try {
			CompletionParser parser = new CompletionParser();
			parser.parse(body, 0, body.length);
			ServerError error = parser.error();
			return (error != null && !error.isEmpty()) ? error : null;
		}
		catch (BrokenAnswerException ex) {
			// It is cut, or no JSON after all: its text is told as it is.
			return null;
		}
	}

	private static boolean isHtml(String text) {
		return text.regionMatches(true, 0, "<!doctype html", 0, 14) || text.regionMatches(true, 0, "<html", 0, 5);
	}

	private static String textOf(String html) {
		var title = TITLE.matcher(html);
		String heading = title.find() ? title.group(1) : "";
		String visible = TAG.matcher(INVISIBLE_HTML.matcher(html).replaceAll(" ")).replaceAll(" ");
		return visible.contains(heading.trim()) ? visible : heading + " " + visible;
	}

}
