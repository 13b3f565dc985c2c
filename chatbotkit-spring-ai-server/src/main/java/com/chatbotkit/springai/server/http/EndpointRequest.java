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

package com.chatbotkit.springai.server.http;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, with its whole body.
 *
 * @param method the method in upper case, such as {@code POST}
 * @param uri the path, and the query if there is one; as sent, still escaped
 * @param headers the headers; names are looked up ignoring case. The values of repeated
 * ones are joined by a comma
 * @param body the bytes of the body, not copied; empty where there is none. A body over
 * {@link #MAX_BODY_BYTES} may be cut off anywhere behind that limit, it is refused anyway
 */
public record EndpointRequest(String method, String uri, Map<String, String> headers, byte[] body) {

	/**
	 * The endpoint's limit for the body, in bytes (contract, "Where").
	 */
	public static final int MAX_BODY_BYTES = 1_048_576;

	/**
	 * Creates a request.
	 */
	public EndpointRequest {
		Objects.requireNonNull(method, "method");
		Objects.requireNonNull(uri, "uri");
		Objects.requireNonNull(body, "body");
		Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		ignoringCase.putAll(headers);
		headers = Collections.unmodifiableMap(ignoringCase);
	}

	/**
	 * Returns a header's value.
	 * @param name the header's name, in any case
	 * @return the value, or null where the header is missing or empty
	 */
	public @Nullable String header(String name) {
		String value = this.headers.get(name);
		return (value != null && !value.isEmpty()) ? value : null;
	}

	/**
	 * Two requests are equal when all their parts are, bodies by content.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EndpointRequest that && this.method.equals(that.method) && this.uri.equals(that.uri)
				&& this.headers.equals(that.headers) && Arrays.equals(this.body, that.body);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.method, this.uri, this.headers, Arrays.hashCode(this.body));
	}

	/**
	 * Names method, path and size only: headers and bodies hold secrets.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.uri + " (" + this.body.length + " bytes)";
	}

}
