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

package com.chatbotkit.springai.server.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.chatbotkit.springai.server.agent.AgentEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * The calls of one response, by whose they are.
 *
 * @param all all of them, in order
 * @param callers those of the caller's tools
 * @param inside those of the agent's own tools
 * @param unknown those that nobody declared
 */
record ToolCalls(List<ToolCall> all, List<ToolCall> callers, List<ToolCall> inside, List<ToolCall> unknown) {

	// Longer ones are refused in a history (OpenAI).
	private static final int LONGEST_ID = 40;

	/**
	 * Sorts calls by whose tools they call. Names decide, because options and advisors
	 * may wrap the tools.
	 */
	static ToolCalls of(List<ToolCall> calls, Prompt prompt, Set<String> callers) {
		Set<String> declared = names(declared(prompt.getOptions()));
		List<ToolCall> theirs = new ArrayList<>();
		List<ToolCall> inside = new ArrayList<>();
		List<ToolCall> unknown = new ArrayList<>();
		for (ToolCall call : calls) {
			(!declared.contains(call.name()) ? unknown : callers.contains(call.name()) ? theirs : inside).add(call);
		}
		return new ToolCalls(List.copyOf(calls), theirs, inside, unknown);
	}

	static List<ToolCallback> declared(@Nullable ChatOptions options) {
		List<ToolCallback> tools = (options instanceof ToolCallingChatOptions calling) ? calling.getToolCallbacks()
				: null;
		return (tools != null) ? tools : List.of();
	}

	/** The names of tools, in order. */
	static Set<String> names(List<? extends ToolCallback> tools) {
		return tools.stream()
			.map((tool) -> tool.getToolDefinition().name())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/** The same calls under ids that clients and models accept. */
	static List<ToolCall> withValidIds(List<ToolCall> calls) {
		Set<String> seen = new HashSet<>();
		return calls.stream().map((call) -> {
			boolean valid = call.id() != null && !call.id().isBlank() && call.id().length() <= LONGEST_ID
					&& seen.add(call.id());
			return valid ? call : withNewId(call);
		}).toList();
	}

	/** The same call under an id that nobody else has. */
	static ToolCall withNewId(ToolCall call) {
		return new ToolCall("call_" + UUID.randomUUID().toString().replace("-", ""), "function", call.name(),
				call.arguments());
	}

	static AgentEvent event(ToolCall call) {
		String arguments = call.arguments();
		return new AgentEvent.ToolCall(call.id(), call.name(),
				StringNode.valueOf((arguments != null) ? arguments : ""));
	}

}
