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

package com.chatbotkit.springai.server;

import com.chatbotkit.springai.server.http.EndpointRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the request body. Its size and syntax are checked before everything else.
 */
final class RequestBody {

	private RequestBody() {
	}

	/**
	 * Returns the body: a text if the media type is not JSON, and an empty object without
	 * a body.
	 */
	static JsonNode read(EndpointRequest request) {
		if (request.body().length > EndpointRequest.MAX_BODY_BYTES) {
			throw new EarlyResponseException(Responses.bare(413, "Body exceeded 1mb limit"));
		}
		MediaType mediaType = MediaType.parse(request.header("content-type"));
		String text = new String(request.body(), mediaType.charset());
		if (!mediaType.parsed()) {
			return StringNode.valueOf(text);
		}
		return text.isEmpty() ? JsonNodeFactory.instance.objectNode() : parse(text);
	}

	private static JsonNode parse(String text) {
		try {
			return JavaScriptJson.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
		}
		catch (JacksonException ex) {
			throw new EarlyResponseException(Responses.bare(400, "Invalid JSON"));
		}
	}

}
