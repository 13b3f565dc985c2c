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

package com.chatbotkit.springai.server.open;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.access.Sha256;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The conversation of a request, if its agent has conversations and the client names one.
 *
 * @param id the id as the client has sent it, or null
 * @param boundId the id with that of the caller, so that no other caller can use the same
 * conversation, or null
 */
record OpenConversation(@Nullable String id, @Nullable String boundId) {

	/** The response header with the id. */
	static final String HEADER = "X-Conversation-Id";

	private static final int MAX_LENGTH = 200;

	/** The tables of Spring AI's chat memories have room for 36 characters. */
	private static final int MAX_BOUND_LENGTH = 36;

	/** Base64 writes three bytes as four characters. */
	private static final int DIGEST_LENGTH = MAX_BOUND_LENGTH / 4 * 3;

	private static final List<String> USER_HEADERS = List.of("X-OpenWebUI-User-Id", "X-OpenWebUI-User-Email",
			"X-User-Id");

	static OpenConversation of(ServedAgent agent, JsonNode body, EndpointRequest request, ServerCaller caller) {
		for (String source : agent.conversations()) {
			String id = value(source, body, request);
			if (id != null) {
				check(source, id);
				return new OpenConversation(id, bound(caller.id() + "/" + id));
			}
		}
		return new OpenConversation(null, null);
	}

	/**
	 * Returns the user that a trusted caller names, or null.
	 */
	static @Nullable String user(JsonNode body, EndpointRequest request, ServerCaller caller) {
		if (!caller.trustsUserHeaders()) {
			return null;
		}
		for (String header : USER_HEADERS) {
			String user = request.header(header);
			if (user != null) {
				return user;
			}
		}
		JsonNode user = body.path("user");
		return user.isString() && !user.stringValue().isEmpty() ? user.stringValue() : null;
	}

	private static @Nullable String value(String source, JsonNode body, EndpointRequest request) {
		String header = request.header(source);
		if (header != null) {
			return header;
		}
		JsonNode value = body;
		for (String name : source.split("\\.", -1)) {
			value = value.path(name);
		}
		return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
	}

	/**
	 * Returns the id, or a digest in place of a long one. The digest has no slash, so
	 * that it is no other id.
	 */
	private static String bound(String id) {
		if (id.length() <= MAX_BOUND_LENGTH) {
			return id;
		}
		return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(id), DIGEST_LENGTH));
	}

	private static void check(String source, String id) {
		if (id.length() > MAX_LENGTH || !id.chars().allMatch((c) -> c > ' ' && c < 127)) {
			throw OpenRefusal.invalid(source, "The conversation's id in " + source + " must be at most " + MAX_LENGTH
					+ " printable ASCII characters without blanks.");
		}
	}

}
