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

package com.chatbotkit.springai.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every text that is taken for a selector, an id or a name. It is refused
 * with an {@link IllegalArgumentException}, or the selector's text is read as the same
 * selector again; and what reads a user's text accepts nothing that the endpoint would
 * not. An address that is completed stays as it is when it is completed again.
 */
public final class SelectorFuzz {

	/** What each text is checked for. */
	public static final Facts FACTS = new Facts(List.of((bytes) -> checkPrinted(bytes, ChatBotKitSelector::parse),
			SelectorFuzz::checkRead, (bytes) -> checkPrinted(bytes, ChatBotKitSelector::bot),
			(bytes) -> checkPrinted(bytes, ChatBotKitSelector::model),
			(bytes) -> checkPrinted(bytes, ChatBotKitSelector.Bot::new),
			(bytes) -> checkPrinted(bytes, ChatBotKitSelector.Model::new), SelectorFuzz::checkBaseUrl));

	private SelectorFuzz() {
	}

	/**
	 * Checks one text.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		FACTS.checkOne(bytes);
	}

	private static void checkRead(byte[] bytes) {
		String text = text(bytes);
		ChatBotKitSelector read = selector(text, ChatBotKitSelector::read);
		if (read != null) {
			check(read, ChatBotKitSelector.parse(WrittenId.trim(text)));
		}
	}

	private static void checkPrinted(byte[] bytes, Function<String, ChatBotKitSelector> made) {
		ChatBotKitSelector selector = selector(text(bytes), made);
		if (selector != null) {
			check(selector, ChatBotKitSelector.parse(selector.value()));
			check(selector, ChatBotKitSelector.read(selector.value()));
			check(selector.value(), ChatBotKitSelector.parse(selector.value()).value());
		}
	}

	private static void checkBaseUrl(byte[] bytes) {
		try {
			String url = BaseUrl.endpoint(text(bytes), true).toString();
			check(url, BaseUrl.endpoint(url, true).toString());
		}
		catch (IllegalArgumentException ex) {
			// As it should.
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static @Nullable ChatBotKitSelector selector(String text, Function<String, ChatBotKitSelector> made) {
		try {
			return made.apply(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static void check(Object expected, Object actual) {
		if (!expected.equals(actual)) {
			throw new AssertionError("expected " + expected + ", but was " + actual);
		}
	}

}
