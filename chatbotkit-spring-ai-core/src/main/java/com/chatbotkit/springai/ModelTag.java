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
 * The value of a meter's tag that says what was asked, of which there must not be many:
 * bots are one, and a model is one whichever settings it carries.
 */
public final class ModelTag {

	/**
	 * Value of a tag for which there is none.
	 */
	public static final String NONE = "none";

	/**
	 * Value of a tag in the place of text that must not become a tag.
	 */
	public static final String OTHER = "other";

	private static final String BOT = "bot";

	private static final Pattern SETTINGS = Pattern.compile("/\\w+=.*", Pattern.DOTALL);

	private ModelTag() {
	}

	/**
	 * Returns the value for a selector, and any other text that the application itself
	 * asks with as it is.
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
			// Without settings and ids there are not many of them either.
			return text;
		}
	}

	/**
	 * Returns the value for what a server names in its answer: what was asked if it is
	 * that, and never a text of its own.
	 * @param asked what was asked, as it is in the tags
	 * @param answered what the server names
	 */
	public static String ofAnswer(@Nullable String asked, @Nullable String answered) {
		if (answered == null || answered.isBlank() || answered.equals(NONE)) {
			return NONE;
		}
		return (asked != null && (asked.equals(answered) || isSame(asked, answered))) ? asked : OTHER;
	}

	// The endpoint echoes a selector as it was sent: perhaps with settings, or as JSON.
	private static boolean isSame(String asked, String answered) {
		try {
			ChatBotKitSelector one = ChatBotKitSelector.parse(asked);
			ChatBotKitSelector other = ChatBotKitSelector.parse(answered);
			return one.equals(other) || (one instanceof ChatBotKitSelector.Model && of(asked).equals(of(answered)));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
