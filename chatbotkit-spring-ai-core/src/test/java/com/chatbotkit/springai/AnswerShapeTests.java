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

import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for answers in the shapes of other servers of the format. Nothing in them is lost
 * or doubled in silence.
 */
class AnswerShapeTests extends AbstractChatModelTests {

	private static final String CALL = "{'index':0,'id':'a','function':{'name':'weather','arguments':'{}'}}";

	private final ChatBotKitChatOptions options = ChatBotKitChatOptions.builder()
		.bot("b1")
		.toolCallbacks(new QuietTool("weather", "Tells"), new QuietTool("time", "Tells"))
		.build();

	static Stream<Arguments> anotherTypeIsAnError() {
		return Stream.of(Arguments.of("{'choices':{'message':{'content':'One'}}}", "choices is not a list"),
				Arguments.of("{'choices':'One'}", "choices is not a list"),
				Arguments.of("{'choices':7}", "choices is not a list"),
				Arguments.of("{'choices':['One']}", "an element of choices is not an object"),
				Arguments.of("{'choices':[[{'message':{'content':'One'}}]]}", "an element of choices is not an object"),
				choice("'message':'One'", "message is not an object"),
				choice("'delta':'One'", "delta is not an object"),
				choice("'message':['One']", "message is not an object"),
				choice("'message':true", "message is not an object"),
				choice("'message':{'content':'','tool_calls':" + CALL + "}", "tool_calls is not a list"),
				choice("'delta':{'tool_calls':" + CALL + "}", "tool_calls is not a list"),
				choice("'message':{'content':'One','tool_calls':'weather'}", "tool_calls is not a list"),
				choice("'message':{'tool_calls':['weather']}", "an element of tool_calls is not an object"),
				choice("'message':{'tool_calls':[{'id':'a','function':'weather'}]}", "function is not an object"),
				choice("'message':{'tool_calls':[{'id':'a','function':['weather']}]}", "function is not an object"),
				choice("'message':{'function_call':'weather'}", "function_call is not an object"),
				choice("'message':{'function_call':[{'name':'weather'}]}", "function_call is not an object"));
	}

