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

package com.chatbotkit.springai.server;

import java.util.stream.Collectors;

import com.chatbotkit.springai.server.agent.AgentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ConversationMapper}: what an agent reads of the messages of a request.
 * A table's columns are the fact, the messages and the conversation.
 */
class ConversationMapperTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					texts                        | {"role":"user","content":"Hi"},{"role":"assistant","content":"Yes?"},{"role":"user","content":""} | user Hi; bot Yes?; user
					parts of texts are one text  | {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://x"}},{"type":"text","text":5},{"text":"no"},{"type":"text","text":"b"}]} | user ab
					missing and null texts       | {"role":"user"},{"role":"user","content":null} | user; user
					other roles are dropped      | {"role":"developer","content":"A"},{"role":"function","name":"f","content":"5"},{"role":"user","content":"Hi"} | user Hi
					an empty answer is none      | {"role":"assistant","content":""},{"role":"assistant","content":null},{"role":"assistant"} | ``
					a call, its text and result  | {"role":"assistant","content":"Let me see","tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"{ \\"b\\": 2 }"} | call f {"a":1}; bot Let me see; result f {"a":1} {"b":2}
					results in another order     | {"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"f","arguments":"1"}},{"id":"c2","function":{"name":"g","arguments":"2"}}]},{"role":"tool","tool_call_id":"c2","content":"y"},{"role":"tool","tool_call_id":"c1","content":"x"} | call f 1; call g 2; result g 2 "y"; result f 1 "x"
					a result without its call    | {"role":"tool","tool_call_id":"c9","name":"f","content":"5"},{"role":"tool","content":"true"} | result f null 5; result unknown null true
					the call's name comes first  | {"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"c1","name":"g","content":"5"} | call f null; result f null 5
					a call without a name        | {"role":"assistant","tool_calls":[{"id":"c1","function":{"name":null,"arguments":"{}"}},{"id":"c2","function":{}}]},{"role":"tool","tool_call_id":"c1","name":"g","content":"5"} | call null {}; call null null; result g {} 5
					a call without an id         | {"role":"assistant","tool_calls":[{"id":"","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"","content":"5"} | call f {}; result unknown null 5
					arguments that are no JSON   | {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\\"a\\":"}}]} | call f "{\\"a\\":"
					arguments that are no text   | {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"function":{"name":"f","arguments":[1]}},{"function":{"name":"f","arguments":["a"]}}]} | call f {"a":1}; call f 1; call f ["a"]
					calls of the old form        | {"role":"assistant","function_call":{"name":"f","arguments":"{}"}} | call f {}
					calls of both forms          | {"role":"assistant","function_call":{"name":"f"},"tool_calls":[{"function":{"name":"g"}}]} | call g null
					""")
	void messages(String fact, String messages, String conversation) {
		assertThat(
				map(messages).messages().stream().map(ConversationMapperTests::words).collect(Collectors.joining("; ")))
			.isEqualTo(conversation);
	}

	@Test
	void textsOfTheSystemAreTheBackstory() {
		assertThat(map("""
				{"role":"system","content":"A"},{"role":"user","content":"Hi"},{"role":"system","content":""},
				{"role":"system","content":[{"type":"text","text":"B"}]}""").backstory()).isEqualTo("A\n\nB");
		assertThat(map("{\"role\":\"system\",\"content\":\"\"}").backstory()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"role\":\"user\",\"content\":5}", "{\"role\":\"user\",\"content\":{}}",
			"{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\"}]}",
			"{\"role\":\"assistant\",\"tool_calls\":[{\"function\":null}]}",
			"{\"role\":\"assistant\",\"function_call\":null}" })
	void whatTheContractFailsAt(String message) {
		assertThatExceptionOfType(ConversationMapper.MalformedMessageException.class).isThrownBy(() -> map(message));
	}

	private static ConversationMapper.Conversation map(String messages) {
		return ConversationMapper.map(JavaScriptJson.parse("[" + messages + "]"));
	}

	private static String words(AgentMessage message) {
		if (message instanceof AgentMessage.User user) {
			return ("user " + user.text()).strip();
		}
		if (message instanceof AgentMessage.FunctionCall call) {
			return "call " + call.name() + " " + call.arguments();
		}
		if (message instanceof AgentMessage.FunctionResult result) {
			return "result " + result.name() + " " + result.arguments() + " " + result.json();
		}
		return "bot " + ((AgentMessage.Bot) message).text();
	}

}
