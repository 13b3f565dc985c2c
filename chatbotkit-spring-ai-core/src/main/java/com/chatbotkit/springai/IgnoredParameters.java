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

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns once for each option that is set but has no effect.
 */
final class IgnoredParameters {

	private static final Log logger = LogFactory.getLog(IgnoredParameters.class);

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Checks the options of one request.
	 */
	void check(ChatBotKitChatOptions options, ChatBotKitSelector selector) {
		options.ignoredParameters(selector).forEach(this::warn);
	}

	private void warn(String parameter, Object value) {
		if (this.warned.add(parameter)) {
			logger.warn("ChatBotKit's endpoint ignores " + parameter + ", which is set to " + value
					+ ": set it in the bot's or model's own settings on the platform, or unset it here");
		}
	}

}
