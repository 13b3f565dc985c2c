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

import java.math.BigDecimal;
import java.util.Set;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Adds settings such as the temperature to the model string of a selector,
 * {@code name/key=value/…}, where the platform reads them.
 * <p>
 * Source: docs/contract.md#selector, which lists the names and ranges. The platform
 * refuses a model with any other setting.
 */
final class ModelStringSettings {

	private static final Set<String> REASONING_EFFORTS = Set.of("auto", "low", "medium", "high");

	private ModelStringSettings() {
	}

	/**
	 * Checks settings that no request has used yet.
	 * @throws IllegalArgumentException if a value is not a number, or if the settings are
	 * to be carried and a value is outside of the platform's range
	 */
	static void check(ChatBotKitChatOptions options) {
		if (Boolean.TRUE.equals(options.getCarrySettings())) {
			addTo(new ChatBotKitSelector.Model("any"), options);
		}
		checkFinite("temperature", options.getTemperature());
		checkFinite("frequencyPenalty", options.getFrequencyPenalty());
		checkFinite("presencePenalty", options.getPresencePenalty());
		checkFinite("topP", options.getTopP());
	}

	private static void checkFinite(String key, @Nullable Double value) {
		if (value != null && !Double.isFinite(value)) {
			throw new IllegalArgumentException(key + " is " + value + ": write a number");
		}
	}

	/**
	 * Returns the model with the settings of the options.
	 * @throws IllegalArgumentException if a value is outside of the platform's range
	 */
	static ChatBotKitSelector addTo(ChatBotKitSelector.Model model, ChatBotKitChatOptions options) {
		StringBuilder text = new StringBuilder(model.name());
		add(text, "temperature", options.getTemperature(), 0, 2);
		add(text, "maxTokens", options.getMaxTokens(), 1, Integer.MAX_VALUE);
		add(text, "frequencyPenalty", options.getFrequencyPenalty(), -2, 2);
		add(text, "presencePenalty", options.getPresencePenalty(), -2, 2);
		String effort = options.getReasoningEffort();
		if (effort != null) {
			Assert.isTrue(REASONING_EFFORTS.contains(effort),
					() -> "reasoningEffort is \"" + effort + "\": write auto, low, medium or high");
			text.append("/reasoningEffort=").append(effort);
		}
		return new ChatBotKitSelector.Model(text.toString());
	}

	private static void add(StringBuilder text, String key, @Nullable Number value, int min, int max) {
		if (value == null) {
			return;
		}
		double number = value.doubleValue();
		Assert.isTrue(number >= min && number <= max, () -> key + " is " + value + ": write a number "
				+ ((max == Integer.MAX_VALUE) ? "of at least " + min : "from " + min + " to " + max));
		text.append('/')
			.append(key)
			.append('=')
			.append(new BigDecimal(value.toString()).stripTrailingZeros().toPlainString());
	}

}
