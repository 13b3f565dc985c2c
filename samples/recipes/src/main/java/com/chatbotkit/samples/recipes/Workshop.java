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

// tag::mcp[]
package com.chatbotkit.samples.recipes;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Offers the tools of all configured MCP servers.
 */
@Component
@ConditionalOnProperty("spring.ai.mcp.client.enabled")
class Workshop {

	private final ChatClient chat;

	private final SyncMcpToolCallbackProvider mcpTools;

	Workshop(ChatClient chat, SyncMcpToolCallbackProvider mcpTools) {
		this.chat = chat;
		this.mcpTools = mcpTools;
	}

	@Nullable String answer(String question) {
		return this.chat.prompt().user(question).tools(this.mcpTools).call().content();
	}

}
// end::mcp[]
