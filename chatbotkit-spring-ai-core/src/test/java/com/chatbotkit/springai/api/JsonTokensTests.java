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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.async.NonBlockingJsonParserBase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The names that a server makes up are not kept, and a value that cannot be read is a
 * failure with words.
 */
class JsonTokensTests {

	private final CompletionParser parser = new CompletionParser(true);

	@Test
	void theNamesOfAStreamAreBounded() {
		int most = 0;
		for (int event = 0; event < 500; event++) {
			parse(names(event, 100));
			most = Math.max(most, namesKept());
		}
		// Jackson hands up to 6,000 names on to the next parser.
		assertThat(most).isBetween(100, 6_000 + JsonTokens.MOST_BYTES_OF_ONE_PARSER / "\"1000000\":1,".length());
	}

	@Test
	void theNamesOfALargeEventAreNotKeptAtAll() {
		parse(names(0, 100_000));
		assertThat(namesKept()).isNotPositive();
		assertThat(parse("{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}").content()).isEqualTo("Hi");
	}

	@Test
	void aLargeEventIsReadAsASmallOne() {
		String text = "Hello ".repeat(50_000);
		ChatCompletion completion = parse(
				"{\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}");
		assertThat(completion.content()).isEqualTo(text);
		assertThat(completion.id()).isEqualTo("c1");
		assertThat(completion.finishReason()).isEqualTo("stop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"created\":%s}", "{\"usage\":{\"total_tokens\":%s}}", "{\"id\":%s}",
			"{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%s}]}}]}",
			"{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":%s}}]}}]}" })
	void aNumberOfManyDigitsIsAFailureWithWords(String json) {
		assertThatExceptionOfType(ExchangeException.class).isThrownBy(() -> parse(json.formatted("9".repeat(5_000))))
			.withMessageContaining("cannot be read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4294967296", "2147483648", "-2147483649", "1.5", "1e300", "\"4294967296\"", "\"x\"",
			"\"\"", "null", "true", "[1]", "{}" })
	void anIndexThatIsNoneIsMissing(String index) {
		assertThat(indexOf(index)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "7", "7.0", "0.7e1", "\"7\"" })
	void anIndexIsReadInEverySpelling(String index) {
		assertThat(indexOf(index)).isEqualTo(7);
	}

	@Test
	void tokensBeyondAnIntAreTheMostThereAre() {
		ChatCompletion completion = parse(
				"{\"usage\":{\"prompt_tokens\":4294967297,\"completion_tokens\":1e300,\"total_tokens\":99999999999999999999}}");
		assertThat(completion.usage())
			.isEqualTo(new ChatCompletion.Usage(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
		assertThat(parse("{\"usage\":{\"prompt_tokens\":1e300,\"completion_tokens\":1e300}}").usage())
			.isEqualTo(new ChatCompletion.Usage(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', quoteCharacter = '`',
			value = { "\"\" false", "` \" \" ` false", "\"x\" true", "null false", "true false", "0 false", "7 false",
					"[] false", "{} false", "[[]] true", "[null] true", "{\"b\":{}} true", "[{\"b\":[1,2]},[]] true",
					"[\"\"] true" })
	void aValueThatIsPassedOverIsFullOrEmpty(String value, boolean full) {
		JsonTokens tokens = tokens(value);
		assertThat(tokens.skipNextUnlessEmpty()).isEqualTo(full);
		assertThat(tokens.nextName()).isEqualTo("next");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', quoteCharacter = '`',
			value = { "{\"b\":1} object", "[1] array", "{} object", "[] array", "null none", "\"\" none",
					"` \" \" ` none", "\"x\" refused", "7 refused", "0 refused", "false refused" })
	void whereAnObjectOrAnArrayIsDueNothingElseIsFull(String value, String kind) {
		for (boolean object : new boolean[] { true, false }) {
			JsonTokens tokens = tokens(value);
			boolean empty = value.equals("{}") || value.equals("[]");
			if (kind.equals("refused") || (!empty && kind.equals(object ? "array" : "object"))) {
				assertThatExceptionOfType(ExchangeException.class).isThrownBy(() -> start(tokens, object))
					.withMessage("the server's answer cannot be read: a is not " + (object ? "an object" : "a list"));
				continue;
			}
			boolean started = kind.equals(object ? "object" : "array");
			assertThat(start(tokens, object)).isEqualTo(started);
			if (started && object) {
				assertThat(tokens.nextName()).isEqualTo(empty ? null : "b");
			}
			else if (!started) {
				assertThat(tokens.nextName()).isEqualTo("next");
			}
		}
	}

	@Test
	void whiteSpaceAtTheEndIsNotKeptForTheNextObject() {
		JsonTokens tokens = new JsonTokens();
		for (String json : new String[] { "{} \n\r\t", " {}", "{}  " }) {
			feed(tokens, json);
			assertThat(tokens.next()).isEqualTo(JsonToken.START_OBJECT);
			assertThat(tokens.nextName()).isNull();
			assertThat(tokens.isExhausted()).isTrue();
		}
		assertThatExceptionOfType(ExchangeException.class).isThrownBy(tokens::next)
			.withMessageEndingWith("it ends in the middle");
	}

	private static boolean start(JsonTokens tokens, boolean object) {
		return object ? tokens.nextIsObject("a") : tokens.nextIsArray("a");
	}

	private static JsonTokens tokens(String value) {
		JsonTokens tokens = new JsonTokens();
		feed(tokens, "{\"a\":" + value + ",\"next\":1}");
		tokens.next();
		tokens.nextName();
		return tokens;
	}

	private static void feed(JsonTokens tokens, String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		tokens.feed(bytes, 0, bytes.length);
	}

	private @Nullable Integer indexOf(String index) {
		return parse("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"index\":" + index + "}]}}]}")
			.toolCalls()
			.get(0)
			.index();
	}

	private static String names(int event, int count) {
		StringBuilder json = new StringBuilder("{");
		for (int i = 0; i < count; i++) {
			json.append('"').append(1_000_000 + event * count + i).append("\":1,");
		}
		return json.append("\"last\":1}").toString();
	}

	private int namesKept() {
		Object tokens = ReflectionTestUtils.getField(this.parser, "tokens");
		NonBlockingJsonParserBase json = (NonBlockingJsonParserBase) ReflectionTestUtils.getField(tokens, "parser");
		return json.symbolTableForTests().size();
	}

	private ChatCompletion parse(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return this.parser.parse(bytes, 0, bytes.length);
	}

}
