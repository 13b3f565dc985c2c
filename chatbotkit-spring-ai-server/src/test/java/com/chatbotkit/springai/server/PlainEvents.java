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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an answer of an endpoint in the plainest way, whole or streamed.
 *
 * @param text the text
 * @param steps what the agent says of its work
 * @param calls name and arguments of the calls
 * @param finishReason why it ended, or null
 * @param error the last error's message, or null
 * @param done whether its end was told
 */
record PlainEvents(String text, String steps, List<String> calls, @Nullable String finishReason, @Nullable String error,
		boolean done) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Returns all bytes of an answer as text.
	 */
	static String text(EndpointResponse response) {
		return (response.body() instanceof EndpointResponse.Pieces streaming) ? text(streaming)
				: ((EndpointResponse.Whole) response.body()).text();
	}

	private static String text(EndpointResponse.Pieces streaming) {
		StringBuilder text = new StringBuilder();
		for (byte[] piece : Objects.requireNonNull(streaming.pieces().collectList().block())) {
			try {
				text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(piece)));
			}
			catch (CharacterCodingException ex) {
				throw new AssertionError("A piece is no UTF-8", ex);
			}
		}
		return text.toString();
	}

	static PlainEvents of(EndpointResponse response) {
		String text = text(response);
		return (response.body() instanceof EndpointResponse.Pieces) ? ofStream(text) : ofWhole(JSON.readTree(text));
	}

	private static PlainEvents ofWhole(JsonNode json) {
		JsonNode message = json.path("choices").path(0).path("message");
		List<String> calls = new ArrayList<>();
		message.path("tool_calls").forEach((call) -> calls.add(call(call)));
		return new PlainEvents(message.path("content").asString(""), message.path("reasoning_content").asString(""),
				calls, json.path("choices").path(0).path("finish_reason").asString(null), error(json), true);
	}

	private static PlainEvents ofStream(String stream) {
		StringBuilder text = new StringBuilder();
		StringBuilder steps = new StringBuilder();
		Map<Integer, String> calls = new TreeMap<>();
		String finishReason = null;
		String error = null;
		boolean done = false;
		check(stream.endsWith("\n\n"), "the last event is whole");
		for (String event : stream.split("\n\n")) {
			check(!done, "nothing follows the end");
			String data = event.startsWith("event: error\n") ? event.substring("event: error\n".length()) : event;
			check(data.startsWith("data: ") && data.indexOf('\n') < 0 && data.indexOf('\r') < 0,
					"one line of data: " + event);
			if (data.equals("data: [DONE]")) {
				done = true;
				continue;
			}
			JsonNode json = JSON.readTree(data.substring("data: ".length()));
			error = json.has("error") ? error(json) : error;
			JsonNode choice = json.path("choices").path(0);
			JsonNode delta = choice.path("delta");
			text.append(delta.path("content").asString(""));
			steps.append(delta.path("reasoning_content").asString(""));
			delta.path("tool_calls")
				.forEach((call) -> check(calls.put(call.path("index").intValue(), call(call)) == null, "calls once"));
			check(finishReason == null || choice.path("finish_reason").isMissingNode(), "one end");
			finishReason = choice.path("finish_reason").asString(finishReason);
		}
		return new PlainEvents(text.toString(), steps.toString(), List.copyOf(calls.values()), finishReason, error,
				done);
	}

	private static String call(JsonNode call) {
		check(!call.path("id").asString("").isEmpty(), "a call has an id");
		return call.path("function").path("name").stringValue() + call.path("function").path("arguments").stringValue();
	}

	private static @Nullable String error(JsonNode json) {
		return json.has("error") ? json.path("error").path("message").stringValue() : null;
	}

	private static void check(boolean holds, String fact) {
		if (!holds) {
			throw new AssertionError("Not true: " + fact);
		}
	}

}
