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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One parser reads many objects, and passes over what it does not know.
 */
class CompletionParserTests {

	private final CompletionParser parser = new CompletionParser(true);

	@Test
	void anIdThatComesAgainIsTheSameString() {
		String first = parse("{\"id\":\"chatcmpl-1\"}").id();
		assertThat(parse("{\"id\":\"chatcmpl-1\"}").id()).isSameAs(first);
	}

	@Test
	void anotherIdOfTheSameLengthIsAnother() {
		parse("{\"id\":\"chatcmpl-1\",\"model\":\"bot/id=a\"}");
		ChatCompletion next = parse("{\"id\":\"chatcmpl-2\",\"model\":\"bot/id=b\"}");
		assertThat(next.id()).isEqualTo("chatcmpl-2");
		assertThat(next.model()).isEqualTo("bot/id=b");
	}

	@Test
	void aLongerIdThatStartsTheSameIsAnother() {
		parse("{\"id\":\"chatcmpl-1\"}");
		assertThat(parse("{\"id\":\"chatcmpl-12\"}").id()).isEqualTo("chatcmpl-12");
		assertThat(parse("{\"id\":\"chat\"}").id()).isEqualTo("chat");
	}

	@Test
	void detailsOfTheUsageArePassedOver() {
		ChatCompletion completion = parse("""
				{"usage":{"prompt_tokens":2,"prompt_tokens_details":{"cached_tokens":1,"prompt_tokens":9},\
				"completion_tokens":3,"total_tokens":5,"cost":[0.1]}}""");
		assertThat(completion.usage()).isEqualTo(new ChatCompletion.Usage(2, 3, 5));
	}

	@Test
	void aCountThatIsNoNumberIsPassedOver() {
		ChatCompletion completion = parse(
				"""
						{"created":{"at":[1]},"usage":{"prompt_tokens":{"text":2},"completion_tokens":3,"total_tokens":null}}""");
		assertThat(completion.created()).isZero();
		assertThat(completion.usage()).isEqualTo(new ChatCompletion.Usage(0, 3, 3));
	}

	@Test
	void unknownFieldsOfAToolCallArePassedOver() {
		ChatCompletion completion = parse("""
				{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","extra":{"id":"x"},"function":\
				{"name":"f","strict":{"name":"x"},"arguments":"{}"}}]}}]}""");
		assertThat(completion.toolCalls()).containsExactly(new ChatCompletion.ToolCall(0, "c1", "f", "{}"));
	}

	@Test
	void unknownFieldsOfAnErrorArePassedOver() {
		parse("""
				{"error":{"message":"Boom","param":{"message":"x"},"type":"server_error","code":"BOOM"}}""");
		assertThat(this.parser.error()).isEqualTo(new ServerError("Boom", "server_error", "BOOM"));
	}

	@Test
	void anErrorDoesNotStickToTheNextObject() {
		parse("{\"error\":{\"message\":\"Boom\"}}");
		parse("{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}");
		assertThat(this.parser.error()).isNull();
	}

	private ChatCompletion parse(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return this.parser.parse(bytes, 0, bytes.length);
	}

}
