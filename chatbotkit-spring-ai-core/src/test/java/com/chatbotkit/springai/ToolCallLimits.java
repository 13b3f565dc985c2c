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

package com.chatbotkit.springai;

import java.util.List;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletionRequest;

/**
 * Limits of tool calls for tests of what is below them.
 */
final class ToolCallLimits {

	private static final ChatBotKitApi api = ChatBotKitApi.builder().secretKey("sk-1").build();

	private ToolCallLimits() {
	}

	/**
	 * The default ones, which no test reaches.
	 */
	static ToolCallLimit none() {
		return new ToolCallLimit(api,
				new ChatCompletionRequest(ChatBotKitSelector.bot("b1"),
						List.of(ChatCompletionRequest.Message.text("user", "Hi")), List.of(),
						ChatCompletionRequest.FunctionFormat.TOOLS),
				0);
	}

}
