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

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of one run, and writes them as one answer.
 */
final class Completion {

	private final CompletionHeader header;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder toolCalls = new StringBuilder();

	private EndReason reason = EndReason.STOP;

	private long input;

	private long output;

	private AgentEvent.@Nullable Failure failure;

	Completion(CompletionHeader header) {
		this.header = header;
	}

	void add(AgentEvent event) {
		if (event instanceof AgentEvent.Token token) {
			this.text.append(token.text());
		}
		else if (event instanceof AgentEvent.ToolCall call) {
			this.toolCalls.append((this.toolCalls.length() > 0) ? "," : "")
				.append('{')
				.append(ToolCallWriter.write(call))
				.append('}');
		}
		else if (event instanceof AgentEvent.Usage usage) {
			this.input += usage.input();
			this.output += usage.output();
		}
		else if (event instanceof AgentEvent.End end) {
			this.reason = end.reason();
		}
		else if (event instanceof AgentEvent.Failure last) {
			this.failure = last;
		}
	}

	EndpointResponse answer() {
		if (this.failure != null) {
			return Responses.openAi(500, this.failure.message(), "server_error", this.failure.code());
		}
		boolean calls = this.toolCalls.length() > 0;
		return Responses.json(200, this.header.open("chat.completion")
				+ "\"logprobs\":null,\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":"
				+ ((calls && this.text.length() == 0) ? "null" : JsonStrings.quote(this.text.toString()))
				+ (calls ? ",\"tool_calls\":[" + this.toolCalls + "]" : "") + "},\"finish_reason\":\""
				+ this.reason.finishReason() + "\"}],\"usage\":{\"prompt_tokens\":" + this.input
				+ ",\"completion_tokens\":" + this.output + ",\"total_tokens\":" + (this.input + this.output) + "}}");
	}

}
