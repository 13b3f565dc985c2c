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

import java.nio.charset.StandardCharsets;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.json.JsonStrings;

/**
 * Writes the events of one run as server-sent events: one choice, one {@code data} line
 * each.
 */
final class OpenChunks {

	private static final String NOT_YET = "},\"finish_reason\":null}]}\n\n";

	private static final byte[] NONE = {};

	private final String opening;

	private final String content;

	private final OpenAnswer answer;

	private final boolean usage;

	OpenChunks(OpenHeader header, OpenAnswer answer, boolean usage) {
		this.opening = "data: " + header.open("chat.completion.chunk");
		this.content = this.opening + "[{\"index\":0,\"delta\":{\"content\":";
		this.answer = answer;
		this.usage = usage;
	}

	OpenAnswer answer() {
		return this.answer;
	}

	byte[] first() {
		return bytes(this.opening + "[{\"index\":0,\"delta\":{\"role\":\"assistant\"" + NOT_YET);
	}

	/** The bytes to send for an event, none where it is not shown. */
	byte[] next(AgentEvent event) {
		if (event instanceof AgentEvent.Token token) {
			return token.text().isEmpty() ? NONE : piece(this.content, token.text());
		}
		if (event instanceof AgentEvent.Step step) {
			return piece(this.opening + "[{\"index\":0,\"delta\":{\"reasoning_content\":", step.text());
		}
		this.answer.add(event);
		return NONE;
	}

	private static byte[] piece(String opening, String text) {
		StringBuilder out = new StringBuilder(opening.length() + text.length() + 64).append(opening);
		JsonStrings.quote(text, out);
		return bytes(out.append(NOT_YET).toString());
	}

	/** Ends a whole answer with the calls to act on, the finish reason and the tokens. */
	byte[] last() {
		StringBuilder out = new StringBuilder();
		int index = 0;
		for (String call : this.answer.callsToAct()) {
			out.append(this.opening)
				.append("[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":")
				.append(index++)
				.append(',')
				.append(call)
				.append("}]")
				.append(NOT_YET);
		}
		out.append(this.opening)
			.append("[{\"index\":0,\"delta\":{")
			.append(this.answer.annotations())
			.append("},\"finish_reason\":\"")
			.append(this.answer.finishReason())
			.append("\"}]}\n\n");
		if (this.usage) {
			out.append(this.opening).append("[],").append(this.answer.usage()).append("}\n\n");
		}
		return bytes(out.append("data: [DONE]\n\n").toString());
	}

	/**
	 * Ends a broken answer. LangChain4j recognizes the error by the event's name, others
	 * by its data.
	 */
	static byte[] error(OpenRefusal refusal) {
		return bytes("event: error\ndata: " + OpenErrors.event(refusal) + "\n\n");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
