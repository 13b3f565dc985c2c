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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Fills in what a prompt's own options leave open.
 * <p>
 * A value that the prompt sets stands, every other is the model's. That is idempotent,
 * for {@code ChatClient} has filled in the same values before.
 */
final class EffectiveOptions {

	private EffectiveOptions() {
	}

	/**
	 * Returns the prompt with complete options: the prompt's own, then the tenant's, then
	 * the defaults.
	 */
	static Prompt fillIn(Prompt prompt, ChatBotKitChatOptions defaults, @Nullable ChatBotKitTenant tenant,
			TenantRule rule) {
		return new Prompt(prompt.getInstructions(), rule.apply(tenant, of(prompt.getOptions(), defaults), defaults));
	}

	/**
	 * Returns the options of a prompt that {@link #fillIn} returned.
	 */
	static ChatBotKitChatOptions of(Prompt prompt) {
		if (prompt.getOptions() instanceof ChatBotKitChatOptions options) {
			return options;
		}
		throw new IllegalStateException("The prompt's options are not filled in");
	}

	private static ChatBotKitChatOptions of(@Nullable ChatOptions options, ChatBotKitChatOptions defaults) {
		if (options == null) {
			return defaults;
		}
		ChatBotKitChatOptions.Builder builder = ChatBotKitChatOptions.builder()
			.model(or(options.getModel(), defaults.getModel()))
			.frequencyPenalty(or(options.getFrequencyPenalty(), defaults.getFrequencyPenalty()))
			.maxTokens(or(options.getMaxTokens(), defaults.getMaxTokens()))
			.presencePenalty(or(options.getPresencePenalty(), defaults.getPresencePenalty()))
			.stopSequences(or(options.getStopSequences(), defaults.getStopSequences()))
			.temperature(or(options.getTemperature(), defaults.getTemperature()))
			.topK(or(options.getTopK(), defaults.getTopK()))
			.topP(or(options.getTopP(), defaults.getTopP()));
		addTools(builder, options, defaults);
		return addOwn(builder, options, defaults).build();
	}

	private static void addTools(ChatBotKitChatOptions.Builder builder, ChatOptions options,
			ChatBotKitChatOptions defaults) {
		List<ToolCallback> toolCallbacks = null;
		Map<String, Object> toolContext = null;
		if (options instanceof ToolCallingChatOptions toolOptions) {
			toolCallbacks = toolOptions.getToolCallbacks();
			toolContext = toolOptions.getToolContext();
		}
		builder.toolCallbacks(or(toolCallbacks, defaults.getToolCallbacks()))
			.toolContext(or(toolContext, defaults.getToolContext()));
	}

	private static ChatBotKitChatOptions.Builder addOwn(ChatBotKitChatOptions.Builder builder, ChatOptions options,
			ChatBotKitChatOptions defaults) {
		ChatBotKitChatOptions own = (options instanceof ChatBotKitChatOptions ours) ? ours : defaults;
		return builder.reasoningEffort(or(own.getReasoningEffort(), defaults.getReasoningEffort()))
			.carrySettings(or(own.getCarrySettings(), defaults.getCarrySettings()))
			.legacyFunctions(or(own.getLegacyFunctions(), defaults.getLegacyFunctions()))
			.secretKey(or(own.getSecretKey(), defaults.getSecretKey()));
	}

	private static <T> @Nullable T or(@Nullable T value, @Nullable T defaultValue) {
		return (value != null) ? value : defaultValue;
	}

}
