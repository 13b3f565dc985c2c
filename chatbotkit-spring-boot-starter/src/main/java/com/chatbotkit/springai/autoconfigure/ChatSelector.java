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

package com.chatbotkit.springai.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads what to talk to from its three spellings.
 */
final class ChatSelector {

	static final String BOT_ID = ChatBotKitProperties.PREFIX + ".chat.bot-id";

	static final String MODEL_NAME = ChatBotKitProperties.PREFIX + ".chat.model-name";

	static final String MODEL = ChatBotKitProperties.PREFIX + ".chat.model";

	static final String WHAT_TO_WRITE = "set " + BOT_ID + " to the id of a bot, or " + MODEL_NAME
			+ " to the name of a plain model, for example gpt-4o.";

	private ChatSelector() {
	}

	static boolean isMissing(ChatBotKitProperties.Chat chat) {
		return !StringUtils.hasText(chat.botId()) && !StringUtils.hasText(chat.modelName())
				&& !StringUtils.hasText(chat.model());
	}

	/**
	 * Returns the selector as text, the way the options of a chat take it.
	 */
	static String read(ChatBotKitProperties.Chat chat) {
		String botId = Settings.text(BOT_ID, chat.botId());
		String modelName = Settings.text(MODEL_NAME, chat.modelName());
		String model = Settings.text(MODEL, chat.model());
		onlyOne(Stream.of((botId != null) ? BOT_ID : null, (modelName != null) ? MODEL_NAME : null,
				(model != null) ? MODEL : null));
		if (botId != null) {
			return ChatBotKitSelector.bot(bare(BOT_ID, botId)).value();
		}
		if (modelName != null) {
			return ChatBotKitSelector.model(bare(MODEL_NAME, modelName)).value();
		}
		return checked(model);
	}

	private static void onlyOne(Stream<@Nullable String> properties) {
		List<String> set = properties.filter(Objects::nonNull).toList();
		if (set.size() > 1) {
			throw new InvalidSettingException(
					"More than one property says what ChatBotKit should talk to: " + String.join(" and ", set) + ".",
					"Keep one of them, and remove the rest.", null);
		}
	}

	/**
	 * The text as it is written, if it is a selector: parsed and printed it would lose
	 * what the endpoint knows beyond the id or name.
	 */
	private static String checked(@Nullable String model) {
		if (model == null) {
			throw new InvalidSettingException("Nothing says what ChatBotKit should talk to.",
					StringUtils.capitalize(WHAT_TO_WRITE), null);
		}
		Settings.of(MODEL, () -> ChatBotKitSelector.parse(model));
		return model;
	}

	/**
	 * An id is free text for the endpoint, so that a whole selector in its place would be
	 * found out only by the answer to the first request.
	 */
	private static String bare(String property, String value) {
		if (value.startsWith("bot/") || value.startsWith("model/") || value.startsWith("conversation/")) {
			throw new InvalidSettingException(property + " is a whole selector: " + value,
					"Write only what stands behind the = into " + property + ", or the whole selector into " + MODEL
							+ ".",
					null);
		}
		return value;
	}

}
