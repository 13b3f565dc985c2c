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

import java.util.Locale;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads bodies and their fields. A field that is null counts as absent.
 */
final class OpenBody {

	private static final int MAX_DEPTH = 200;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private OpenBody() {
	}

	static JsonNode read(EndpointRequest request, int maxBytes) {
		String type = request.header("content-type");
		if (type != null && !type.toLowerCase(Locale.ROOT).contains("json")) {
			throw new OpenRefusal(415, "unsupported_media_type", null,
					"The body is JSON: send Content-Type: application/json.", Map.of());
		}
		String encoding = request.header("content-encoding");
		if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
			throw new OpenRefusal(415, "unsupported_content_encoding", null,
					"The body is read as it is: send it without compression and without Content-Encoding.", Map.of());
		}
		if (request.body().length > maxBytes) {
			throw new OpenRefusal(413, "request_too_large", null,
					"The body is larger than " + maxBytes + " bytes. Send a shorter conversation or fewer tools.",
					Map.of());
		}
		JsonNode body = parse(request.body());
		if (!body.isObject()) {
			throw OpenRefusal.invalid(null, "The body is not a JSON object.");
		}
		return body;
	}

	private static JsonNode parse(byte[] bytes) {
		try {
			return JSON.readTree(bytes);
		}
		catch (JacksonException ex) {
			String where = (ex.getLocation() != null)
					? " (line " + ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ")"
					: "";
			throw OpenRefusal.invalid(null,
					"The body is not valid JSON, or deeper than " + MAX_DEPTH + " levels" + where + ".");
		}
	}

	/**
	 * Returns a field, or null if it is missing or null.
	 */
	static @Nullable JsonNode field(JsonNode object, String name) {
		JsonNode value = object.get(name);
		return (value != null && !value.isNull()) ? value : null;
	}

	static @Nullable String text(JsonNode object, String name, String at) {
		JsonNode value = field(object, name);
		if (value != null && !value.isString()) {
			throw OpenRefusal.invalid(at + name, at + name + " must be a string.");
		}
		return (value != null) ? value.stringValue() : null;
	}

	static boolean flag(JsonNode object, String name, String at) {
		JsonNode value = field(object, name);
		if (value != null && !value.isBoolean()) {
			throw OpenRefusal.invalid(at + name, at + name + " must be true or false.");
		}
		return value != null && value.booleanValue();
	}

	static @Nullable Double number(JsonNode object, String name) {
		JsonNode value = field(object, name);
		if (value == null) {
			return null;
		}
		if (!value.isNumber()) {
			throw OpenRefusal.invalid(name, name + " must be a number.");
		}
		double number = value.doubleValue(Double.NaN);
		if (!Double.isFinite(number)) {
			throw OpenRefusal.invalid(name, name + " is too large a number.");
		}
		return number;
	}

}
