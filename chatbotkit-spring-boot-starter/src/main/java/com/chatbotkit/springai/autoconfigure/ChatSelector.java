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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the selector of a chat from one of its three properties: {@code bot-id},
 * {@code model-name} or {@code model}.
 */
final class ChatSelector {

	/**
	 * Reads the selector of the default chat.
	 */
	static final ChatSelector DEFAULT = new ChatSelector(ChatBotKitProperties.PREFIX + ".chat");

	private static final Pattern SELECTOR = Pattern
		.compile("(bot|model|conversation)/|(?i)(bot|model|conversation)\\s*/\\s*(id|name)\\s*=");

	private final String prefix;

	ChatSelector(String prefix) {
		this.prefix = prefix;
	}

	String prefix() {
		return this.prefix;
	}

	static boolean isMissing(ChatProperties chat) {
		return !StringUtils.hasText(chat.botId()) && !StringUtils.hasText(chat.modelName())
				&& !StringUtils.hasText(chat.model());
	}

	String hint() {
		return "set " + botId() + " to the id of a bot, or " + modelName()
				+ " to the name of a plain model, for example gpt-4o.";
	}

	/**
	 * Returns the selector as the chat options take it.
	 */
	String read(ChatProperties chat) {
		String botId = PropertyChecks.text(botId(), chat.botId());
		String modelName = PropertyChecks.text(modelName(), chat.modelName());
		String model = PropertyChecks.text(model(), chat.model());
		checkOnlyOne(botId, modelName, model);
		if (botId != null) {
			String id = withoutPrefix(botId(), botId);
			return PropertyChecks.of(botId(), botId, () -> ChatBotKitSelector.bot(id).value());
		}
		if (modelName != null) {
			String name = withoutPrefix(modelName(), modelName);
			return PropertyChecks.of(modelName(), modelName, () -> ChatBotKitSelector.model(name).value());
		}
		return checked(model(), model);
	}

	/**
	 * Returns the selectors of the fallbacks.
	 */
	String[] fallbacks(ChatProperties chat) {
		return PropertyChecks.elements(this.prefix + ".fallbacks", chat.fallbacks())
			.stream()
			.map((fallback) -> checked(this.prefix + ".fallbacks",
					PropertyChecks.text(this.prefix + ".fallbacks", fallback)))
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

	/**
	 * Throws if more than one of the three is set.
	 * <p>
	 * {@code MutuallyExclusiveConfigurationPropertiesException} would not always be
	 * explained: its analyzer finds canonical names only, and for
	 * {@code SPRING_AI_CHATBOTKIT_CHAT_BOTID} it leaves a stack trace (Spring Boot
	 * 4.1.0). The same was fixed for the exception that is used here:
	 * <a href="https://github.com/spring-projects/spring-boot/issues/43380">Spring Boot
	 * issue 43380</a>.
	 */
	private void checkOnlyOne(@Nullable String botId, @Nullable String modelName, @Nullable String model) {
		Map<String, String> set = new LinkedHashMap<>();
		add(set, botId(), botId);
		add(set, modelName(), modelName);
		add(set, model(), model);
		if (set.size() > 1) {
			String last = List.copyOf(set.keySet()).get(set.size() - 1);
			throw PropertyChecks.invalid(last, set.get(last), "More than one property selects the bot or model: "
					+ String.join(" and ", set.keySet()) + ". Keep one of them and remove the others.");
		}
	}

	private static void add(Map<String, String> set, String property, @Nullable String value) {
		if (value != null) {
			set.put(property, value);
		}
	}

	/**
	 * Returns a valid selector as it is written. Parsing and printing it would drop any
	 * configuration besides the id or name, which the endpoint understands.
	 */
	private String checked(String property, @Nullable String selector) {
		if (selector == null) {
			throw new InvalidSettingException("No bot or model is selected.", StringUtils.capitalize(hint()));
		}
		String text = selector.strip();
		PropertyChecks.of(property, selector, () -> ChatBotKitSelector.read(text));
		return text;
	}

	/**
	 * Returns an id or name, unless it is a whole selector. The endpoint accepts any text
	 * as an id, so without this check only the first request would fail.
	 */
	private String withoutPrefix(String property, String written) {
		String value = written.strip();
		if (SELECTOR.matcher(value).lookingAt()) {
			throw PropertyChecks.invalid(property, written, "This is a whole selector: " + value
					+ ". Write only the part after the =, or write the whole selector into " + model() + ".");
		}
		return value;
	}

}
