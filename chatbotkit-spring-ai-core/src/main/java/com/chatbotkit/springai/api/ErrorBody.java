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

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an error response: the platform's native shape, OpenAI's shape, plain
 * text, or the HTML page of a gateway.
 */
final class ErrorBody {

	/** The maximum length of a text that is not JSON: a gateway's reason comes first. */
	private static final int MAX_TEXT_LENGTH = 300;

	/** The maximum number of bytes to read of a body that is not JSON. */
	private static final int MAX_BYTES = 64 * 1024;

	/** The start of a terminal's escape sequence, for example a colour. */
	private static final int ESCAPE = 0x1B;

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private ErrorBody() {
	}

	static ServerError read(byte[] body) {
		ServerError error = readJson(body);
		if (error != null) {
			return error;
		}
		String text = text(body);
		return new ServerError(ServerError.bounded(HtmlText.isPage(text) ? HtmlText.of(text) : text, MAX_TEXT_LENGTH),
				null, null);
	}

	/**
	 * Reads a body in one of the two JSON shapes.
	 * @return the error, or null if the body has neither shape
	 */
	static @Nullable ServerError readJson(byte[] body) {
		CompletionParser parser = new CompletionParser(false);
		try {
			parser.parse(body, 0, body.length);
			ServerError error = parser.error();
			return (error != null && !error.isEmpty()) ? error : null;
		}
		catch (ExchangeException ex) {
			// Incomplete, or not JSON: the caller reports the text.
			return null;
		}
		finally {
			parser.close();
		}
	}

	/**
	 * Whether there are control characters that no text has. In compressed data and
	 * images they are frequent.
	 */
	private static boolean isBinary(byte[] body, int length) {
		for (int i = 0; i < length; i++) {
			if (body[i] >= 0 && body[i] < ' ' && body[i] != '\t' && body[i] != '\n' && body[i] != '\r'
					&& body[i] != '\f' && body[i] != ESCAPE) {
				return true;
			}
		}
		return false;
	}

	private static String text(byte[] body) {
		int length = Math.min(body.length, MAX_BYTES);
		if (isBinary(body, length)) {
			return body.length + " bytes that are no text";
		}
		String text = new String(body, 0, length, StandardCharsets.UTF_8);
		return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).trim();
	}

}
