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

import java.util.function.Supplier;

import com.chatbotkit.springai.server.agent.AgentCaller;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * A tool of the agent to which the caller and the request are known. While streaming,
 * Spring AI runs tools on threads of its own.
 */
final class ScopedTool implements ToolCallback {

	private final ToolCallback tool;

	private final CallerScope scope;

	private final @Nullable AgentCaller caller;

	private final RequestObservation observation;

	ScopedTool(ToolCallback tool, CallerScope scope, @Nullable AgentCaller caller, RequestObservation observation) {
		this.tool = tool;
		this.scope = scope;
		this.caller = caller;
		this.observation = observation;
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.tool.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		return this.tool.getToolMetadata();
	}

	@Override
	public String call(String toolInput) {
		return within(() -> this.tool.call(toolInput));
	}

	@Override
	public String call(String toolInput, @Nullable ToolContext toolContext) {
		return within(() -> this.tool.call(toolInput, toolContext));
	}

	private String within(Supplier<String> work) {
		AgentCaller caller = this.caller;
		return this.observation.above(() -> (caller != null) ? this.scope.within(caller, work) : work.get());
	}

}
