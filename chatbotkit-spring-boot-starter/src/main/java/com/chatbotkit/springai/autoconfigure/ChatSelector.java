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
 * Reads the selector of a chat from one of its three properties: {@code bot-id},
 * {@code model-name} or {@code model}.
 */
final class ChatSelector {

	/**
	 * That of the default chat.
	 */
	static final ChatSelector DEFAULT = new ChatSelector(ChatBotKitProperties.PREFIX + ".chat");

	private final String prefix;

	ChatSelector(String prefix) {
		this.prefix = prefix;
	}

	static boolean isMissing(ChatProperties chat) {
		return !StringUtils.hasText(chat.botId()) && !StringUtils.hasText(chat.modelName())
				&& !StringUtils.hasText(chat.model());
	}

	String whatToWrite() {
		return "set " + botId() + " to the id of a bot, or " + modelName()
				+ " to the name of a plain model, for example gpt-4o.";
	}

	/**
	 * Returns the selector as text, the way the options of a chat take it.
	 */
	String read(ChatProperties chat) {
		String botId = PropertyChecks.text(botId(), chat.botId());
		String modelName = PropertyChecks.text(modelName(), chat.modelName());
		String model = PropertyChecks.text(model(), chat.model());
		onlyOne(Stream.of((botId != null) ? botId() : null, (modelName != null) ? modelName() : null,
				(model != null) ? model() : null));
		if (botId != null) {
			String id = bare(botId(), botId);
			return PropertyChecks.of(botId(), () -> ChatBotKitSelector.bot(id).value());
		}
		if (modelName != null) {
			String name = bare(modelName(), modelName);
			return PropertyChecks.of(modelName(), () -> ChatBotKitSelector.model(name).value());
		}
		return checked(model(), model);
	}

	/**
	 * Returns the selectors to ask instead.
	 */
	String[] fallbacks(ChatProperties chat) {
		return chat.fallbacks()
			.stream()
			.map((fallback) -> checked(this.prefix + ".fallbacks", fallback))
			.toArray(String[]::new);
	}

	private String botId() {
		return this.prefix + ".bot-id";
	}

	private String modelName() {
		return this.prefix + ".model-name";
	}

	private String model() {
		return this.prefix + ".model";
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
	private String checked(String property, @Nullable String selector) {
		if (selector == null) {
			throw new InvalidSettingException("Nothing says what ChatBotKit should talk to.",
					StringUtils.capitalize(whatToWrite()), null);
		}
		String text = selector.strip();
		PropertyChecks.of(property, () -> ChatBotKitSelector.read(text));
		return text;
	}

	/**
	 * An id is free text for the endpoint, so that a whole selector in its place would be
	 * found out only by the answer to the first request.
	 */
	private String bare(String property, String written) {
		String value = written.strip();
		if (value.startsWith("bot/") || value.startsWith("model/") || value.startsWith("conversation/")) {
			throw new InvalidSettingException(property + " is a whole selector: " + value,
					"Write only what stands behind the = into " + property + ", or the whole selector into " + model()
							+ ".",
					null);
		}
		return value;
	}

}
