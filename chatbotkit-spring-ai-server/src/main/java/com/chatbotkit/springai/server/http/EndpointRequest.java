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

import java.security.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, with its whole body.
 */
public final class EndpointRequest {

	/**
	 * The endpoint's limit for the body, in bytes (docs/contract.md#where).
	 */
	public static final int MAX_BODY_BYTES = 1_048_576;

	private final String method;

	private final String uri;

	private final Map<String, String> headers;

	private final byte[] body;

	private final @Nullable String remoteAddress;

	private final @Nullable Principal principal;

	/**
	 * Creates a request.
	 * @param method the method in upper case, such as {@code POST}
	 * @param uri the path, and the query if there is one; as sent, still escaped
	 * @param headers the headers; the values of repeated ones are joined by a comma
	 * @param body the bytes of the body, not copied; empty without a body. A body over
	 * {@link #MAX_BODY_BYTES} is refused, and may be cut anywhere after that limit
	 */
	public EndpointRequest(String method, String uri, Map<String, String> headers, byte[] body) {
		this(method, uri, headers, body, null, null);
	}

	/**
	 * Creates a request with its sender.
	 * @param method the method in upper case, such as {@code POST}
	 * @param uri the path, and the query if there is one; as sent, still escaped
	 * @param headers the headers; the values of repeated ones are joined by a comma
	 * @param body the bytes of the body, not copied; empty without a body
	 * @param remoteAddress the address of the client or its proxy; null if unknown
	 * @param principal the principal of the application's own security, or null
	 */
	public EndpointRequest(String method, String uri, Map<String, String> headers, byte[] body,
			@Nullable String remoteAddress, @Nullable Principal principal) {
		Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		ignoringCase.putAll(headers);
		this.method = method;
		this.uri = uri;
		this.headers = Collections.unmodifiableMap(ignoringCase);
		this.body = body;
		this.remoteAddress = remoteAddress;
		this.principal = principal;
	}

	/**
	 * Returns the method.
	 * @return the method in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns the path, and the query if there is one.
	 * @return both as sent, still escaped
	 */
	public String uri() {
		return this.uri;
	}

	/**
	 * Returns all headers, including those that contain secrets.
	 * @return an unmodifiable map whose keys ignore case
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Returns a header's value.
	 * @param name the header's name, in any case
	 * @return the value, or null if the header is missing or empty
	 */
	public @Nullable String header(String name) {
		String value = this.headers.get(name);
		return (value != null && !value.isEmpty()) ? value : null;
	}

	/**
	 * Returns the body.
	 * @return the bytes, not copied; empty without a body
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * Returns the address of the sender.
	 * @return the address of the client or its proxy; null if unknown
	 */
	public @Nullable String remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Returns the principal in the web framework.
	 * @return the principal of the application's own security, or null if there is none
	 */
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Contains only method, path and size, because headers and bodies may have secrets.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.uri + " (" + this.body.length + " bytes)";
	}

}
