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

import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;

/**
 * Creates responses: JSON, plain text, and errors in OpenAI's format
 * (docs/contract.md#failures).
 */
final class Responses {

	static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

	static final Map<String, String> EVENT_STREAM = Map.of("Content-Type", "text/event-stream", "Cache-Control",
			"no-cache");

	private Responses() {
	}

	static EndpointResponse empty(int status) {
		return bare(status, "");
	}

	static EndpointResponse bare(int status, String text) {
		return EndpointResponse.of(status, Map.of(), text);
	}

	static EndpointResponse json(int status, String json) {
		return EndpointResponse.of(status, JSON, json);
	}

	static EndpointResponse openAi(int status, String message, String type, @Nullable String code) {
		return json(status, openAiJson(message, type, code));
	}

	static String openAiJson(String message, String type, @Nullable String code) {
		return "{\"error\":{\"message\":" + JsonStrings.quote(message) + ",\"type\":" + JsonStrings.quote(type)
				+ ",\"code\":" + ((code != null) ? JsonStrings.quote(code) : "null") + "}}";
	}

}
