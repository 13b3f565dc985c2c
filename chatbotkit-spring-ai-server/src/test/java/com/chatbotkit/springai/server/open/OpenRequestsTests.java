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

package com.chatbotkit.springai.server.open;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMedia;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the open dialect makes of a request: what an agent is given, and what a client is
 * told where it is wrong.
 */
class OpenRequestsTests {

	private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

	private final List<AgentRequest> reached = new ArrayList<>();

	private final Agent agent = (request) -> {
		this.reached.add(request);
		return Flux.just(new AgentEvent.Token("Hello"));
	};

	private final OpenEndpoint endpoint = OpenEndpoint.of("/v1",
			new FixedAgentDirectory(List.of(new ServedAgent(new AgentTarget.Bot("b"), "b", null, List.of(),
					List.of("X-Chat", "metadata.chat"), this.agent))),
			(request) -> Mono.just(new ServerCaller("key", Set.of(), true)), new OpenEndpoint.OpenSettings(2000,
					Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of("images.example.com", "*.example.org")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					model                       | "model":5                                        | model must be a string.
					model                       | "model":""                                       | model must name an agent. GET models lists them.
					model                       | "stream":true                                    | model must name an agent. GET models lists them.
					messages                    | "model":"b"                                      | messages must be an array with at least one message.
					messages                    | "model":"b","messages":[]                        | messages must be an array with at least one message.
					messages                    | "model":"b","messages":{}                        | messages must be an array with at least one message.
					messages[0].role            | "model":"b","messages":[5]                       | messages[0].role must be system, developer, user, assistant or tool.
					messages[0].role            | "model":"b","messages":[{"role":5}]              | messages[0].role must be a string.
					messages[0].role            | "model":"b","messages":[{"role":"critic"}]       | messages[0].role must be system, developer, user, assistant or tool.
					messages[0].content         | "model":"b","messages":[{"role":"user","content":5}] | messages[0].content must be a string or an array of parts.
					messages[0].content[0]      | "model":"b","messages":[{"role":"user","content":[{"type":"file"}]}] | messages[0].content[0]: parts of type 'file' are not served. Send text, or an image as image_url.
					messages[0].content[0].text | "model":"b","messages":[{"role":"user","content":[{"type":"text"}]}] | messages[0].content[0].text must be a string.
					messages[0].content[0]      | "model":"b","messages":[{"role":"system","content":[{"type":"image_url"}]}] | messages[0].content[0]: an image can only stand in a user's message.
					messages[0].tool_calls      | "model":"b","messages":[{"role":"assistant","tool_calls":{}}] | messages[0].tool_calls must be an array.
					messages[0].tool_calls[0]   | "model":"b","messages":[{"role":"assistant","tool_calls":[5]}] | messages[0].tool_calls[0] has no function with a name.
					messages[0].tool_calls[0]   | "model":"b","messages":[{"role":"assistant","tool_calls":[{"function":{"name":""}}]}] | messages[0].tool_calls[0] has no function with a name.
					messages[0].function_call   | "model":"b","messages":[{"role":"assistant","function_call":{}}] | messages[0].function_call has no function with a name.
					messages[0].tool_call_id    | "model":"b","messages":[{"role":"tool","tool_call_id":5}] | messages[0].tool_call_id must be a string.
					stream                      | "model":"b","stream":"yes",HI                    | stream must be true or false.
					n                           | "model":"b","n":2,HI                             | n must be 1: an agent gives one answer.
					stream_options.include_usage | "model":"b","stream_options":{"include_usage":1},HI | stream_options.include_usage must be true or false.
					temperature                 | "model":"b","temperature":"0.5",HI               | temperature must be a number.
					temperature                 | "model":"b","temperature":1e999,HI               | temperature is too large a number.
					top_p                       | "model":"b","top_p":-1e999,HI                    | top_p is too large a number.
					max_tokens                  | "model":"b","max_tokens":LARGE,HI                | max_tokens is too large a number.
					n                           | "model":"b","n":LARGE,HI                         | n is too large a number.
					presence_penalty            | "model":"b","presence_penalty":[],HI             | presence_penalty must be a number.
					frequency_penalty           | "model":"b","frequency_penalty":{},HI            | frequency_penalty must be a number.
					tools                       | "model":"b","tools":{},HI                        | tools must be an array.
					tools[0]                    | "model":"b","tools":[5],HI                       | tools[0] must be an object of type function; other tools are not served.
					tools[0]                    | "model":"b","tools":[{"type":"web_search"}],HI   | tools[0] must be an object of type function; other tools are not served.
					tools[0]                    | "model":"b","tools":[{"type":"function","function":{"name":" "}}],HI | tools[0] has no name.
					tools[0].parameters         | "model":"b","tools":[{"name":"f","parameters":[]}],HI | tools[0].parameters must be a JSON Schema, which is an object.
					tools[1]                    | "model":"b","tools":[{"name":"f"},{"name":"f","description":"d"}],HI | Two tools are called 'f'. Give one of them another name.
					tool_choice                 | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"function","function":{"name":"g"}},HI | tool_choice names 'g', which is not the name of one of the tools.
					tool_choice.allowed_tools | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":5},HI | tool_choice.allowed_tools must be an object.
					tool_choice.allowed_tools.mode | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"tools":[{"name":"f"}]}},HI | tool_choice.allowed_tools.mode must be auto or required.
					tool_choice.allowed_tools.mode | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"none","tools":[{"name":"f"}]}},HI | tool_choice.allowed_tools.mode must be auto or required.
					tool_choice.allowed_tools.mode | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":5,"tools":[{"name":"f"}]}},HI | tool_choice.allowed_tools.mode must be a string.
					tool_choice.allowed_tools.tools | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto"}},HI | tool_choice.allowed_tools.tools must be an array with at least one tool.
					tool_choice.allowed_tools.tools | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[]}},HI | tool_choice.allowed_tools.tools must be an array with at least one tool.
					tool_choice.allowed_tools.tools | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":{"name":"f"}}},HI | tool_choice.allowed_tools.tools must be an array with at least one tool.
					tool_choice.allowed_tools.tools[0] | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":["f"]}},HI | tool_choice.allowed_tools.tools[0] must be an object of type function; other tools are not served.
					tool_choice.allowed_tools.tools[0] | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"mcp","server_label":"f"}]}},HI | tool_choice.allowed_tools.tools[0] must be an object of type function; other tools are not served.
					tool_choice.allowed_tools.tools[0] | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function"}]}},HI | tool_choice.allowed_tools.tools[0] has no name.
					tool_choice.allowed_tools.tools[0].name | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"function":{"name":5}}]}},HI | tool_choice.allowed_tools.tools[0].name must be a string.
					tool_choice.allowed_tools.tools[1] | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"name":"f"},{"function":{"name":"g"}}]}},HI | tool_choice.allowed_tools.tools[1] names 'g', which is not the name of one of the tools.
					tool_choice.mode | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","tools":[{"name":"f"}]},HI | tool_choice.mode must be auto or required.
					tool_choice.tools[0] | "model":"b","tools":[{"name":"f"}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"name":"g"}]},HI | tool_choice.tools[0] names 'g', which is not the name of one of the tools.
					tool_choice.allowed_tools.tools[0] | "model":"b","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"name":"f"}]}},HI | tool_choice.allowed_tools.tools[0] names 'f', which is not the name of one of the tools.
					response_format.type        | "model":"b","response_format":"json",HI          | response_format.type must be text, json_object or json_schema.
					response_format.type        | "model":"b","response_format":{"type":"xml"},HI  | response_format.type must be text, json_object or json_schema.
					response_format.json_schema | "model":"b","response_format":{"type":"json_schema","json_schema":"x"},HI | response_format.json_schema must be an object.
					response_format             | "model":"b","response_format":{"type":"json_schema","json_schema":{"schema":5}},HI | The schema of response_format must be a JSON Schema, which is an object.
					metadata.chat               | "model":"b","metadata":{"chat":"a b"},HI         | The conversation's id in metadata.chat must be at most 200 printable ASCII characters without blanks.
					""")
	void refusesWithTheFieldAndWhatItMustBe(String param, String body, String message) {
		EndpointResponse response = handle("{" + body.replace("HI", HI).replace("LARGE", "1" + "0".repeat(400)) + "}",
				Map.of());
		assertThat(response.status()).isEqualTo(400);
		JsonNode error = error(response);
		assertThat(error.path("message").stringValue()).isEqualTo(message);
		assertThat(error.path("param").stringValue()).isEqualTo(param);
		assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
		assertThat(error.path("code").stringValue()).isEqualTo("invalid_request");
		assertThat(this.reached).isEmpty();
	}

	@Test
	void refusesWhatIsNoJsonObject() {
		assertThat(error(handle("[]", Map.of())).path("message").stringValue())
			.isEqualTo("The body is not a JSON object.");
		assertThat(error(handle("{", Map.of())).path("message").stringValue())
			.isEqualTo("The body is not valid JSON, or deeper than 200 levels (line 1, column 2).");
		assertThat(handle("x".repeat(2001), Map.of()).status()).isEqualTo(413);
		assertThat(error(handle("x".repeat(2000), Map.of())).path("message").stringValue()).contains("not valid JSON");
		assertThat(handle("{}", Map.of("Content-Type", "text/plain")).status()).isEqualTo(415);
		assertThat(handle("{\"model\":\"x\"," + HI + "}", Map.of()).status()).isEqualTo(404);
	}

	@Test
	void messagesOfAllRolesReachTheAgent() {
		AgentRequest request = reach(
				"""
						"messages":[{"role":"system","content":"A"},{"role":"developer","content":""},
						{"role":"developer","content":[{"type":"text","text":"B"},"C"]},
						{"role":"user","content":[{"type":"input_text","text":"D"},{"type":"image_url","image_url":{"url":"data:image/gif;base64,AA"}},
						{"type":"input_image","image_url":"https://a.example.org/x.PNG?y"},{"type":"image_url","image_url":"data:;base64,AA"}]},
						{"role":"assistant","content":[{"type":"refusal","refusal":"E"}],"tool_calls":[
						{"id":"c1","function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":{"a":1}}}]},
						{"role":"tool","tool_call_id":"c1","content":"F"},{"role":"tool","content":"G"},
						{"role":"tool","tool_call_id":"lost","name":"h","content":"H"},{"role":"tool","tool_call_id":"lost"},
						{"role":"assistant","function_call":{"name":"i"}},{"role":"function","name":"i","content":"I"}]""");
		JsonNode none = StringNode.valueOf("{}");
		JsonNode one = StringNode.valueOf("{\"a\":1}");
		assertThat(request.backstory()).isEqualTo("A\n\nBC");
		assertThat(request.messages()).containsExactly(
				new AgentMessage.User("D",
						List.of(new AgentMedia("image/gif", "data:image/gif;base64,AA"),
								new AgentMedia("image/png", "https://a.example.org/x.PNG?y"),
								new AgentMedia("image/png", "data:;base64,AA"))),
				new AgentMessage.FunctionCall("c1", "f", none), new AgentMessage.FunctionCall("call_2", "g", one),
				new AgentMessage.Bot("E"),
				new AgentMessage.FunctionResult("c1", "f", none, StringNode.valueOf("F"), "\"F\""),
				new AgentMessage.FunctionResult("call_2", "g", one, StringNode.valueOf("G"), "\"G\""),
				new AgentMessage.FunctionResult("lost", "h", null, StringNode.valueOf("H"), "\"H\""),
				new AgentMessage.FunctionResult("lost", "unknown", null, StringNode.valueOf(""), "\"\""),
				new AgentMessage.FunctionCall("call_8", "i", none),
				new AgentMessage.FunctionResult("call_8", "i", none, StringNode.valueOf("I"), "\"I\""));
	}

	@ParameterizedTest
	@CsvSource({ "https://images.example.com/a.webp,image/webp", "http://IMAGES.example.com/a.gif#x,image/gif",
			"https://b.example.org/a,image/jpeg" })
	void anImageOfAnAllowedHostReachesTheAgent(String url, String type) {
		AgentRequest request = reach(image(url));
		assertThat(((AgentMessage.User) request.messages().get(0)).media()).containsExactly(new AgentMedia(type, url));
	}

	@ParameterizedTest
	@CsvSource({ "https://example.com/a,not fetched from this address",
			"https://example.org/a,not fetched from this address",
			"https://images.example.com.evil.net/a,not fetched from this address",
			"https://user@images.example.com/a,not fetched from this address",
			"ftp://images.example.com/a,must hold a URL", "data:image/png,must hold a URL", "/a,must hold a URL",
			"'a b',must hold a URL" })
	void anImageOfAnotherHostIsRefused(String url, String words) {
		EndpointResponse response = handle("{\"model\":\"b\"," + image(url) + "}", Map.of());
		assertThat(error(response).path("message").stringValue()).contains(words);
	}

	@Test
	void settingsReachTheAgent() {
		AgentRequest request = reach("\"temperature\":0.5,\"top_p\":1,\"max_tokens\":7,\"frequency_penalty\":-1,"
				+ "\"presence_penalty\":2,\"stop\":[\"a\",\"\",\"b\"],\"stream\":false,\"n\":1," + HI);
		assertThat(request.settings().temperature()).isEqualTo(0.5);
		assertThat(request.settings().topP()).isEqualTo(1);
		assertThat(request.settings().maxTokens()).isEqualTo(7);
		assertThat(request.settings().frequencyPenalty()).isEqualTo(-1);
		assertThat(request.settings().presencePenalty()).isEqualTo(2);
		assertThat(request.settings().stop()).containsExactly("a", "b");
		assertThat(request.stream()).isFalse();
		assertThat(request.selector()).isEqualTo("b");
		assertThat(request.target()).isEqualTo(new AgentTarget.Bot("b"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null", textBlock = """
			"max_tokens":1 | 1
			"max_tokens":0.5 | null
			"max_tokens":-1 | null
			"max_tokens":null | null
			"max_tokens":5,"max_completion_tokens":9 | 9
			"max_tokens":1e20 | 2147483647
			""")
	void aLimitOfTokensIsAWholeNumberOrNone(String body, Integer expected) {
		assertThat(reach(body + "," + HI).settings().maxTokens()).isEqualTo(expected);
	}

	@Test
	void oneTextEndsAnAnswer() {
		assertThat(reach("\"stop\":\"x\"," + HI).settings().stop()).containsExactly("x");
		assertThat(reach("\"stop\":\"\"," + HI).settings().stop()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			textBlock = """
					"response_format":{"type":"text"}        | -
					"response_format":null                   | -
					"response_format":{"type":"json_object"} | Answer with one JSON object and nothing else: no text around it, and no code block.
					"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}} | Answer with JSON that is valid against the following JSON Schema, and with nothing else: no text around it, and no code block.\\n{"type":"object"}
					"response_format":{"type":"json_schema","json_schema":{"name":"n"}} | Answer with one JSON object and nothing else: no text around it, and no code block.
					"response_format":{"type":"json_object","schema":{"type":"object"}} | Answer with JSON that is valid against the following JSON Schema, and with nothing else: no text around it, and no code block.\\n{"type":"object"}
					"tool_choice":"auto","tools":[{"name":"f"}]     | -
					"tool_choice":"required"                        | -
					"tool_choice":"required","tools":[{"name":"f"}] | Call at least one tool now, before you answer.
					"tool_choice":{"type":"function","function":{"name":"f"}},"tools":[{"name":"f"}] | Call the tool f now, before you answer.
					"tool_choice":{"type":"function","name":"f"},"tools":[{"name":"f"}]              | Call the tool f now, before you answer.
					"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"name":"f"}]}},"tools":[{"name":"f"}] | -
					"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"name":"f"}]}},"tools":[{"name":"f"}] | Call at least one tool now, before you answer.
					"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"name":"f"}]},"tools":[{"name":"f"}] | Call at least one tool now, before you answer.
					""")
	void anAgentIsToldWhichFormOfAnswerTheCallerWants(String fields, String told) {
		assertThat(reach(fields + "," + HI).backstory()).isEqualTo((told != null) ? told.replace("\\n", "\n") : null);
		String system = "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}]";
		assertThat(reach(fields + "," + system).backstory())
			.isEqualTo("Be brief." + ((told != null) ? "\n\n" + told.replace("\\n", "\n") : ""));
	}

	@Test
	void toolsInAllFormsReachTheAgent() {
		AgentRequest request = reach(
				"""
						"functions":[{"name":"f"}],"tools":[{"type":"function","function":{"name":"g","description":"d","parameters":{"type":"object"}}},
						{"name":"h","description":null,"parameters":null},{"type":"function","name":"f"}],"tool_choice":"auto","""
						+ HI);
		JsonNode empty = JsonMapper.shared().createObjectNode();
		assertThat(request.functions()).containsExactly(new AgentFunction("f", "", empty),
				new AgentFunction("g", "d", JsonMapper.shared().readTree("{\"type\":\"object\"}")),
				new AgentFunction("h", "", empty));
		assertThat(reach("\"tools\":[{\"name\":\"f\"}],\"tool_choice\":\"none\"," + HI).functions()).isEmpty();
		assertThat(reach("\"tools\":[{\"name\":\"f\"}],\"function_call\":\"none\"," + HI).functions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"h"}}]}} | h
					{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"h"}},{"type":"function","function":{"name":"f"}}]}} | f,h
					{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","name":"g"},{"name":"g"}]}} | g
					{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]} | f
					{"type":"allowed_tools","mode":"auto","allowed_tools":null,"tools":[{"type":null,"name":"f"}]} | f
					""")
	void ofTheCallersToolsOnlyTheAllowedOnesReachTheAgent(String choice, String names) {
		AgentRequest request = reach("\"functions\":[{\"name\":\"f\"}],\"tools\":[{\"type\":\"function\","
				+ "\"function\":{\"name\":\"g\"}},{\"name\":\"h\"}],\"tool_choice\":" + choice + "," + HI);
		assertThat(request.functions()).extracting(AgentFunction::name).containsExactly(names.split(","));
	}

	@Test
	void aConversationIsTakenFromAHeaderOrAFieldAndComesBack() {
		EndpointResponse response = handle("{\"model\":\"b\",\"metadata\":{\"chat\":\"c2\"}," + HI + "}",
				Map.of("X-Chat", "c1"));
		assertThat(response.headers()).containsEntry("X-Conversation-Id", "c1");
		response = handle("{\"model\":\"b\",\"metadata\":{\"chat\":\"c2\"}," + HI + "}", Map.of());
		assertThat(response.headers()).containsEntry("X-Conversation-Id", "c2");
		response = handle("{\"model\":\"b\",\"metadata\":{\"chat\":\"\"}," + HI + "}", Map.of());
		assertThat(response.headers()).doesNotContainKey("X-Conversation-Id").containsKey("x-request-id");
		assertThat(this.reached).extracting((request) -> Objects.requireNonNull(request.caller()).conversation())
			.containsExactly("key/c1", "key/c2", null);
	}

	private AgentRequest reach(String body) {
		this.reached.clear();
		EndpointResponse response = handle("{\"model\":\"b\"," + body + "}", Map.of());
		assertThat(response.status()).as(() -> response.body().toString()).isEqualTo(200);
		assertThat(this.reached).hasSize(1);
		return this.reached.get(0);
	}

	private EndpointResponse handle(String body, Map<String, String> headers) {
		return Objects.requireNonNull(this.endpoint
			.handle(new EndpointRequest("POST", "/v1/chat/completions", headers, body.getBytes(StandardCharsets.UTF_8)))
			.block(Duration.ofSeconds(20)));
	}

	private static String image(String url) {
		return "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"" + url
				+ "\"}]}]";
	}

	@Test
	void aBodyThatDoesNotComeInTimeIsToldAndEndsTheConnection() {
		EndpointResponse response = this.endpoint.bodyNotReceived();
		assertThat(response.status()).isEqualTo(408);
		assertThat(response.headers()).containsEntry("Connection", "close")
			.containsEntry("Content-Type", "application/json");
		assertThat(error(response).path("code").stringValue()).isEqualTo("request_timeout");
		assertThat(error(response).path("message").stringValue()).contains("did not come in time");
		assertThat(this.endpoint.bodyTime()).isEqualTo(Duration.ofMinutes(1));
	}

	private static JsonNode error(EndpointResponse response) {
		return JsonMapper.shared().readTree(((EndpointResponse.Whole) response.body()).text()).path("error");
	}

}