	@ParameterizedTest
	@MethodSource
	void anotherTypeIsAnError(String answer, String words) {
		this.server.next(WireServer.json(json(answer)));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::call)
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
		this.server.next(stream(answer));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
		this.server.next(stream("{'choices':[{'delta':{'content':'One'}}]}", answer, finish("stop")));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'choices':null}", "{'choices':{}}", "{'choices':''}", "{'choices':[null]}",
			"{'choices':[{'index':0,'delta':null}]}", "{'choices':[{'index':0,'delta':[]}]}",
			"{'choices':[{'index':0,'delta':''}]}", "{'choices':[{'index':0,'delta':{'tool_calls':{}}}]}",
			"{'choices':[{'index':0,'delta':{'tool_calls':null,'function_call':null}}]}",
			"{'choices':[{'index':0,'delta':{'tool_calls':'','function_call':''}}]}",
			"{'choices':[{'index':0,'delta':{'tool_calls':[null],'function_call':{}}}]}" })
	void anEmptyValueOfAnotherTypeIsNothing(String chunk) {
		this.server.next(stream(chunk, "{'choices':[{'delta':{'content':'One'}}]}", chunk, finish("stop"), chunk));
		ChatResponse response = last();
		assertThat(response.getResult().getOutput().getToolCalls()).isEmpty();
		assertThat(response.getResult().getMetadata().<Object>get(ChatBotKitAttributes.AGENT_TOOL_CALLS)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'message':{'role':'assistant','content':'One two'}",
			"'delta':{},'message':{'content':'One two'}", "'message':{'content':'One two'},'delta':{}",
			"'message':{'content':[{'type':'text','text':'One two'}]}", "'text':'One two'",
			"'delta':null,'message':{'content':'One two','refusal':null}" })
	void theWholeMessageAfterItsPiecesIsNotAddedToThem(String last) {
		this.server.next(stream("{'choices':[{'delta':{'role':'assistant','content':''}}]}",
				"{'choices':[{'delta':{'content':'One'}}]}", "{'choices':[{'delta':{'content':' two'}}]}",
				"{'choices':[{" + last + ",'finish_reason':'stop'}]}"));
		assertThat(streamed()).isEqualTo("One two");
		this.server.next(stream("{'choices':[{" + last + ",'finish_reason':'stop'}]}"));
		assertThat(streamed()).isEqualTo("One two");
		this.server.next(WireServer.json(json("{'choices':[{" + last + ",'finish_reason':'stop'}]}")));
		assertThat(call().getResult().getOutput().getText()).isEqualTo("One two");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'index':0,'delta':{'content':'%1$s'},'message':{'content':'%2$s'}}",
			"{'index':0,'message':{'content':'%2$s'},'delta':{'content':'%1$s'}}",
			"{'index':0,'message':{'content':'%2$s'},'text':'%1$s','delta':{'content':'%1$s'}}" })
	void theMessageSoFarBesideEachPieceIsNotAddedToThem(String choice) {
		this.server.next(stream("{'choices':[" + choice.formatted("One", "One") + "]}",
				"{'choices':[" + choice.formatted(" two", "One two") + "]}",
				"{'choices':[" + choice.formatted("", "One two") + "]}", finish("stop")));
		assertThat(streamed()).isEqualTo("One two");
	}

	@Test
	void aLastMessageThatGoesOnWithThePiecesAddsTheRest() {
		this.server.next(stream("{'choices':[{'delta':{'content':'One'}}]}",
				"{'choices':[{'delta':{'content':' two'}}]}", "{'choices':[{'message':{'content':'One two three'}}]}",
				"{'choices':[{'message':{'content':'One two three four'}}]}",
				"{'choices':[{'message':{'content':'One two three four'},'finish_reason':'stop'}]}"));
		assertThat(streamed()).isEqualTo("One two three four");
		this.server.next(stream("{'choices':[{'delta':{'content':' One'}}]}",
				"{'choices':[{'message':{'content':'One two'},'finish_reason':'stop'}]}"));
		assertThat(streamed()).isEqualTo(" One");
	}

	static Stream<Arguments> callsOfMessages() {
		String weather = "{'id':'a','function':{'name':'weather','arguments':'{}'}}";
		String time = "{'id':'b','function':{'name':'time','arguments':'{}'}}";
		String more = "{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}";
		return Stream.of(
				// further calls, and the same again
				Arguments.of(
						"message " + weather + "|message " + weather + "," + time + "|message " + weather + "," + time,
						"a weather{} b time{}"),
				Arguments.of(
						"delta " + weather + "|message " + weather + "," + time + "|message " + weather + "," + time,
						"a weather{} b time{}"),
				Arguments.of("delta " + weather + "|message " + time, "a weather{} b time{}"),
				Arguments.of("message " + weather + "|message " + weather.replace("'a'", "'c'"),
						"a weather{} c weather{}"),
				// arguments that grow, or come late
				Arguments.of("message " + more.replace(":1}", "") + "|message " + more + "|message " + more,
						"a weather{\"x\":1}"),
				Arguments.of("message {'id':'a','function':{'name':'weather'}}|message " + more, "a weather{\"x\":1}"),
				Arguments.of("delta {'id':'a','function':{'name':'weather'}}|message " + more + "|message " + more,
						"a weather{\"x\":1}"),
				// the same calls under other ids, or names in parts
				Arguments.of("delta " + weather + "," + time + "|message " + time.replace("'b'", "'c'"),
						"a weather{} b time{}"),
				Arguments
					.of("delta {'index':0,'id':'a','function':{'name':'wea'}}|delta {'index':0,'function':{'name':'ther'}}|message "
							+ weather.replace("'a'", "'c'"), "a weather{}"),
				// a further call of the same tool
				Arguments.of("delta " + weather + "|message " + weather + "," + more.replace("'a'", "'b'"),
						"a weather{} b weather{\"x\":1}"),
				Arguments.of("delta " + weather + "|message " + more.replace("'a'", "'b'"),
						"a weather{} b weather{\"x\":1}"),
				Arguments.of("delta " + weather + "|message " + weather + "," + weather.replace("'a'", "'b'"),
						"a weather{} b weather{}"),
				Arguments.of("delta " + weather + "," + time + "|message " + more.replace("'a'", "'c'") + ","
						+ time.replace("'b'", "'d'") + "," + weather.replace("'a'", "'e'") + "|message "
						+ more.replace("'a'", "'c'"), "a weather{} b time{} c weather{\"x\":1}"),
				// the same arguments, written in another way, or cut off
				Arguments.of(
						"delta " + more.replace(":1", ":\\'é\\'") + "|message "
								+ more.replace("'a'", "'c'").replace("{\\'x\\':1}", "{ \\'x\\': \\'\\\\u00e9\\'}"),
						"a weather{\"x\":\"é\"}"),
				Arguments.of("delta " + more.replace("1}", "") + "|message " + more, "a weather{\"x\":1}"),
				Arguments.of("delta " + more.replace("1}", "") + "|message " + more.replace("'a'", "'c'"),
						"a weather{\"x\":1}"),
				Arguments.of("delta {'id':'a','function':{'name':'weather'}}|message " + more.replace("'a'", "'c'")
						+ "," + time, "a weather{\"x\":1} b time{}"),
				Arguments.of("delta " + more.replace("1}", "") + "|message "
						+ more.replace("'a'", "'c'").replace("x", "y") + "," + more.replace("'a'", "'d'"),
						"a weather{\"x\":1} c weather{\"y\":1}"),
				Arguments.of("delta {'id':'a','function':{'name':'wea'}}|message " + weather, "a weather{}"),
				Arguments.of("delta {'id':'a','function':{'arguments':'{}'}}|message " + weather, "a weather{}"),
				Arguments.of("delta " + weather + "|message " + more, "a weather{\"x\":1}"),
				Arguments.of(
						"delta " + more.replace("1}", "1.0,\\'y\\':2}") + "|message "
								+ more.replace("'a'", "'c'").replace("{\\'x\\':1}", "{\\'y\\':2,\\'x\\':1}"),
						"a weather{\"x\":1.0,\"y\":2}"),
				Arguments.of("delta " + more.replace("1}", "1e99999999999}") + "|message "
						+ more.replace("1}", " 1e99999999999}"), "a weather{\"x\":1e99999999999}"),
				// an index that no server should give
				Arguments.of("delta {'index':-2,'id':'a','function':{'name':'weather','arguments':'{'}}"
						+ "|delta {'index':-2,'function':{'arguments':'}'}}", "a weather{}"));
	}

	@Test
	void aMessageGivesNoIdTwice() {
		String time = "{'id':'b','function':{'name':'time','arguments':'{}'}}";
		this.server.next(stream(
				"{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'name':'weather'}},"
						+ time.replace("{'id'", "{'index':1,'id'") + "]}}]}",
				"{'choices':[{'message':{'tool_calls':[{'id':'b','function':{'name':'weather','arguments':'{}'}},"
						+ time + ",{'id':'b','function':{'name':'other','arguments':'{}'}}]}}]}",
				finish("tool_calls")));
		ChatResponse response = last();
		assertThat(response.getResult().getOutput().getToolCalls()).extracting(AssistantMessage.ToolCall::name)
			.containsExactly("weather", "time");
		assertThat(response.getResult().getOutput().getToolCalls()).extracting(AssistantMessage.ToolCall::id)
			.contains("b")
			.doesNotHaveDuplicates();
		List<AssistantMessage.ToolCall> own = response.getResult()
			.getMetadata()
			.get(ChatBotKitAttributes.AGENT_TOOL_CALLS);
		assertThat(own).extracting(AssistantMessage.ToolCall::name).containsExactly("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'tool_calls':[{'id':'a','function':{'name':'weather','arguments':'{\\'x\\':1}'}}]",
			"'function_call':{'name':'weather','arguments':'{\\'x\\':1}'}",
			"'function_call':{'name':'weather','arguments':'{\\'x\\'\u003a'}", "'function_call':{'name':'weather'}" })
	void aCallInTheLegacyFormatOfAMessageIsNoSecondOne(String call) {
		this.server.next(stream("{'choices':[{'delta':{" + call + "}}]}",
				"{'choices':[{'message':{'function_call':{'name':'weather','arguments':'{\\'x\\':1}'}}}]}",
				"{'choices':[{'message':{'function_call':{'name':'weather','arguments':'{ \\'x\\': 1 }'}}}]}",
				finish("function_call")));
		assertThat(last().getResult().getOutput().getToolCalls())
			.extracting((found) -> found.name() + found.arguments())
			.containsExactly("weather{\"x\":1}");
	}

	@ParameterizedTest
	@MethodSource
	void callsOfMessages(String chunks, String calls) {
		this.server.next(
				stream(Stream
					.concat(Stream.of(chunks.split("\\|"))
						.map((chunk) -> "{'choices':[{'" + chunk.replaceFirst(" ", "':{'tool_calls':[") + "]}}]}"),
							Stream.of(finish("tool_calls")))
					.toArray(String[]::new)));
		assertThat(last().getResult().getOutput().getToolCalls())
			.extracting((call) -> call.id() + " " + call.name() + call.arguments())
			.containsExactly(calls.split(" (?=[a-z] )"));
	}

	@Test
	void messagesWithoutEndAreRefused() {
		String[] chunks = new String[10_002];
		for (int i = 0; i < chunks.length; i++) {
			chunks[i] = "{'choices':[{'" + ((i == 0) ? "delta" : "message") + "':{'tool_calls':[{'id':'a','function':{"
					+ "'name':'weather','arguments':'{\\'x\\':" + i + "}'}}]}}]}";
		}
		chunks[chunks.length - 1] = finish("tool_calls");
		this.server.next(stream(chunks));
		assertThat(last().getResult().getOutput().getToolCalls()).hasSize(1);
		chunks[chunks.length - 1] = "{'choices':[{'message':{'tool_calls':[" + CALL + "]}}]}";
		this.server.next(stream(chunks));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::last)
			.withMessageContaining("TOO_MANY_TOOL_CALLS")
			.withMessageContaining("more than 10000 messages");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'message':{'tool_calls':[%s]}", "'delta':{},'message':{'content':null,'tool_calls':[%s]}",
			"'message':{'tool_calls':[%s]},'delta':{'tool_calls':[]}",
			"'message':{'function_call':{'name':'weather','arguments':'{}'}}",
			"'message':{'tool_calls':[%s],'function_call':{'name':'weather','arguments':'{}'}}" })
	void theWholeMessageAfterItsToolCallsDoesNotCallThemAgain(String last) {
		String end = "{'choices':[{" + last.formatted(CALL) + ",'finish_reason':'tool_calls'}]}";
		this.server.next(stream("{'choices':[{'delta':{'tool_calls':[" + CALL + "]}}]}", end));
		assertThat(last().getResult().getOutput().getToolCalls()).hasSize(1);
		this.server.next(stream("{'choices':[{'delta':{'content':'One'}}]}", end));
		assertThat(last().getResult().getOutput().getToolCalls()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'message':{'content':'One'},'tool_calls':[%s]}",
			"{'tool_calls':[%s],'delta':{'content':'One'}}",
			"{'message':{'content':'One'},'function_call':{'name':'weather','arguments':'{}'}}",
			"{'message':{'content':'One'}},{'message':{'tool_calls':[%s]}}",
			"{'index':0,'message':{'content':'One'}},{'index':0,'message':{'tool_calls':[%s]}}",
			"{'finish_reason':'stop','index':0,'delta':{'content':'One'}},{'index':0,'delta':{'tool_calls':[%s]}}",
			"{'message':{'content':'One','tool_calls':[{'id':'a','function':{},'name':'weather','arguments':'{}'}]}}",
			"{'message':{'content':'One','tool_calls':[{'id':'a','name':'weather','function':{'arguments':'{}'}}]}}",
			"{'message':{'content':'One','tool_calls':[{'id':'a','function':{'name':'weather'},'input':{}}]}}" })
	void callsBesideTheTextAreRead(String choices) {
		String answer = json("{'choices':[" + choices.formatted(CALL) + "]}");
		answer = answer.substring(0, answer.length() - 3) + ",\"finish_reason\":\"tool_calls\"}]}";
		this.server.next(WireServer.json(answer));
		ChatResponse called = call();
		assertThat(called.getResult().getOutput().getText()).isEqualTo("One");
		this.server.next(stream(answer));
		assertThat(streamed()).isEqualTo("One");
		this.server.next(stream(answer));
		for (ChatResponse response : List.of(called, last())) {
			assertThat(response.getResult().getOutput().getToolCalls()).singleElement()
				.satisfies((call) -> assertThat(call.name() + call.arguments()).isEqualTo("weather{}"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tool_calls", "TOOL_CALLS", "Tool_Calls", "function_call", "FUNCTION_CALL", "tool_use",
			"tool_call" })
	void aReasonThatAsksForTheTools(String reason) {
		for (ChatResponse response : both("'tool_calls':[" + CALL + "]", reason)) {
			assertThat(response.getResult().getOutput().getToolCalls()).hasSize(1);
		}
		this.server.next(stream("{'choices':[{'delta':{'tool_calls':[" + CALL + "]}}]}", finish(reason), finish("stop"),
				"{'choices':[{'delta':{},'finish_reason':null}]}"));
		assertThat(last().getResult().getOutput().getToolCalls()).hasSize(1);
		for (ChatResponse response : both("'content':'One'", reason)) {
			assertThat(response.getResult().getOutput().getToolCalls()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stop", "STOP", "end_turn", "eos", "eos_token", "length" })
	void aReasonThatDoesNotAskForTheTools(String reason) {
		for (ChatResponse response : both("'content':'One','tool_calls':[" + CALL + "]", reason)) {
			assertThat(response.getResult().getOutput().getToolCalls()).isEmpty();
			assertThat(response.getResult().getMetadata().getFinishReason()).isEqualToIgnoringCase(reason);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "''", "' '", "'null'", "false", "{}", "[]" })
	void aReasonThatSaysNothingDoesNotEndTheAnswer(String reason) {
		String piece = "{'choices':[{'delta':{'content':'One'},'finish_reason':" + reason + "}]}";
		this.server.next(stream(piece, finish("stop"), piece.replace("One", "")));
		assertThat(last().getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		this.server.next(stream(piece));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageStartingWith("200 INCOMPLETE_STREAM: ");
		this.server.next(WireServer.json(json(piece)));
		assertThat(call().getResult().getMetadata().getFinishReason()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "''", "[]", "false", "{'message':'','type':null,'param':null,'code':null}" })
	void anEmptyErrorBesideAnAnswerIsNone(String error) {
		for (String answer : List.of(
				"{'error':" + error + ",'choices':[{'message':{'content':'One'},'finish_reason':'stop'}]}",
				"{'choices':[{'message':{'content':'One'},'finish_reason':'stop','error':" + error + "}],'error':"
						+ error + "}")) {
			this.server.next(WireServer.json(json(answer)));
			assertThat(call().getResult().getOutput().getText()).isEqualTo("One");
			this.server.next(stream("{'choices':[],'error':" + error + "}", answer));
			assertThat(streamed()).isEqualTo("One");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'error':{'message':'Boom','code':502}}", "{'error':'Boom'}",
			"{'choices':[{'message':{'content':'One'},'finish_reason':'stop'}],'error':{'message':'Boom'}}",
			"{'error':{'type':'Boom'},'choices':[{'delta':{'content':'One'},'finish_reason':'error'}]}",
			"{'choices':[{'error':{'message':'Boom','code':502},'message':{'content':'One'},'finish_reason':'stop'}]}",
			"{'choices':[{'delta':{'content':''},'finish_reason':'error','error':'Boom'}]}" })
	void aRealErrorIsOne(String answer) {
		this.server.next(WireServer.json(json(answer)));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::call)
			.withMessageContaining("Boom");
		this.server.next(stream("{'choices':[{'delta':{'content':'One'}}]}", answer, finish("stop")));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("Boom");
	}

	@ParameterizedTest
	@ValueSource(strings = { "error", "ERROR" })
	void anAnswerThatEndsWithAnErrorIsOne(String reason) {
		this.server.next(
				WireServer.json(json("{'choices':[{'message':{'content':'One'},'finish_reason':'" + reason + "'}]}")));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::call)
			.withMessageContaining("finish_reason");
		this.server.next(stream("{'choices':[{'delta':{'content':'One'}}]}", finish(reason)));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("finish_reason");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'message':{'content':'%s'}", "'text':'%s'", "'message':{'role':'assistant','text':'%s'}",
			"'delta':{},'message':{'content':[{'type':'text','text':'%s'}]}" })
	void aMessageThatGrowsIsNotAddedToItself(String choice) {
		for (List<String> texts : List.of(List.of("One", "One two", "One two three"),
				List.of("One", "One two", "One two", "One two three", "One two three"),
				List.of("O", "One", "One two three"), List.of("One two three"))) {
			this.server.next(
					stream(Stream
						.concat(texts.stream().map((text) -> "{'choices':[{" + choice.formatted(text) + "}]}"),
								Stream.of(finish("stop")))
						.toArray(String[]::new)));
			assertThat(streamed()).isEqualTo("One two three");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "'message':{'content':'%s'}", "'text':'%s'" })
	void messagesThatArePiecesAreAllAdded(String choice) {
		for (List<String> texts : List.of(List.of("One", " two", " two three"), List.of("ha", "ha", "haha"),
				List.of("1", "10", "100"), List.of(" ", "  x"), List.of("One", "Two", "Two three"))) {
			this.server.next(
					stream(Stream
						.concat(texts.stream().map((text) -> "{'choices':[{" + choice.formatted(text) + "}]}"),
								Stream.of(finish("stop")))
						.toArray(String[]::new)));
			assertThat(streamed()).isEqualTo(String.join("", texts));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "'type':'custom','custom':{'name':'weather','input':'{}'}",
			"'type':'custom','function':null,'custom':{'name':'weather','input':'{}'}",
			"'type':'custom','custom':null,'function':{'name':'weather','arguments':'{}'}" })
	void aCustomToolIsCalledAsAFunction(String call) {
		for (ChatResponse response : both("'content':null,'tool_calls':[{'index':0,'id':'a'," + call + "}]",
				"tool_calls")) {
			assertThat(response.getResult().getOutput().getToolCalls())
				.containsExactly(new AssistantMessage.ToolCall("a", "function", "weather", "{}"));
		}
	}

	static Stream<Arguments> usage() {
		return Stream.of(Arguments.of("null", 0, 0, 0), Arguments.of("'none'", 0, 0, 0), Arguments.of("[]", 0, 0, 0),
				Arguments.of("7", 0, 0, 0), Arguments.of("{}", 0, 0, 0),
				Arguments.of("{'prompt_tokens':null,'completion_tokens':null,'total_tokens':null}", 0, 0, 0),
				Arguments.of("{'prompt_tokens':2,'completion_tokens':3}", 2, 3, 5),
				Arguments.of("{'prompt_tokens':'2','completion_tokens':' 3 ','total_tokens':'5'}", 2, 3, 5),
				Arguments.of("{'prompt_tokens':'two','completion_tokens':3,'total_tokens':{}}", 0, 3, 3),
				Arguments.of("{'prompt_tokens':2.0,'completion_tokens':3e0,'total_tokens':5,'cost':null}", 2, 3, 5),
				Arguments.of("{'total_tokens':5}", 0, 0, 5));
	}

	@ParameterizedTest
	@MethodSource
	void usage(String usage, int prompt, int completion, int total) {
		String answer = "{'choices':[{'message':{'content':'One'},'finish_reason':'stop'}],'usage':" + usage + "}";
		this.server.next(WireServer.json(json(answer)));
		assertUsage(call(), prompt, completion, total);
		this.server.next(stream(answer));
		assertUsage(last(), prompt, completion, total);
		this.server.next(stream(answer, "{'choices':[],'usage':{}}", "{'choices':[],'usage':null}"));
		assertUsage(last(), prompt, completion, total);
		this.server
			.next(stream("{'choices':[{'delta':{'content':'One'},'finish_reason':'stop','usage':" + usage + "}]}"));
		assertUsage(last(), prompt, completion, total);
	}

	private static void assertUsage(ChatResponse response, int prompt, int completion, int total) {
		Usage usage = response.getMetadata().getUsage();
		assertThat(List.of(usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens()))
			.containsExactly(prompt, completion, total);
	}

	private List<ChatResponse> both(String message, String reason) {
		this.server.next(
				WireServer.json(json("{'choices':[{'message':{" + message + "},'finish_reason':'" + reason + "'}]}")));
		ChatResponse called = call();
		this.server.next(stream("{'choices':[{'delta':{" + message + "}}]}", finish(reason)));
		return List.of(called, last());
	}

	private ChatResponse call() {
		return this.model.call(new Prompt("Hi", this.options));
	}

	private ChatResponse last() {
		return this.model.stream(new Prompt("Hi", this.options)).blockLast();
	}

	private String streamed() {
		return String.join("",
				this.model.stream(new Prompt("Hi", this.options))
					.map((response) -> response.getResult().getOutput())
					.map(AssistantMessage::getText)
					.collectList()
					.block());
	}

	private static Arguments choice(String members, String words) {
		return Arguments.of("{'choices':[{" + members + ",'finish_reason':'stop'}]}", words);
	}

	private static String finish(String reason) {
		return "{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}";
	}

	private static WireServer.Script stream(String... chunks) {
		return WireServer.events(json("data: " + String.join("\n\ndata: ", chunks)) + "\n\ndata: [DONE]\n\n");
	}

	private static String json(String text) {
		return text.replace("\\'", "\\\"").replace('\'', '"');
	}

}
