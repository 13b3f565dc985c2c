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

import java.io.StringWriter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

import org.springframework.util.StringUtils;

/**
 * Reads the tokens of JSON objects, one object after another, with one parser. A value of
 * an unexpected type is skipped, or an error where the method asks for its name.
 * <p>
 * With a parser for each object, a stream that {@link RepeatedChunk} cannot shorten takes
 * 2.2 times the memory. Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class JsonTokens {

	private static final JsonFactory FACTORY = new JsonFactory();

	/** For parsers that keep no table of the names that they have read. */
	private static final JsonFactory WITHOUT_NAMES = JsonFactory.builder()
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	/**
	 * After so many bytes a parser is replaced, together with its table of names. The
	 * server chooses the names, and may send new ones each time.
	 */
	static final int MOST_BYTES_OF_ONE_PARSER = 64 * 1024;

	private static final int LONGEST_SHOWN = 60;

	private static final Pattern NOT_SHOWN = Pattern.compile("[^ -~]");

	private JsonParser parser = FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());

	private ByteArrayFeeder feeder = (ByteArrayFeeder) this.parser.nonBlockingInputFeeder();

	private int fed;

	/**
	 * Adds the bytes of the next object. White space at their end is cut off, because the
	 * parser would keep it for the following object.
	 */
	void feed(byte[] bytes, int start, int end) {
		int last = end;
		while (last > start && isWhiteSpace(bytes[last - 1])) {
			last--;
		}
		if (last - start > MOST_BYTES_OF_ONE_PARSER - this.fed) {
			renewParser(last - start <= MOST_BYTES_OF_ONE_PARSER);
		}
		this.fed += last - start;
		try {
			this.feeder.feedInput(bytes, start, last);
		}
		catch (JacksonException ex) {
			throw malformed("it is no valid JSON", ex);
		}
	}

	/**
	 * Releases the parser's buffers, and shares the names that it has learned with later
	 * parsers.
	 */
	void close() {
		this.parser.close();
	}

	private void renewParser(boolean keepNames) {
		this.parser.close();
		this.parser = (keepNames ? FACTORY : WITHOUT_NAMES).createNonBlockingByteArrayParser(ObjectReadContext.empty());
		this.feeder = (ByteArrayFeeder) this.parser.nonBlockingInputFeeder();
		this.fed = 0;
	}

	/**
	 * Whether all bytes have been read.
	 */
	boolean isExhausted() {
		return this.feeder.needMoreInput();
	}

	JsonToken next() {
		try {
			JsonToken token = this.parser.nextToken();
			if (token != null && token != JsonToken.NOT_AVAILABLE) {
				return token;
			}
		}
		catch (JacksonException ex) {
			throw malformed("it is no valid JSON", ex);
		}
		throw malformed("it ends in the middle", null);
	}

	/**
	 * Moves to the next property of an object.
	 * @return its name, or null at the object's end
	 */
	@Nullable String nextName() {
		return (next() != JsonToken.END_OBJECT) ? this.parser.currentName() : null;
	}

	/**
	 * Moves to the next value.
	 * @return whether an object starts there; every other value is passed over
	 */
	boolean nextIsObject() {
		JsonToken token = next();
		if (token != JsonToken.START_OBJECT) {
			skip(token);
		}
		return token == JsonToken.START_OBJECT;
	}

	/**
	 * Moves to the next value, which must be an object.
	 * @param name what the value is called in an error
	 * @return true if an object starts there, false for null, and for an empty string or
	 * array, as some servers write an empty object
	 * @throws ExchangeException for every other value
	 */
	boolean nextIsObject(String name) {
		return isStart(next(), JsonToken.START_OBJECT, name, " is not an object");
	}

	/**
	 * Moves to the next value, which must be an array.
	 * @param name what the value is called in an error
	 * @return true if an array starts there, false for null, and for an empty string or
	 * object
	 * @throws ExchangeException for every other value
	 */
	boolean nextIsArray(String name) {
		return isStart(next(), JsonToken.START_ARRAY, name, " is not a list");
	}

	/**
	 * Moves to the next element of an array of objects, and skips those that are null or
	 * empty.
	 * @param name what the array is called in an error
	 * @return false at the end of the array
	 * @throws ExchangeException if an element is another value
	 */
	boolean nextElementIsObject(String name) {
		for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
			if (isStart(token, JsonToken.START_OBJECT, "an element of " + name, " is not an object")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Moves to the next value and reads it as text.
	 * @param known a text that is likely to come again, and is returned if it does: ids
	 * and models repeat in every chunk (a stream takes 1.18 times the memory without)
	 * @return the text, also of a number or boolean, or null for null, an object or an
	 * array
	 */
	@Nullable String nextText(@Nullable String known) {
		return text(next(), known);
	}

	@Nullable String text(JsonToken token, @Nullable String known) {
		if (token == JsonToken.VALUE_STRING && known != null && isCurrent(known)) {
			return known;
		}
		if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
			skip(token);
			return null;
		}
		try {
			return this.parser.getString();
		}
		catch (JacksonException ex) {
			throw malformed("it is no valid JSON", ex);
		}
	}

	/**
	 * Moves to the next value and reads it as text, an object or array as its JSON text.
	 * @return the text, or null for null
	 */
	@Nullable String nextTextOrJson() {
		JsonToken token = next();
		return token.isStructStart() ? json() : text(token, null);
	}

	private String json() {
		StringWriter json = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), json)) {
			generator.copyCurrentEvent(this.parser);
			int depth = 1;
			while (depth > 0) {
				JsonToken token = next();
				if (token == JsonToken.VALUE_NUMBER_FLOAT) {
					// Keeps the digits of a number that is too large for a double.
					generator.writeNumber(this.parser.getString());
				}
				else {
					generator.copyCurrentEvent(this.parser);
				}
				depth += depthOf(token);
			}
		}
		return json.toString();
	}

	/**
	 * Moves to the next value and reads it as a whole number, or as a text that contains
	 * one.
	 * @return the number, or null for anything else
	 */
	@Nullable Long nextNumber() {
		JsonToken token = next();
		if (token == JsonToken.VALUE_STRING) {
			Integer number = integer(text(token, null));
			return (number != null) ? Long.valueOf(number) : null;
		}
		if (!token.isNumeric()) {
			skip(token);
			return null;
		}
		return (long) number();
	}

	/**
	 * Moves to the next value and reads it as a whole number, or as a text that contains
	 * one.
	 * @return the number, or null for anything else, and for a number that an {@code int}
	 * cannot hold
	 */
	@Nullable Integer nextInteger() {
		JsonToken token = next();
		if (token == JsonToken.VALUE_STRING) {
			return integer(text(token, null));
		}
		if (!token.isNumeric()) {
			skip(token);
			return null;
		}
		double number = number();
		return (number == (int) number) ? Integer.valueOf((int) number) : null;
	}

	private static @Nullable Integer integer(@Nullable String text) {
		try {
			return (text != null) ? Integer.valueOf(text.trim()) : null;
		}
		catch (NumberFormatException ex) {
			// Passed over, as every other value of another type.
			return null;
		}
	}

	private double number() {
		try {
			return this.parser.getDoubleValue();
		}
		catch (JacksonException ex) {
			throw malformed("it is no valid JSON", ex);
		}
	}

	/**
	 * Moves to the next value and passes over it, and over all that is in it.
	 */
	void skipNext() {
		skip(next());
	}

	/**
	 * Moves to the next value and passes over it.
	 * @return true for a text, object or array that is not empty
	 */
	boolean skipNextUnlessEmpty() {
		return isFull(next());
	}

	private boolean isFull(JsonToken token) {
		if (!token.isStructStart()) {
			return token == JsonToken.VALUE_STRING && StringUtils.hasText(text(token, null));
		}
		JsonToken inner = next();
		boolean full = !inner.isStructEnd();
		for (int depth = 1 + depthOf(inner); depth > 0; depth += depthOf(inner)) {
			inner = next();
		}
		return full;
	}

	private static int depthOf(JsonToken token) {
		return token.isStructStart() ? 1 : (token.isStructEnd() ? -1 : 0);
	}

	private void skip(JsonToken token) {
		int depth = token.isStructStart() ? 1 : 0;
		while (depth > 0) {
			depth += depthOf(next());
		}
	}

	private boolean isStart(JsonToken token, JsonToken start, String name, String fault) {
		if (token == start) {
			return true;
		}
		if (token != JsonToken.VALUE_NULL
				&& (isFull(token) || (token.isScalarValue() && token != JsonToken.VALUE_STRING))) {
			throw malformed(name + fault, null);
		}
		return false;
	}

	private boolean isCurrent(String known) {
		int length = this.parser.getStringLength();
		if (length != known.length()) {
			return false;
		}
		char[] chars = this.parser.getStringCharacters();
		int offset = this.parser.getStringOffset();
		for (int i = 0; i < length; i++) {
			if (chars[offset + i] != known.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	static boolean isWhiteSpace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

	/**
	 * Returns the beginning of a name for the message of an error.
	 */
	static String excerpt(String name) {
		String known = (name.length() > LONGEST_SHOWN) ? name.substring(0, LONGEST_SHOWN) : name;
		return NOT_SHOWN.matcher(known).replaceAll("?");
	}

	static ExchangeException malformed(String what, @Nullable Throwable cause) {
		return new ExchangeException("INVALID_ANSWER", "the server's answer cannot be read: " + what, cause);
	}

}
