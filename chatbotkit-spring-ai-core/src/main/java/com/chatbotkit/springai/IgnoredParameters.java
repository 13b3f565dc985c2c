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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Warns, once for each parameter, of options that are set and have no effect.
 */
final class IgnoredParameters {

	private static final Log logger = LogFactory.getLog(IgnoredParameters.class);

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Looks at the options of one request.
	 * @param carried whether the settings that a model can carry are carried
	 */
	void check(ChatBotKitChatOptions options, boolean carried) {
		find(options, carried, this::warn);
	}

	/**
	 * Names each parameter that is set and has no effect, with its value.
	 */
	static void find(ChatBotKitChatOptions options, boolean carried, BiConsumer<String, Object> found) {
		if (!carried) {
			find("temperature", options.getTemperature(), found);
			find("maxTokens", options.getMaxTokens(), found);
			find("frequencyPenalty", options.getFrequencyPenalty(), found);
			find("presencePenalty", options.getPresencePenalty(), found);
			find("reasoningEffort", options.getReasoningEffort(), found);
		}
		find("topP", options.getTopP(), found);
		find("topK", options.getTopK(), found);
		find("stopSequences", options.getStopSequences(), found);
	}

	private static void find(String parameter, @Nullable Object value, BiConsumer<String, Object> found) {
		if (value != null) {
			found.accept(parameter, value);
		}
	}

	private void warn(String parameter, Object value) {
		if (this.warned.add(parameter)) {
			logger.warn("ChatBotKit's endpoint ignores " + parameter + ", which is set to " + value
					+ ": set it in the bot's or model's own settings on the platform, or unset it here");
		}
	}

}
