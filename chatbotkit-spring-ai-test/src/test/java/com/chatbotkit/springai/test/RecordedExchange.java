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

package com.chatbotkit.springai.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An exchange recorded with the platform.
 */
record RecordedExchange(String group, String name, JsonNode request, JsonNode response, JsonNode reached) {

	private static final String FILE = "recorded-exchanges.jsonl";

	static List<RecordedExchange> all() {
		JsonMapper json = new JsonMapper();
		try (InputStream file = Objects.requireNonNull(RecordedExchange.class.getResourceAsStream(FILE));
				BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
			return lines.lines().map((line) -> of(json.readTree(line))).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RecordedExchange of(JsonNode line) {
		return new RecordedExchange(line.get("group").stringValue(), line.get("name").stringValue(),
				line.get("request"), line.get("response"), line.get("reached"));
	}

	/** The body with what differs from run to run blotted out. */
	static String blotted(String body) {
		return body.replaceAll("\"chatcmpl-[^\"]+\"", "\"chatcmpl-*\"")
			.replaceAll("\"call_[^\"]+\"", "\"call_*\"")
			.replaceAll("\"created\":\\d+", "\"created\":0");
	}

	String expectedBody() {
		return this.response.get("body").stringValue();
	}

	boolean hasAnyMessage() {
		return expectedBody().contains("\"message\":\"*\"");
	}

}
