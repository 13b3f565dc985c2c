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

package com.chatbotkit.springai;

import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tool calls are put together however they come, and only those that are to be run are
 * handed on to be run.
 */
class ToolCallTests {

	private static final String DONE = "data: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder()
			.bot("b1")
			.toolCallbacks(new QuietTool("weather", "Tells"), new QuietTool("time", "Tells"),
					new QuietTool("gogo", "Goes"))
			.build())
		.build();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@TestFactory
	Stream<DynamicTest> putsTogether() {
		return Stream.of(
				puts("a whole call", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}"),
				puts("two whole calls in two chunks", "a weather {}, b time {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}",
						"{'index':1,'id':'b','function':{'name':'time','arguments':'{}'}}"),
				puts("two whole calls in one chunk", "a weather {}, b time {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}},{'index':1,'id':'b','function':{'name':'time','arguments':'{}'}}"),
				puts("fragments by index", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':0,'function':{'arguments':'{\\'x\\''}}",
						"{'index':0,'function':{'arguments':':1}'}}"),
				puts("fragments of two calls in turn", "a weather {\"x\":1}, b time {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather'}},{'index':1,'id':'b','function':{'name':'time'}}",
						"{'index':0,'function':{'arguments':'{\\'x\\''}},{'index':1,'function':{'arguments':'{\\'y\\''}}",
						"{'index':1,'function':{'arguments':':2}'}}", "{'index':0,'function':{'arguments':':1}'}}"),
				puts("id and name repeated", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':':1}'}}"),
				puts("id and name empty later", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'id':'','function':{'name':'','arguments':':1}'}}"),
				puts("id and name null later", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'id':null,'function':{'name':null,'arguments':':1}'}}"),
				puts("id and name late", "a weather {\"x\":1}", "{'index':0,'function':{'arguments':'{\\'x\\''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':':1}'}}"),
				puts("no index, id repeated", "a weather {\"x\":1}, b time {}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'id':'b','function':{'name':'time','arguments':'{'}}",
						"{'id':'a','function':{'arguments':':1}'}}", "{'id':'b','function':{'arguments':'}'}}"),
				puts("no index, no id later", "a weather {\"x\":1}, b time {}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'function':{'arguments':':1}'}}", "{'id':'b','function':{'name':'time','arguments':'{'}}",
						"{'function':{'arguments':'}'}}"),
				puts("the same index with another id", "a weather {}, b time {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}",
						"{'index':0,'id':'b','function':{'name':'time','arguments':'{\\'y\\''}}",
						"{'index':0,'function':{'arguments':':2}'}}"),
				puts("one id for two calls in one chunk", "a weather {\"x\":1}, * weather {\"x\":2}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}},{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':2}'}}"),
				puts("one id and index for two calls in one chunk", "a weather {\"x\":1}, * time {\"x\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}},{'index':0,'id':'a','function':{'name':'time','arguments':'{\\'x\\':2}'}}"),
				puts("one index for two calls without arguments in one chunk", "a weather {}, * weather {}",
						"{'index':0,'id':'a','function':{'name':'weather'}},{'index':0,'id':'a','function':{'name':'weather'}}"),
				puts("one id and index for two calls in two chunks", "a weather {\"x\":1}, * weather {\"x\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':2}'}}"),
				puts("the name of a second call before its arguments", "a weather {\"x\":1}, * weather {\"x\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':0,'function':{'arguments':'{\\'x\\''}}",
						"{'index':0,'function':{'arguments':':2}'}}"),
				puts("a second object without id and name", "a weather {\"x\":1}, * weather {\"x\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':0,'function':{'arguments':'{\\'x\\':2}'}}"),
				puts("an empty object before the fragments", "a weather {\"x\":1}",
						"{'index':1,'id':'a','function':{'name':'weather','arguments':'{}'}}",
						"{'index':1,'id':null,'function':{'name':'','arguments':''}}",
						"{'index':1,'id':null,'function':{'name':'','arguments':'{\\'x'}}",
						"{'index':1,'id':null,'function':{'name':'','arguments':'\\':1}'}}"),
				puts("an empty object before the fragments of two calls", "a weather {\"x\":1}, b time {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':{}}}",
						"{'index':0,'id':'a','function':{'arguments':'{\\'x\\':1}'}}",
						"{'index':1,'id':'b','function':{'name':'time','arguments':'null'}}",
						"{'index':1,'function':{'arguments':'{\\'y\\':2}'}}"),
				puts("an empty object before the call of another index", "a weather {}, b time {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}",
						"{'index':1,'id':'b','function':{'name':'time','arguments':'{\\'y\\':2}'}}"),
				puts("blanks after a whole object", "a weather {\"x\":1} ",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':' '}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}"),
				puts("another name at the same id and index", "a weather {\"x\", * time {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'id':'a','function':{'name':'time','arguments':'{}'}}"),
				puts("another name in the last fragment", "a weather {}, * time {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}",
						"{'index':0,'id':'a','function':{'name':'time'}}"),
				puts("brackets in texts", "a weather {\"x\":\"}{][\"}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':\\'}{'}}",
						"{'index':0,'function':{'arguments':'][\\'}'}}"),
				puts("no arguments", "a weather {}", "{'index':0,'id':'a','function':{'name':'weather'}}"),
				puts("empty arguments", "a weather {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}"),
				puts("null arguments", "a weather {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':null}}"),
				puts("arguments as an object", "a weather {\"x\":[1,2.50,{\"y\":null}],\"z\":\"é\\n\"}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':{'x':[1,2.50,{'y':null}],'z':'\\u00e9\\n'}}}"),
				puts("arguments before the name", "a weather {}",
						"{'function':{'arguments':'{}','name':'weather'},'type':'function','id':'a','index':0}"),
				puts("arguments as input", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','input':{'x':1}}}"),
				puts("arguments as parameters", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'parameters':'{\\'x\\':1}','name':'weather'}}"),
				puts("empty arguments beside an input", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','input':{'x':1},'arguments':''}}"),
				puts("arguments beside parameters", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','parameters':{'type':'object'},'arguments':'{\\'x\\':1}'}}"),
				puts("name and arguments without a function", "a weather {\"x\":1}, b time {}",
						"{'id':'a','name':'weather','arguments':{'x':1}},{'id':'b','name':'time','input':{},'function':null}"),
				puts("an input in fragments", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','input':'{\\'x\\''}}",
						"{'index':0,'function':{'input':':1}'}}"),
				puts("an index on the first fragment only", "a weather {\"x\":1}, b time {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'function':{'arguments':':1}'}}",
						"{'index':1,'id':'b','function':{'name':'time','arguments':''}}",
						"{'function':{'arguments':'{\\'y\\':2}'}}"),
				puts("an index on the first fragment only, the id on all", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'id':'a','function':{'arguments':':1}'}}"),
				puts("an index on later fragments only", "a weather {\"x\":1}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'function':{'arguments':':1}'}}"),
				puts("a new id for each fragment", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':0,'id':'b','function':{'arguments':'{\\'x\\''}}",
						"{'index':0,'id':'c','function':{'arguments':':1}'}}",
						"{'index':0,'id':'d','function':{'arguments':''}}"),
				puts("a new id and the name for each fragment", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':0,'id':'b','function':{'name':'weather','arguments':':1}'}}"),
				puts("a new id for each fragment, no index", "a weather {\"x\":{\"y\":1}}, e time {}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'id':'b','function':{'arguments':'{\\'y\\':'}}", "{'id':'c','function':{'arguments':'1}}'}}",
						"{'id':'d','function':{}}", "{'id':'e','function':{'name':'time','arguments':'{}'}}"),
				puts("a new id for each fragment, with objects in a list", "a weather {\"x\":[{\"y\":1},{\"y\":2}]}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':['}}",
						"{'id':'b','function':{'arguments':'{\\'y\\':1},'}}",
						"{'id':'c','function':{'arguments':'{\\'y\\':2}]}'}}"),
				puts("an object with a new id after one that is broken off", "a weather {\"x\":1, b weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1'}}",
						"{'index':0,'id':'b','function':{'arguments':'{\\'y\\':2}'}}"),
				puts("a call without arguments after a complete one", "a weather {\"x\":1}, b weather {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':''}}"),
				puts("a call without arguments after a complete one, no index, no id",
						"a weather {\"x\":1}, * weather {}",
						"{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'function':{'name':'weather'}}"),
				puts("a name alone, said again", "a weather {}", "{'index':0,'id':'a','function':{'name':'weather'}}",
						"{'index':0,'function':{'name':'weather'}}"),
				puts("an index that grows with each fragment", "a weather {\"x\":{\"y\":1}}, b time {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':1,'function':{'arguments':'{\\'x\\':'}}",
						"{'index':2,'function':{'arguments':'{\\'y\\':'}}",
						"{'index':3,'function':{'arguments':'1}}'}}", "{'index':4,'function':{'arguments':''}}",
						"{'index':5,'id':'b','function':{'name':'time','arguments':'{}'}}"),
				puts("an index that grows, id and name repeated", "a weather {\"x\":{\"y\":1}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':1,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'index':2,'id':'a','function':{'name':'weather','arguments':'{\\'y\\':1}}'}}"),
				puts("an index that grows, a new id and the name for each fragment", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\''}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':':1'}}",
						"{'index':2,'id':'c','function':{'name':'weather','arguments':'}'}}"),
				puts("a second call of a tool while the first is not complete",
						"a weather {\"x\":1}, b weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':'{\\'y\\':'}}",
						"{'index':0,'function':{'arguments':'1}'}}", "{'index':1,'function':{'arguments':'2}'}}"),
				puts("calls of one tool and one index in turn", "a weather {\"x\":1}, b weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'index':0,'id':'b','function':{'name':'weather','arguments':'{\\'y\\':'}}",
						"{'index':0,'id':'a','function':{'arguments':'1}'}}",
						"{'index':0,'id':'b','function':{'arguments':'2}'}}"),
				puts("calls of one tool without arguments, opened in turn", "a weather {}, b weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':''}}",
						"{'index':1,'function':{'arguments':'{\\'x\\':1}'}}"),
				puts("a call after one whose arguments are broken off", "a weather {\"x\":, b weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':'{\\'y\\':2}'}}"),
				puts("arguments that are no objects", "a weather 5, b weather 6, c weather true",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'5'}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':6}}",
						"{'index':2,'id':'c','function':{'name':'weather','arguments':'tr'}}",
						"{'index':2,'function':{'arguments':'ue'}}"),
				puts("arguments as a text within the text", "a weather {\"x\":1}, * weather {}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'\\'{\\\\\\'x'}}",
						"{'index':0,'function':{'arguments':'\\\\\\':1}\\''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'\\'{}\\''}}"),
				puts("a name in parts", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'wea','arguments':''}}",
						"{'index':0,'function':{'name':'t','arguments':''}}",
						"{'index':0,'id':'a','function':{'name':'her','arguments':'{\\'x\\''}}",
						"{'index':0,'function':{'name':'','arguments':':1}'}}"),
				puts("a name in equal parts, no index", "a gogo {}", "{'id':'a','function':{'name':'go'}}",
						"{'function':{'name':'go','arguments':'{}'}}"),
				puts("another name before any arguments", "a weather {}, * time {}",
						"{'index':0,'id':'a','function':{'name':'weather'}}",
						"{'index':0,'id':'a','function':{'name':'time'}}"),
				puts("a name that grows", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'w','arguments':''}}",
						"{'index':0,'id':'a','function':{'name':'wea','arguments':''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}"),
				puts("a name after whole arguments", "a weather {\"x\":1}, * time {}",
						"{'index':0,'id':'a','function':{'arguments':'{\\'x\\':1}'}}",
						"{'index':0,'function':{'name':'weather'}}", "{'index':0,'function':{'name':'time'}}"),
				puts("a name after whole arguments, no index, no id", "* weather {\"x\":1}",
						"{'function':{'arguments':'{\\'x\\':1}'}}", "{'function':{'name':'weather'}}"),
				puts("arguments that grow", "a weather {\"x\": \"ab\"}, b weather {\"x\": 1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\': '}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\': \\'a'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':''}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\': \\'ab\\'}'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\': \\'ab\\'}'}}",
						"{'index':1,'id':'b','function':{'name':'weather','arguments':'{'}}",
						"{'index':1,'function':{'arguments':'{\\'x\\': 1}'}}"),
				puts("a nested object that begins as the arguments do",
						"a weather {\"x\":{\"x\":[{\"x\":1},{\"x\":1}]}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':'}}",
						"{'index':0,'function':{'arguments':'{\\'x\\':['}}",
						"{'index':0,'function':{'arguments':'{\\'x\\':1},'}}",
						"{'index':0,'function':{'arguments':'{\\'x\\':1}'}}",
						"{'index':0,'function':{'arguments':']}}'}}"),
				puts("braces in a text that begin as the arguments do", "a weather {\"x\":\"{{\"}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':\\''}}",
						"{'index':0,'function':{'arguments':'{'}}", "{'index':0,'function':{'arguments':'{\\'}'}}"),
				puts("an object after one that is broken off, at the same id and index",
						"a weather {\"x\":1, * weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'y\\':2}'}}"),
				puts("an object after arguments that are none, at the same id and index",
						"a weather 5, * weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'5'}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'y\\':2}'}}"),
				puts("null with blanks before a call at the same id and index", "a weather {}, * weather {\"y\":2}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':' null '}}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'y\\':2}'}}"),
				puts("an empty object with blanks before the fragments", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\n}'}}",
						"{'index':0,'function':{'arguments':'{\\'x\\':1}'}}"),
				puts("an index as a text", "a weather {\"x\":1}, b time {\"y\":2}",
						"{'index':'0','id':'a','function':{'name':'weather'}},{'index':'1','id':'b','function':{'name':'time'}}",
						"{'index':'1','function':{'arguments':'{\\'y\\':2}'}}",
						"{'index':'0','function':{'arguments':'{\\'x\\':1}'}}"),
				puts("the ids in the last fragments", "a weather {}, b time {}",
						"{'index':0,'function':{'name':'weather','arguments':'{}'}},{'index':1,'function':{'name':'time','arguments':'{}'}}",
						"{'index':0,'id':'a'},{'index':1,'id':'b'}"),
				puts("an empty fragment of a further index at the end", "a weather {\"x\":1}",
						"{'index':0,'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}",
						"{'index':1,'function':{'arguments':''}}", "{'index':2}", "{}"));
	}

	/**
	 * One case, sent as a stream of chunks, each with one list of calls, and, where a
	 * single chunk holds all, as an answer in one piece.
	 */
	private DynamicTest puts(String name, String expected, String... chunks) {
		return DynamicTest.dynamicTest(name, () -> {
			StringBuilder stream = new StringBuilder();
			for (String chunk : chunks) {
				stream.append(delta("{'tool_calls':[" + chunk + "]}"));
			}
			assertThat(described(stream(stream + finish("tool_calls") + DONE).getOutput())).isEqualTo(expected);
			if (chunks.length == 1) {
				assertThat(
						described(call("{'content':null,'tool_calls':[" + chunks[0] + "]}", "tool_calls").getOutput()))
					.isEqualTo(expected);
			}
		});
	}

	@Test
	void callsOfOneIndexWithoutIdsAndWithTwoNamesAreTwo() {
		List<AssistantMessage.ToolCall> calls = stream(
				delta("{'tool_calls':[{'index':0,'function':{'name':'weather','arguments':'{}'}}]}")
						+ delta("{'tool_calls':[{'index':0,'function':{'name':'time','arguments':'{}'}}]}")
						+ finish("tool_calls") + DONE)
			.getOutput()
			.getToolCalls();
		assertThat(calls).extracting(AssistantMessage.ToolCall::name).containsExactly("weather", "time");
		assertThat(calls).extracting(AssistantMessage.ToolCall::id).doesNotContain("").doesNotHaveDuplicates();
	}

	@Test
	void callsWithoutIndexAndIdAreTwoWhenTheFirstOneIsComplete() {
		List<AssistantMessage.ToolCall> calls = stream(
				delta("{'tool_calls':[{'function':{'name':'time','arguments':'{\\'a\\':\\'}\\'}'}}]}")
						+ delta("{'tool_calls':[{'function':{'name':'time','arguments':'{}'}}]}") + finish("tool_calls")
						+ DONE)
			.getOutput()
			.getToolCalls();
		assertThat(calls).extracting(AssistantMessage.ToolCall::arguments).containsExactly("{\"a\":\"}\"}", "{}");
	}

	@Test
	void aLegacyFunctionCallIsRead() {
		Generation streamed = stream(delta("{'function_call':{'name':'weather','arguments':'{\\'x\\''}}")
				+ delta("{'function_call':{'arguments':':1}'}}") + finish("function_call") + DONE);
		Generation called = call(
				"{'content':null,'function_call':{'name':'weather','arguments':'{\\'x\\':1}'},'tool_calls':[]}",
				"function_call");
		assertThat(List.of(streamed, called)).allSatisfy((answer) -> {
			AssistantMessage message = answer.getOutput();
			assertThat(message.getToolCalls()).hasSize(1);
			assertThat(message.getToolCalls().get(0).name()).isEqualTo("weather");
			assertThat(message.getToolCalls().get(0).arguments()).isEqualTo("{\"x\":1}");
		});
	}

	@Test
	void aCallInBothFormatsIsOne() {
		String weather = delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}]}");
		String legacy = delta("{'function_call':{'name':'weather','arguments':'{'}}")
				+ delta("{'function_call':{'arguments':'}'}}");
		String half = delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{'}}]}");
		for (String events : List.of(weather + legacy, legacy + weather,
				half + legacy + delta("{'tool_calls':[{'index':0,'function':{'arguments':'}'}}]}"))) {
			assertThat(described(stream(events + finish("tool_calls") + DONE).getOutput())).isEqualTo("a weather {}");
		}
		assertThat(described(
				stream(weather + legacy.replace("weather", "time") + finish("tool_calls") + DONE).getOutput()))
			.isEqualTo("a weather {}, * time {}");
		assertThat(described(stream(legacy + legacy + finish("function_call") + DONE).getOutput()))
			.isEqualTo("* weather {}, * weather {}");
	}

	@Test
	void textBeforeAndAfterAToolCallIsKept() {
		String weather = "{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}]}";
		this.server.next(WireServer.events(delta("{'content':'One'}") + delta(weather) + delta("{'content':' two'}")
				+ finish("tool_calls") + DONE));
		List<ChatResponse> responses = this.model.stream(new Prompt("Hi")).collectList().block();
		assertThat(responses).extracting((response) -> response.getResult().getOutput().getText())
			.containsExactly("One", " two", "");
		assertThat(responses.get(2).hasToolCalls()).isTrue();
	}

	@Test
	void aCallThatTheCallerDidNotDeclareIsMetadata() {
		String unknown = "{'tool_calls':[{'index':0,'id':'a','function':{'name':'inner','arguments':'{}'}},"
				+ "{'index':1,'id':'b','function':{'name':'time','arguments':'{}'}}]}";
		for (Generation answer : both(unknown, "tool_calls")) {
			assertThat(described(answer.getOutput())).isEqualTo("b time {}");
			assertThat(agentToolCalls(answer)).extracting(AssistantMessage.ToolCall::name).containsExactly("inner");
		}
	}

	@Test
	void aCallThatEndsWithStopIsMetadata() {
		for (Generation answer : both(
				"{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}]}", "stop")) {
			assertThat(answer.getOutput().hasToolCalls()).isFalse();
			assertThat(agentToolCalls(answer))
				.containsExactly(new AssistantMessage.ToolCall("a", "function", "weather", "{}"));
		}
	}

	@Test
	void aCallThatTheCallerDidNotDeclareIsToldAsSoonAsItHasItsArguments() {
		this.server.next(WireServer
			.events(delta("{'tool_calls':[{'index':0,'function':{'name':'inner','arguments':'{\\'a\\':'}}]}")
					+ delta("{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}") + delta("{'content':'Hi'}")
					+ finish("stop") + DONE));
		List<Generation> answers = this.model.stream(new Prompt("Hi"))
			.map(ChatResponse::getResult)
			.collectList()
			.block();
		assertThat(answers).extracting((answer) -> answer.getOutput().getText()).containsExactly("", "Hi", "");
		assertThat(agentToolCalls(answers.get(0))).singleElement()
			.satisfies((call) -> assertThat(call.arguments()).isEqualTo("{\"a\":1}"));
		assertThat(agentToolCalls(answers.get(1))).isNull();
		assertThat(agentToolCalls(answers.get(2))).isEqualTo(agentToolCalls(answers.get(0)));
	}

	@Test
	void anEmptyObjectBeforeTheArgumentsOfABotsOwnCallMakesNoSecondCall() {
		Generation answer = stream(
				delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'search','arguments':'{}'}}]}")
						+ delta("{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\''}}]}")
						+ delta("{'tool_calls':[{'index':0,'function':{'arguments':':1}'}}]}") + finish("stop") + DONE);
		assertThat(agentToolCalls(answer)).singleElement()
			.extracting(AssistantMessage.ToolCall::arguments)
			.isEqualTo("{\"a\":1}");
	}

	@Test
	void aCallThatTheCallerDeclaredIsToldAtTheEndOnly() {
		this.server.next(WireServer
			.events(delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}]}")
					+ finish("stop") + DONE));
		assertThat(this.model.stream(new Prompt("Hi")).collectList().block()).hasSize(1);
	}

	@Test
	void anAnswerWithoutCallsHasNoSuchMetadata() {
		for (Generation answer : both("{'content':'Hi'}", "stop")) {
			assertThat(agentToolCalls(answer)).isNull();
		}
	}

	@Test
	void callsOfAStreamThatFailsAreNotHandedOn() {
		this.server.next(WireServer.events(
				delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}]}") + DONE));
		assertThat(this.model.stream(new Prompt("Hi")).onErrorComplete().collectList().block()).isEmpty();
	}

	private List<Generation> both(String message, String finishReason) {
		return List.of(call(message, finishReason), stream(delta(message) + finish(finishReason) + DONE));
	}

	private Generation call(String message, String finishReason) {
		this.server.next(WireServer
			.json(json("{'choices':[{'message':" + message + ",'finish_reason':'" + finishReason + "'}]}")));
		return this.model.call(new Prompt("Hi")).getResult();
	}

	private Generation stream(String events) {
		this.server.next(WireServer.events(events));
		return this.model.stream(new Prompt("Hi")).blockLast().getResult();
	}

	/**
	 * The calls, with a star for an id that this client gave.
	 */
	private static String described(AssistantMessage message) {
		assertThat(message.getToolCalls()).extracting(AssistantMessage.ToolCall::id).doesNotHaveDuplicates();
		return String.join(", ",
				message.getToolCalls()
					.stream()
					.map((call) -> (call.id().startsWith("call_") ? "*" : call.id()) + " " + call.name() + " "
							+ call.arguments())
					.toList());
	}

	@SuppressWarnings("unchecked")
	private static List<AssistantMessage.ToolCall> agentToolCalls(Generation answer) {
		// A chat memory stores the message, and not every store can keep such a list.
		assertThat(answer.getOutput().getMetadata().keySet()).isSubsetOf("messageType");
		return (List<AssistantMessage.ToolCall>) answer.getMetadata()
			.<Object>get(ChatBotKitAttributes.AGENT_TOOL_CALLS);
	}

	private static String delta(String delta) {
		return "data: " + json("{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}") + "\n\n";
	}

	private static String finish(String reason) {
		return "data: " + json("{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}") + "\n\n";
	}

	/**
	 * Turns single quotes, which are easier to read here, into JSON's.
	 */
	private static String json(String text) {
		return text.replace("\\'", "\\\"").replace('\'', '"');
	}

}
