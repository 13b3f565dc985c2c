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

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value, read by Jackson's blocking parser, that keeps all members of an object in
 * their order.
 *
 * @param token its first token
 * @param source its text
 * @param string what a string says, or how any other value that is no object or array is
 * written
 * @param members the members of an object, or the items of an array without names
 */
record JsonTree(JsonToken token, String source, String string, List<Member> members) {

	private static final JsonFactory FACTORY = new JsonFactory();

	/**
	 * A member of an object.
	 *
	 * @param name its name
	 * @param value its value
	 */
	record Member(String name, JsonTree value) {

	}

	/**
	 * Reads a text.
	 * @throws IllegalStateException if it is not exactly one value
	 */
	static JsonTree read(String json) {
		checkBytes(json.getBytes(StandardCharsets.UTF_8));
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new StringReader(json))) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new IllegalStateException("No value");
			}
			JsonTree value = read(json, parser, first);
			if (parser.nextToken() != null) {
				throw new IllegalStateException("More than one value");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * As a text, Jackson 3.1 reads {@code \\u00e} and any letter whose code ends like
	 * that of a digit as an escape. As bytes it refuses that, and so does JSON.
	 */
	private static void checkBytes(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			JsonToken token = parser.nextToken();
			while (token != null) {
				if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
					// Texts are decoded on request.
					parser.getString();
				}
				token = parser.nextToken();
			}
		}
		catch (JacksonException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JsonTree read(String json, JsonParser parser, JsonToken token) {
		int start = (int) parser.currentTokenLocation().getCharOffset();
		List<Member> members = new ArrayList<>();
		if (!token.isStructStart()) {
			return new JsonTree(token, "", parser.getString(), members);
		}
		for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
			boolean named = token == JsonToken.START_OBJECT;
			String name = named ? parser.currentName() : "";
			JsonToken value = named ? parser.nextToken() : next;
			members.add(new Member(name, read(json, parser, value)));
		}
		return new JsonTree(token, json.substring(start, (int) parser.currentLocation().getCharOffset()), "", members);
	}

	boolean isObject() {
		return this.token == JsonToken.START_OBJECT;
	}

	boolean isArray() {
		return this.token == JsonToken.START_ARRAY;
	}

	boolean isNull() {
		return this.token == JsonToken.VALUE_NULL;
	}

	List<JsonTree> items() {
		return isArray() ? this.members.stream().map(Member::value).toList() : List.of();
	}

	/** The text of a string, number or boolean, or null. */
	@Nullable String text() {
		return (this.token.isStructStart() || isNull()) ? null : this.string;
	}

	@Nullable Double number() {
		return this.token.isNumeric() ? Double.valueOf(this.string) : null;
	}

	/** A whole number, also in a string, or null. */
	@Nullable Integer integer() {
		Double number = number();
		if (number != null) {
			return (number == number.intValue()) ? Integer.valueOf(number.intValue()) : null;
		}
		try {
			return (this.token == JsonToken.VALUE_STRING) ? Integer.valueOf(this.string.trim()) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** A number, or a whole one in a string, or null. */
	@Nullable Long count() {
		Double number = number();
		Integer integer = integer();
		return (number != null) ? Long.valueOf(number.longValue()) : ((integer != null) ? Long.valueOf(integer) : null);
	}

	/** The last count of this name in an object, or null. */
	@Nullable Long count(String name) {
		Long count = null;
		for (Member member : this.members) {
			count = member.name().equals(name) ? member.value().count() : count;
		}
		return count;
	}

	/** Whether it is null, or a string or structure with nothing in it. */
	boolean isNothing() {
		return isNull() || (!isFull() && (this.token.isStructStart() || this.token == JsonToken.VALUE_STRING));
	}

	/** Whether it is a text with more than white space, or has members. */
	boolean isFull() {
		return !this.members.isEmpty() || (this.token == JsonToken.VALUE_STRING && !this.string.isBlank());
	}

	/** The value without white space, its numbers and texts as they are. */
	String compact() {
		StringWriter out = new StringWriter();
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new StringReader(this.source));
				JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token == JsonToken.VALUE_NUMBER_FLOAT) {
					generator.writeNumber(parser.getString());
				}
				else {
					generator.copyCurrentEvent(parser);
				}
			}
		}
		return out.toString();
	}

}
