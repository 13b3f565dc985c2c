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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What holds for every text that is taken for a selector, an id or a name. It is refused
 * with an {@link IllegalArgumentException}, or the selector's text is read as the same
 * selector again; and what reads a user's text accepts nothing that the endpoint would
 * not. An address that is completed stays as it is when it is completed again.
 */
public final class SelectorFuzz {

	private SelectorFuzz() {
	}

	/**
	 * Checks one text.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		ChatBotKitSelector parsed = selector(() -> ChatBotKitSelector.parse(text));
		ChatBotKitSelector read = selector(() -> ChatBotKitSelector.read(text));
		if (read != null) {
			check(read, ChatBotKitSelector.parse(WrittenId.trim(text)));
		}
		printed(parsed);
		printed(selector(() -> ChatBotKitSelector.bot(text)));
		printed(selector(() -> ChatBotKitSelector.model(text)));
		printed(selector(() -> new ChatBotKitSelector.Bot(text)));
		printed(selector(() -> new ChatBotKitSelector.Model(text)));
		baseUrl(text);
	}

	private static void printed(@Nullable ChatBotKitSelector selector) {
		if (selector != null) {
			check(selector, ChatBotKitSelector.parse(selector.value()));
			check(selector, ChatBotKitSelector.read(selector.value()));
			check(selector.value(), ChatBotKitSelector.parse(selector.value()).value());
		}
	}

	private static void baseUrl(String text) {
		try {
			String url = BaseUrl.endpoint(text, true).toString();
			check(url, BaseUrl.endpoint(url, true).toString());
		}
		catch (IllegalArgumentException ex) {
			// As it should.
		}
	}

	private static @Nullable ChatBotKitSelector selector(Supplier<ChatBotKitSelector> made) {
		try {
			return made.get();
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
