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

import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletionRequest;

import org.springframework.ai.chat.prompt.Prompt;

/**
 * Maps a prompt with complete options to a request of the wire.
 */
final class RequestMapper {

	private final IgnoredParameters ignoredParameters = new IgnoredParameters();

	/**
	 * Maps one prompt.
	 * @throws IllegalArgumentException if the endpoint would refuse it, or drop something
	 * of it in silence
	 */
	ChatCompletionRequest map(Prompt prompt, DeclaredTools tools) {
		ChatBotKitChatOptions options = EffectiveOptions.of(prompt);
		return new ChatCompletionRequest(selector(options), new MessageMapper(tools).map(prompt.getInstructions()),
				tools.functions(), Boolean.TRUE.equals(options.getLegacyFunctions())
						? ChatCompletionRequest.FunctionFormat.FUNCTIONS : ChatCompletionRequest.FunctionFormat.TOOLS);
	}

	private ChatBotKitSelector selector(ChatBotKitChatOptions options) {
		ChatBotKitSelector selector = ChatBotKitSelector.parse(options.getModel());
		boolean carried = CarriedSettings.apply(selector, options);
		this.ignoredParameters.check(options, carried);
		return (carried && selector instanceof ChatBotKitSelector.Model model) ? CarriedSettings.addTo(model, options)
				: selector;
	}

}
