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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.chatbotkit.springai.api.ChatCompletionRequest.Function;
import com.chatbotkit.springai.api.ChatCompletionRequest.FunctionFormat;
import com.chatbotkit.springai.api.ChatCompletionRequest.Message;
import com.chatbotkit.springai.api.ChatCompletionRequest.ToolCall;
import org.junit.jupiter.api.Test;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The text of a request, to the byte. It stands here with single quotes.
 */
class RequestWriterTests {

	private static final Message HI = Message.text("user", "Hi");

	private static final String START = "{'model':'bot/id=b1','messages':[{'role':'user','content':'Hi'}]";

	private static final JsonNode SCHEMA = JsonMapper.shared().readTree("{\"type\":\"object\"}");

	private static final JsonNode WRITTEN = new POJONode(new RawValue(new SerializedString("{\"type\":\"object\" }")));

	@Test
	void aPrompt() {
		assertThat(write(false, HI)).isEqualTo(START + "}");
	}

	@Test
	void aPromptForAStream() {
		assertThat(write(true, HI)).isEqualTo(START + ",'stream':true}");
	}

	@Test
	void whatIsMissingIsNotWritten() {
		assertThat(write(false, Message.text("assistant", null), Message.text("user", "")))
			.isEqualTo("{'model':'bot/id=b1','messages':[{'role':'assistant'},{'role':'user','content':''}]}");
	}

	@Test
	void theRoundOfATool() {
		List<ToolCall> calls = List.of(new ToolCall("a", "f", "{}"), new ToolCall(null, "g", "[1]"));
		assertThat(write(false, HI, new Message("assistant", null, calls, null, null),
				new Message("tool", "7", List.of(), "a", "f")))
			.isEqualTo("{'model':'bot/id=b1','messages':[{'role':'user','content':'Hi'},{'role':'assistant',"
					+ "'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
					+ "{'type':'function','function':{'name':'g','arguments':'[1]'}}]},"
					+ "{'role':'tool','content':'7','tool_call_id':'a','name':'f'}]}");
	}

	@Test
	void toolsWhoseSchemaIsATreeOrText() {
		String f = "{'name':'f','description':'Does f','parameters':{'type':'object'}}";
		String g = "{'name':'g','description':'Does g','parameters':{'type':'object' }}";
		String h = "{'name':'h','description':'Does h','parameters':{'type':'object'}}";
		List<Function> functions = List.of(new Function("f", "Does f", SCHEMA), new Function("g", "Does g", WRITTEN),
				new Function("h", "Does h", SCHEMA));
		assertThat(write(true, functions, FunctionFormat.TOOLS))
			.isEqualTo(START + ",'tools':[{'type':'function','function':" + f + "},{'type':'function','function':" + g
					+ "},{'type':'function','function':" + h + "}],'stream':true}");
		assertThat(write(true, functions, FunctionFormat.FUNCTIONS))
			.isEqualTo(START + ",'functions':[" + f + "," + g + "," + h + "],'stream':true}");
	}

	@Test
	void aFunctionKnowsItsSize() {
		Function function = new Function("f", "Does f", SCHEMA);
		assertThat(function.size()).isEqualTo(
				",{'type':'function','function':{'name':'f','description':'Does f','parameters':{'type':'object'}}}"
					.length());
		assertThat(function.json()).isSameAs(function.json());
	}

	@Test
	void functionsAreEqualIfAllOfThemIs() {
		Function function = new Function("f", "Does f", SCHEMA);
		Function same = new Function("f", "Does f", SCHEMA.deepCopy());
		assertThat(function).isEqualTo(same).hasSameHashCodeAs(same);
		assertThat(List.of(new Function("g", "Does f", SCHEMA), new Function("f", "Does g", SCHEMA),
				new Function("f", "Does f", JsonMapper.shared().createObjectNode()), "f"))
			.doesNotContain(function);
		assertThat(function.hashCode()).isNotEqualTo(new Function("g", "Does f", SCHEMA).hashCode());
		assertThat(function).hasToString("Function[name=f, description=Does f, parameters={\"type\":\"object\"}]");
	}

	private static String write(boolean stream, Message... messages) {
		return write(stream, new ChatCompletionRequest(ChatBotKitSelector.bot("b1"), List.of(messages), List.of(),
				FunctionFormat.TOOLS));
	}

	private static String write(boolean stream, List<Function> functions, FunctionFormat format) {
		return write(stream, new ChatCompletionRequest(ChatBotKitSelector.bot("b1"), List.of(HI), functions, format));
	}

	private static String write(boolean stream, ChatCompletionRequest request) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new RequestWriter().write(request, stream, out);
		return out.toString(StandardCharsets.UTF_8).replace('"', '\'');
	}

}
