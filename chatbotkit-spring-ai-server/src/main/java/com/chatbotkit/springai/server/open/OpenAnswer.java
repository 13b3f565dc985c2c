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

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.json.JsonStrings;
import com.chatbotkit.springai.server.observation.ServerRequestContext.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * Collects the calls, sources and tokens of an answer until its end, streaming or not.
 * Calls count only if the caller is to act on them.
 */
final class OpenAnswer {

	private final List<AgentEvent.ToolCall> calls = new ArrayList<>();

	private final List<AgentEvent.Source> sources = new ArrayList<>();

	private EndReason reason = EndReason.STOP;

	private boolean measured;

	private long input;

	private long output;

	/** Takes an event that is not shown when it comes. */
	void add(AgentEvent event) {
		if (event instanceof AgentEvent.ToolCall call) {
			this.calls.add(call);
		}
		else if (event instanceof AgentEvent.Source source) {
			this.sources.add(source);
		}
		else if (event instanceof AgentEvent.Usage usage) {
			this.measured = true;
			this.input += usage.input();
			this.output += usage.output();
		}
		else if (event instanceof AgentEvent.End end) {
			this.reason = end.reason();
		}
		else if (event instanceof AgentEvent.Failure failure) {
			throw new AgentException((failure.code() != null) ? failure.code() : "agent_failed", failure.message());
		}
	}

	/** Whether the agent has told its tokens, which it does at its end. */
	boolean isMeasured() {
		return this.measured;
	}

	Tokens usedTokens() {
		return new Tokens(this.input, this.output);
	}

	long tokens() {
		return this.input + this.output;
	}

	/**
	 * The calls that the caller is to act on, each as a JSON object without its braces.
	 */
	List<String> callsToAct() {
		return (this.reason == EndReason.ACTIVITY) ? this.calls.stream().map(OpenAnswer::call).toList() : List.of();
	}

	String finishReason() {
		return (this.reason == EndReason.FILTER) ? "content_filter" : this.reason.finishReason();
	}

	/** The sources as annotations, empty where there are none. */
	String annotations() {
		if (this.sources.isEmpty()) {
			return "";
		}
		StringBuilder out = new StringBuilder("\"annotations\":[");
		for (AgentEvent.Source source : this.sources) {
			String title = (source.title() != null) ? source.title() : (source.url() != null) ? source.url() : "";
			out.append((out.charAt(out.length() - 1) == '[') ? "" : ",")
				.append("{\"type\":\"url_citation\",\"url_citation\":{\"url\":")
				.append(JsonStrings.quote((source.url() != null) ? source.url() : ""))
				.append(",\"title\":")
				.append(JsonStrings.quote(title))
				.append(",\"start_index\":0,\"end_index\":0}}");
		}
		return out.append(']').toString();
	}

	String usage() {
		return "\"usage\":{\"prompt_tokens\":" + this.input + ",\"completion_tokens\":" + this.output
				+ ",\"total_tokens\":" + tokens() + "}";
	}

	private static String call(AgentEvent.ToolCall call) {
		String id = (call.id() != null) ? call.id() : "call_" + UUID.randomUUID().toString().replace("-", "");
		return "\"id\":" + JsonStrings.quote(id) + ",\"type\":\"function\",\"function\":{\"name\":"
				+ JsonStrings.quote(call.name()) + ",\"arguments\":" + JsonStrings.quote(arguments(call)) + "}";
	}

	private static String arguments(AgentEvent.ToolCall call) {
		JsonNode arguments = call.arguments();
		if (arguments == null || arguments.isNull()) {
			return "{}";
		}
		String text = arguments.isString() ? arguments.stringValue() : arguments.toString();
		return text.isBlank() ? "{}" : text;
	}

}
