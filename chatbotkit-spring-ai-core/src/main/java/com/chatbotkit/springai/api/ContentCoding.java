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

import com.chatbotkit.springai.api.netty.ExpectedHead;

import org.springframework.http.HttpHeaders;

/**
 * Reads the content codings of a response. Every request asks for {@code identity}, so a
 * compressed body is an error.
 * <p>
 * Source: <a href="https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding">RFC
 * 9110, 8.4</a>.
 */
final class ContentCoding {

	private ContentCoding() {
	}

	/**
	 * Returns the codings in the order in which they were applied, or an empty text.
	 */
	static String of(HttpHeaders headers) {
		return String.join(", ", ExpectedHead.codings(headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)));
	}

	/**
	 * Describes a compressed body, and what to do.
	 */
	static String describe(String coding) {
		return "compressed (Content-Encoding: " + ServerError.boundedCode(coding)
				+ "), though the request asked for identity: switch compression off in the proxy or gateway in front of the"
				+ " endpoint";
	}

}
