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

package com.chatbotkit.springai.test;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A directive {@code call:name{json}} in the user's text, which calls a function of the
 * caller.
 *
 * @param function the function's name
 * @param arguments the arguments; null if the directive has none
 */
record CallDirective(String function, @Nullable JsonNode arguments) {

	private static final Pattern DIRECTIVE = Pattern.compile("(?<!\\S)call:(?=([^\\s{]+))([\\w-]+)\\s*");

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** Finds the directives whose function the caller declared. */
	static List<CallDirective> in(Turn turn) {
		List<CallDirective> calls = new ArrayList<>();
		String text = turn.text();
		Matcher directive = DIRECTIVE.matcher(text);
		while (directive.find()) {
			if (turn.offers(directive.group(2))) {
				calls.add(new CallDirective(directive.group(2), arguments(text, directive.end())));
			}
			else if (turn.offers(directive.group(1))) {
				// The application's own name, with characters that are not valid on the
				// wire.
				calls.add(new CallDirective(directive.group(1), arguments(text, directive.end(1))));
			}
		}
		return calls;
	}

	private static @Nullable JsonNode arguments(String text, int begin) {
		if (!text.startsWith("{", begin)) {
			return null;
		}
		try (Reader rest = new StringReader(text)) {
			rest.skip(begin);
			return read(rest);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode read(Reader rest) {
		try (JsonParser parser = JSON.createParser(rest)) {
			return JSON.readTree(parser);
		}
		catch (JacksonException ex) {
			return JSON.createObjectNode();
		}
	}

}
