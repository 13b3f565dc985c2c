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

package com.chatbotkit.springai.tool;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;

/**
 * Logs a warning about tool calls of a response that are not run, because the application
 * may get an empty response without a reason.
 */
final class UnofferedCalls {

	private static final Log logger = LogFactory.getLog(UnofferedCalls.class);

	private static final int MAX_NAMES = 20;

	private static final int MAX_NAME_LENGTH = 80;

	/** Names come from the server and must not control the log. */
	private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{C}");

	private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

	private static final Pattern SECRET_KEY = Pattern.compile("\\bsk-[\\w-]{8,}");

	private UnofferedCalls() {
	}

	static void warn(List<AssistantMessage.ToolCall> called, DeclaredTools offered) {
		logger.warn("The bot waits for tools that this request did not offer, so that none is run and the answer ends"
				+ " here: " + calledAndOffered(called, offered));
	}

	static void warnOfNames(List<AssistantMessage.ToolCall> called, DeclaredTools offered) {
		logger.warn("The answer calls tools by names that this request did not offer, so that these calls are not run: "
				+ calledAndOffered(called, offered));
	}

	private static String calledAndOffered(List<AssistantMessage.ToolCall> called, DeclaredTools offered) {
		return "called " + list(called, AssistantMessage.ToolCall::name) + ", offered "
				+ list(offered.definitions(), (definition) -> nameInRequest(definition.name(), offered));
	}

	/**
	 * Whether two names differ in case and punctuation alone.
	 */
	static boolean isSimilar(String one, String other) {
		return letters(one).equals(letters(other));
	}

	private static String letters(String name) {
		return PUNCTUATION.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
	}

	static void warnOfReason(List<AssistantMessage.ToolCall> called, @Nullable String finishReason) {
		logger.warn("The answer has no text, and calls tools that this request offers. None is run, because its"
				+ " finish_reason is " + sanitized(String.valueOf(finishReason)) + " and not tool_calls: called "
				+ list(called, AssistantMessage.ToolCall::name));
	}

	private static String nameInRequest(String name, DeclaredTools offered) {
		String wireName = offered.wireName(name);
		return wireName.equals(name) ? name : wireName + " (the tool " + name + ")";
	}

	private static <T> String list(List<T> all, Function<T, String> name) {
		List<String> names = all.stream().limit(MAX_NAMES).map(name).map(UnofferedCalls::sanitized).toList();
		String more = (all.size() > MAX_NAMES) ? ", and " + (all.size() - MAX_NAMES) + " more" : "";
		return names.isEmpty() ? "nothing" : String.join(", ", names) + more;
	}

	private static String sanitized(String written) {
		String name = SECRET_KEY.matcher(written).replaceAll("***");
		String excerpt = (name.length() > MAX_NAME_LENGTH) ? name.substring(0, MAX_NAME_LENGTH) + "…" : name;
		return excerpt.isEmpty() ? "a call without a name" : CONTROL_CHARACTERS.matcher(excerpt).replaceAll("?");
	}

}
