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

package com.chatbotkit.springai.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value that keeps its source text, so that it can be extracted or changed in one
 * place while the rest stays exactly as it was written.
 */
final class JsonValue {

	/** Deeper than any real arguments, and far from a stack overflow. */
	private static final int MAX_DEPTH = 200;

	private static final int MAX_NUMBER_LENGTH = 1000;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build())
		.build();

	private final String document;

	private final int start;

	private final int end;

	private final JsonToken token;

	private final @Nullable String string;

	private final List<Member> members;

	private JsonValue(String document, int start, int end, JsonToken token, @Nullable String string,
			List<Member> members) {
		this.document = document;
		this.start = start;
		this.end = end;
		this.token = token;
		this.string = string;
		this.members = members;
	}

	/**
	 * Reads a document.
	 * @return its value, or null if it is not exactly one JSON value
	 */
	static @Nullable JsonValue read(String document) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
			if (parser.nextToken() == null) {
				return null;
			}
			JsonValue value = read(document, parser);
			return (parser.nextToken() == null) ? value : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static JsonValue read(String document, JsonParser parser) {
		JsonToken token = parser.currentToken();
		int start = (int) parser.currentTokenLocation().getCharOffset();
		String string = null;
		List<Member> members = List.of();
		if (token == JsonToken.VALUE_STRING) {
			string = parser.getString();
		}
		else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
			members = new ArrayList<>();
			for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
				String name = "";
				if (token == JsonToken.START_OBJECT) {
					name = parser.currentName();
					parser.nextToken();
				}
				members.add(new Member(name, read(document, parser)));
			}
		}
		// After a number at the root, the parser is behind the white space.
		int end = token.isNumeric() ? start + parser.getString().length()
				: (int) parser.currentLocation().getCharOffset();
		return new JsonValue(document, start, end, token, string, members);
	}

	/**
	 * Returns the value as it was written.
	 */
	String text() {
		return this.document.substring(this.start, this.end);
	}

	/**
	 * Returns the value's first token.
	 */
	JsonToken token() {
		return this.token;
	}

	/**
	 * Returns the content of a string, or null for another value.
	 */
	@Nullable String string() {
		return this.string;
	}

	/**
	 * Returns the members of an object or the items of an array.
	 */
	List<Member> members() {
		return this.members;
	}

	boolean isObject() {
		return this.token == JsonToken.START_OBJECT;
	}

	/**
	 * Returns the exact number, or null if it is not a number or too large to be
	 * compared.
	 */
	@Nullable BigDecimal number() {
		if (this.end - this.start > MAX_NUMBER_LENGTH) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(text());
			return (Math.abs((long) number.scale()) <= MAX_NUMBER_LENGTH) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Returns the value of the last member with a name, or null.
	 */
	@Nullable JsonValue member(String name) {
		for (int i = this.members.size() - 1; i >= 0; i--) {
			if (isObject() && this.members.get(i).name().equals(name)) {
				return this.members.get(i).value();
			}
		}
		return null;
	}

	/**
	 * Returns this value with new values of its members. The text between them stays as
	 * it was written.
	 */
	JsonValue with(List<JsonValue> values) {
		boolean same = true;
		for (int i = 0; i < values.size(); i++) {
			same &= values.get(i) == this.members.get(i).value();
		}
		if (same) {
			return this;
		}
		StringBuilder text = new StringBuilder();
		int from = this.start;
		for (int i = 0; i < values.size(); i++) {
			JsonValue before = this.members.get(i).value();
			text.append(this.document, from, before.start).append(values.get(i).text());
			from = before.end;
		}
		text.append(this.document, from, this.end);
		JsonValue changed = read(text.toString());
		return (changed != null) ? changed : this;
	}

	/**
	 * A member of an object, or an item of an array.
	 *
	 * @param name the name, empty for an item
	 * @param value the value
	 */
	record Member(String name, JsonValue value) {

	}

}
