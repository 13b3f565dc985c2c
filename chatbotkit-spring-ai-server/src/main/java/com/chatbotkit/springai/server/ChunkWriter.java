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

import java.nio.charset.StandardCharsets;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one run as server-sent events (docs/contract.md#streaming).
 */
final class ChunkWriter {

	private final String opening;

	private int toolCalls;

	private EndReason reason = EndReason.STOP;

	ChunkWriter(CompletionHeader header) {
		this.opening = header.open("chat.completion.chunk") + "\"delta\":{";
	}

	byte[] first() {
		return chunk("\"role\":\"assistant\"");
	}

	/**
	 * Returns the bytes to send for an event, or null if clients do not see it.
	 */
	byte @Nullable [] next(AgentEvent event) {
		if (event instanceof AgentEvent.Token token) {
			return chunk("\"content\":" + JsonStrings.quote(token.text()));
		}
		if (event instanceof AgentEvent.ToolCall call) {
			return chunk("\"tool_calls\":[{\"index\":" + this.toolCalls++ + "," + ToolCallWriter.write(call) + "}]");
		}
		if (event instanceof AgentEvent.Failure failure) {
			return event(Responses.openAiJson(failure.message(), "server_error", failure.code()));
		}
		if (event instanceof AgentEvent.End end) {
			this.reason = end.reason();
		}
		return null;
	}

	byte[] last() {
		return event(this.opening + "},\"finish_reason\":\"" + this.reason.finishReason() + "\"}]}");
	}

	static byte[] done() {
		return event("[DONE]");
	}

	private byte[] chunk(String delta) {
		return event(this.opening + delta + "},\"finish_reason\":null}]}");
	}

	private static byte[] event(String data) {
		return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

}
