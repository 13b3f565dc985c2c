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

import java.util.regex.Pattern;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.jspecify.annotations.Nullable;

/**
 * Low-cardinality value of the model tag: {@code bot} for every bot, and a model's name
 * without its settings.
 */
public final class ModelTag {

	/**
	 * Value of a tag that does not apply.
	 */
	public static final String NONE = "none";

	/**
	 * Value of a tag instead of text that must not become a tag.
	 */
	public static final String OTHER = "other";

	private static final String BOT = "bot";

	private static final Pattern SETTINGS = Pattern.compile("/\\w+=.*", Pattern.DOTALL);

	private ModelTag() {
	}

	/**
	 * Returns the value for the model of a request. A text that is not a selector comes
	 * from the application and is returned unchanged.
	 */
	public static String of(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return NONE;
		}
		try {
			ChatBotKitSelector selector = ChatBotKitSelector.parse(text);
			return (selector instanceof ChatBotKitSelector.Model model)
					? "model/name=" + SETTINGS.matcher(model.name()).replaceFirst("") : BOT;
		}
		catch (IllegalArgumentException ex) {
			// Without ids and settings, its cardinality is low too.
			return text;
		}
	}

	/**
	 * Returns the value for the model of a response: the requested model if the server
	 * reports the same, and never a text that the server chooses.
	 * @param requested the model of the request, as in its tag
	 * @param reported the model that the server reports
	 */
	public static String ofAnswer(@Nullable String requested, @Nullable String reported) {
		if (reported == null || reported.isBlank() || reported.equals(NONE)) {
			return NONE;
		}
		return (requested != null && (requested.equals(reported) || isSame(requested, reported))) ? requested : OTHER;
	}

	// The endpoint echoes a selector as it was sent, possibly with settings or as JSON.
	private static boolean isSame(String requested, String reported) {
		try {
			ChatBotKitSelector one = ChatBotKitSelector.parse(requested);
			ChatBotKitSelector other = ChatBotKitSelector.parse(reported);
			return one.equals(other) || (one instanceof ChatBotKitSelector.Model && of(requested).equals(of(reported)));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
