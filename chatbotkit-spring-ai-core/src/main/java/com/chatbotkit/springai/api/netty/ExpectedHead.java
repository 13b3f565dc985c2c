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

package com.chatbotkit.springai.api.netty;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Recognises the head of an HTTP/1.1 response that the endpoint does not send. It must be
 * the last on its connection: the response may belong to another request, or its body may
 * be longer than declared, which would shift every later response. It does not depend on
 * an HTTP client.
 */
public final class ExpectedHead {

	private static final int OK = 200;

	private static final int FIRST_ERROR = 400;

	private ExpectedHead() {
	}

	/**
	 * Returns whether the connection of a response may be used again, as far as its head
	 * tells: after any error, and after a {@code 200} with the content type that the
	 * request expects and without a content coding.
	 * @param accept the request's {@code Accept} header, whose first type is the expected
	 * one. Each type is expected if it is null, empty or begins with {@code *}
	 * @param status the status of the final response
	 * @param contentType the response's {@code Content-Type}, or null if it has none
	 * @param contentEncodings the values of the response's {@code Content-Encoding}
	 * headers
	 * @return false if the connection has to be closed after the response
	 */
	public static boolean allowsReuse(@Nullable String accept, int status, @Nullable String contentType,
			List<String> contentEncodings) {
		if (status != OK) {
			return status >= FIRST_ERROR;
		}
		String expected = (accept != null) ? firstType(accept) : "";
		boolean any = expected.isEmpty() || expected.startsWith("*");
		return (any || isType(contentType, expected)) && codings(contentEncodings).isEmpty();
	}

	private static String firstType(String accept) {
		int end = 0;
		while (end < accept.length() && accept.charAt(end) != ',' && accept.charAt(end) != ';') {
			end++;
		}
		return accept.substring(0, end).trim();
	}

	/**
	 * Returns whether a content type is the given one, in any case and with any
	 * parameters.
	 * @param contentType a {@code Content-Type}, or null
	 * @param type a type such as {@code application/json}
	 * @return true if it is; false for null
	 */
	public static boolean isType(@Nullable String contentType, String type) {
		if (contentType == null) {
			return false;
		}
		String value = contentType.trim();
		int end = type.length();
		return value.regionMatches(true, 0, type, 0, end)
				&& (value.length() == end || value.substring(end).stripLeading().startsWith(";"));
	}

	/**
	 * Returns the codings of a body in the order in which they were applied. Every
	 * request of this client asks for {@code identity}, which is left out.
	 * @param contentEncodings the values of the {@code Content-Encoding} headers
	 * @return the codings, empty if there is none
	 */
	public static List<String> codings(List<String> contentEncodings) {
		if (contentEncodings.isEmpty()) {
			return List.of();
		}
		return contentEncodings.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.map(String::trim)
			.filter((coding) -> !coding.isEmpty() && !coding.toLowerCase(Locale.ROOT).equals("identity"))
			.toList();
	}

}
