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

package com.chatbotkit.samples.webchat;

import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * Emits an event for each call of a tool and for its result.
 *
 * @param tool the tool
 * @param events receives a call and its result
 */
record ObservedTool(ToolCallback tool, Consumer<ReplyEvent> events) implements ToolCallback {

	@Override
	public ToolDefinition getToolDefinition() {
		return this.tool.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		return this.tool.getToolMetadata();
	}

	@Override
	public String call(String input) {
		return call(input, null);
	}

	@Override
	public String call(String input, @Nullable ToolContext context) {
		String id = UUID.randomUUID().toString();
		this.events.accept(new ReplyEvent.Call(id, getToolDefinition().name(), input, false));
		try {
			String result = this.tool.call(input, context);
			this.events.accept(new ReplyEvent.Result(id, result));
			return result;
		}
		catch (RuntimeException ex) {
			this.events.accept(new ReplyEvent.Result(id, "The tool failed."));
			throw ex;
		}
	}

}
