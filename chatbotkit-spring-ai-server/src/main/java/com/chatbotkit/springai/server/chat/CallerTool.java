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

import com.chatbotkit.springai.server.agent.AgentFunction;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * A tool that the model may call and only the caller runs.
 */
final class CallerTool implements ToolCallback {

	private final ToolDefinition definition;

	CallerTool(AgentFunction function) {
		this.definition = ToolDefinition.builder()
			.name(function.name())
			.description(function.description().isBlank() ? function.name() : function.description())
			.inputSchema(function.parameters().isEmpty() ? "{\"type\":\"object\",\"properties\":{}}"
					: function.parameters().toString())
			.build();
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.definition;
	}

	@Override
	public String call(String toolInput) {
		throw new IllegalStateException(
				"The tool '" + this.definition.name() + "' belongs to the caller: it is not run here");
	}

}
