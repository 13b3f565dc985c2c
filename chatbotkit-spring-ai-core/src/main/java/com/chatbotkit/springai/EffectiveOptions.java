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
 * Merges the options of a prompt with the defaults of the chat model.
 * <p>
 * A value of the prompt wins over the default. Merging is idempotent, because
 * {@code ChatClient} has already merged the same values.
 */
final class EffectiveOptions {

	private EffectiveOptions() {
	}

	/**
	 * Returns the prompt with merged options: the prompt's own win over the tenant's, and
	 * these over the defaults.
	 */
	static Prompt fillIn(Prompt prompt, ChatBotKitChatOptions defaults, @Nullable ChatBotKitTenant tenant,
			TenantPolicy tenants) {
		return new Prompt(prompt.getInstructions(), tenants.apply(tenant, of(prompt.getOptions(), defaults), defaults));
	}

	/**
	 * Returns the merged options of a prompt that {@link #fillIn} returned.
	 */
	static ChatBotKitChatOptions of(Prompt prompt) {
		if (prompt.getOptions() instanceof ChatBotKitChatOptions options) {
			return options;
		}
		throw new IllegalStateException("The prompt's options are not merged with the defaults");
	}

	private static ChatBotKitChatOptions of(@Nullable ChatOptions options, ChatBotKitChatOptions defaults) {
		if (options == null) {
			return defaults;
		}
		ChatBotKitChatOptions.Builder builder = ChatBotKitChatOptions.builder()
			.model(firstNonNull(options.getModel(), defaults.getModel()))
			.frequencyPenalty(firstNonNull(options.getFrequencyPenalty(), defaults.getFrequencyPenalty()))
			.maxTokens(firstNonNull(options.getMaxTokens(), defaults.getMaxTokens()))
			.presencePenalty(firstNonNull(options.getPresencePenalty(), defaults.getPresencePenalty()))
			.stopSequences(firstNonNull(options.getStopSequences(), defaults.getStopSequences()))
			.temperature(firstNonNull(options.getTemperature(), defaults.getTemperature()))
			.topK(firstNonNull(options.getTopK(), defaults.getTopK()))
			.topP(firstNonNull(options.getTopP(), defaults.getTopP()));
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
		builder.toolCallbacks(firstNonNull(toolCallbacks, defaults.getToolCallbacks()))
			.toolContext(firstNonNull(toolContext, defaults.getToolContext()));
	}

	private static ChatBotKitChatOptions.Builder addOwn(ChatBotKitChatOptions.Builder builder, ChatOptions options,
			ChatBotKitChatOptions defaults) {
		ChatBotKitChatOptions own = (options instanceof ChatBotKitChatOptions ours) ? ours : defaults;
		return builder.reasoningEffort(firstNonNull(own.getReasoningEffort(), defaults.getReasoningEffort()))
			.carrySettings(firstNonNull(own.getCarrySettings(), defaults.getCarrySettings()))
			.legacyFunctions(firstNonNull(own.getLegacyFunctions(), defaults.getLegacyFunctions()))
			.secretKey(firstNonNull(own.getSecretKey(), defaults.getSecretKey()));
	}

	private static <T> @Nullable T firstNonNull(@Nullable T value, @Nullable T defaultValue) {
		return (value != null) ? value : defaultValue;
	}

}
