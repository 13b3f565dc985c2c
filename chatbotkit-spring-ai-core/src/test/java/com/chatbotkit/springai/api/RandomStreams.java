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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes valid streams at random, in the shapes that the endpoint and its proxies use, and
 * knows what they say.
 */
final class RandomStreams {

	private static final String[] WORDS = { "Hello", " there", "Grüße", " 世界", "مرحبا", " नमस्ते", "🐎", "👩🏽‍🚀",
			"\n\n", "\t", "\"quoted\"", " \\ ", "/", "data: ", "[DONE]", "{\"a\":1}", "}]}", ": no comment", "\u2028",
			"\u0007", "é", "&<>", "finish_reason", "" };

	private final Random random;

	RandomStreams(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * A stream and what it says.
	 *
	 * @param wire its bytes
	 * @param text its text
	 * @param calls name and arguments of its tool calls
	 */
	record Made(String wire, String text, List<String> calls) {

		byte[] bytes() {
			return this.wire.getBytes(StandardCharsets.UTF_8);
		}

	}

	Made next() {
		String newLine = oneOf("\n", "\n", "\n", "\r\n", "\r");
		String space = oneOf(" ", " ", "");
		StringBuilder wire = new StringBuilder(chance(20) ? "\uFEFF" : "");
		StringBuilder text = new StringBuilder();
		List<String> calls = new ArrayList<>();
		List<String> events = new ArrayList<>();
		events.add(chunk("{\"role\":\"assistant\"}", "null"));
		for (int i = this.random.nextInt(8); i > 0; i--) {
			String piece = words();
			text.append(piece);
			events.add(chunk("{\"content\":" + quoted(piece) + "}", "null"));
		}
		for (int i = chance(3) ? 1 + this.random.nextInt(3) : 0; i > 0; i--) {
			addCall(events, calls);
		}
		events.add(chunk("{}", calls.isEmpty() ? oneOf("\"stop\"", "\"length\"") : "\"tool_calls\""));
		if (chance(4)) {
			events.add("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}");
		}
		if (!chance(5)) {
			events.add("[DONE]");
		}
		for (String event : events) {
			if (chance(10)) {
				wire.append(oneOf(": ping", "id: 7", "retry: 5", "event: message")).append(newLine);
			}
			wire.append("data:").append(space).append(event).append(newLine).append(newLine);
		}
		return new Made(wire.toString(), text.toString(), calls);
	}

	private void addCall(List<String> events, List<String> calls) {
		int index = calls.size();
		String name = "f" + index;
		String arguments = "{\"text\":" + quoted(words()) + "}";
		calls.add(name + arguments);
		String head = "\"index\":" + index + ",\"id\":\"call_" + index + "\",\"type\":\"function\",";
		if (chance(2)) {
			events.add(callChunk(
					head + "\"function\":{\"name\":\"" + name + "\",\"arguments\":" + quoted(arguments) + "}"));
			return;
		}
		events.add(callChunk(head + "\"function\":{\"name\":\"" + name + "\",\"arguments\":\"\"}"));
		int middle = arguments.offsetByCodePoints(0,
				this.random.nextInt(arguments.codePointCount(0, arguments.length())));
		for (String part : new String[] { arguments.substring(0, middle), arguments.substring(middle) }) {
			events.add(callChunk(
					oneOf(head, "\"index\":" + index + ",") + "\"function\":{\"arguments\":" + quoted(part) + "}"));
		}
	}

	private String callChunk(String call) {
		return chunk("{\"tool_calls\":[{" + call + "}]}", "null");
	}

	private String chunk(String delta, String finishReason) {
		return "{" + oneOf(
				"\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"bot/id=b\",", "")
				+ "\"choices\":[{" + oneOf("\"index\":0,", "") + "\"delta\":" + delta + ",\"finish_reason\":"
				+ finishReason + "}]}";
	}

	private String words() {
		StringBuilder words = new StringBuilder();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			words.append(WORDS[this.random.nextInt(WORDS.length)]);
		}
		return words.toString();
	}

	private String quoted(String text) {
		StringBuilder json = new StringBuilder("\"");
		boolean escapeSurrogates = chance(2);
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			else if (c < ' ' || (c > '~' && !Character.isSurrogate(c) && chance(3))
					|| (Character.isSurrogate(c) && escapeSurrogates)) {
				json.append(String.format("\\u%04x", (int) c));
			}
			else {
				json.append(c);
			}
		}
		return json.append('"').toString();
	}

	private boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	private String oneOf(String... values) {
		return values[this.random.nextInt(values.length)];
	}

}
