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

import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;

/**
 * Gathers the events of one run into one answer.
 */
final class OpenCompletion {

	private final OpenHeader header;

	private final OpenAnswer answer;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder steps = new StringBuilder();

	OpenCompletion(OpenHeader header, OpenAnswer answer) {
		this.header = header;
		this.answer = answer;
	}

	void add(AgentEvent event) {
		if (event instanceof AgentEvent.Token token) {
			this.text.append(token.text());
		}
		else if (event instanceof AgentEvent.Step step) {
			this.steps.append(step.text());
		}
		else {
			this.answer.add(event);
		}
	}

	EndpointResponse response() {
		List<String> calls = this.answer.callsToAct();
		String annotations = this.answer.annotations();
		StringBuilder json = new StringBuilder(this.header.open("chat.completion"))
			.append("[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":")
			.append((!calls.isEmpty() && this.text.isEmpty()) ? "null" : JsonStrings.quote(this.text.toString()))
			.append(",\"refusal\":null");
		if (!this.steps.isEmpty()) {
			json.append(",\"reasoning_content\":").append(JsonStrings.quote(this.steps.toString()));
		}
		if (!calls.isEmpty()) {
			json.append(",\"tool_calls\":[{").append(String.join("},{", calls)).append("}]");
		}
		if (!annotations.isEmpty()) {
			json.append(',').append(annotations);
		}
		json.append("},\"logprobs\":null,\"finish_reason\":\"")
			.append(this.answer.finishReason())
			.append("\"}],")
			.append(this.answer.usage())
			.append('}');
		return EndpointResponse.of(200, Map.of("Content-Type", "application/json"), json.toString());
	}

}
