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
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the parser reads of one object, be it a whole answer or a piece of one. The
 * objects stand here with single quotes.
 */
class AnswerReadingTests {

	private static final ChatCompletion.ToolCall CALL = new ChatCompletion.ToolCall(null, "a", "f", "{}");

	private static final String CALLS = "'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}}]";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
	// @formatter:off
			"'message':{'content':'One'} | One",
			"'delta':{'content':'One'} | One",
			"'text':'One' | One",
			"'text':null | -",
			"'delta':{'text':'One'} | One",
			"'delta':{'content':''} | ``",
			"'delta':{'content':null} | -",
			"'delta':{'content':'One','text':'Two'} | One",
			"'delta':{'content':'','text':'Two'} | Two",
			"'delta':{'content':'One','text':null} | One",
			"'delta':{'content':7} | 7",
			"'delta':{'content':true} | true",
			"'delta':{'content':'One'},'message':{'content':'Two'} | One",
			"'message':{'content':'Two'},'delta':{'content':'One'} | One",
			"'delta':{'content':''},'message':{'content':'Two'} | Two",
			"'delta':{},'message':{'content':'Two'} | Two",
			"'delta':{'content':''},'message':{'content':''} | ``",
			"'delta':{'content':['One',' two']} | One two",
			"'delta':{'content':[]} | -",
			"'delta':{'content':[null]} | -",
			"'delta':{'content':[['One'],[' two']]} | One two",
			"'delta':{'content':[{'type':'text','text':'One'},{'type':'text','text':' two'}]} | One two",
			"'delta':{'content':{'type':'text','text':'One'}} | One",
			"'delta':{'content':{'text':{'value':'One','annotations':[{'text':'no'}]}}} | One",
			"'delta':{'content':{'value':'One'}} | One",
			"'delta':{'content':{'content':'One'}} | One",
			"'delta':{'content':{'parts':[{'text':'One'}]}} | One",
			"'delta':{'content':{'refusal':'One'}} | One",
			"'delta':{'content':{'transcript':'One'}} | One",
			"'delta':{'content':{'text':'One','value':'Two'}} | One",
			"'delta':{'content':{'text':null,'value':'Two'}} | Two",
			"'delta':{'content':{'image':{'text':'no'}}} | -",
			"'delta':{'content':[{'type':'thinking','text':'no'},{'type':'text','text':'One'}]} | One",
			"'delta':{'content':[{'type':'reasoning','text':'no'}]} | -",
			"'delta':{'content':[{'type':'redacted_thinking','text':'no'}]} | -",
			"'delta':{'content':[{'type':'THOUGHT','text':'no'},{'type':'text','text':'One'}]} | One",
			"'delta':{'content':[{'type':'reasoning_text','text':'no'},{'type':'thinking_delta','text':'no'}]} | -",
			"'delta':{'content':{'parts':[{'text':'no','thought':true},{'text':'One','thought':false}]}} | One",
			"'delta':{'content':[{'type':'tool_result','content':[{'type':'text','text':'no'}]},{'text':'One'}]} | One",
			"'delta':{'content':[{'type':'function_call_output','text':'no'},{'type':'function_response','text':'no'}]} | -",
			"'delta':{'refusal':'No'} | No",
			"'delta':{'refusal':false,'content':'One'} | One",
			"'delta':{'content':'One','refusal':true} | One",
			"'delta':{'refusal':true} | -",
			"'delta':{'content':'One','refusal':'No'} | `One\\n\\nNo`",
			"'delta':{'content':'','refusal':'No'} | No",
			"'delta':{'content':'One','refusal':''} | One",
			"'delta':{'content':'One','refusal':null} | One",
			"'delta':{'refusal':'No'},'delta':{'refusal':'No'} | No",
			"'delta':{'role':'assistant','content':'One'} | One",
			"'delta':{'role':'user','content':'One'} | One",
			"'delta':{'role':'tool','content':'no'} | -",
			"'delta':{'role':'function','content':'no'} | -",
			"'delta':{'role':'tool','content':''} | ``",
			"'delta':{'name':'n','id':'i','type':'t','status':'s','metadata':{'a':1},'content':'One'} | One"
	// @formatter:on
	})
	void theText(String choice, @Nullable String text) {
		for (boolean pieces : new boolean[] { true, false }) {
			assertThat(Read.choice(choice, pieces).completion.content())
				.isEqualTo((text != null) ? text.replace("\\n", "\n") : null);
		}
	}

	static Stream<Arguments> theCalls() {
		return Stream.of(calls("'delta':{" + CALLS + "}", CALL), calls("'message':{" + CALLS + "}", CALL),
				calls(CALLS, CALL), calls("'delta':{'tool_calls':[]}"), calls("'delta':{'tool_calls':null}"),
				calls("'delta':{'tool_calls':[null,{},{'index':null,'id':null,'function':null}]}"),
				calls("'delta':{'tool_calls':[{'function':{'arguments':'{'}}]}", call(null, null, null, "{")),
				calls("'delta':{'tool_calls':[{'index':{'id':'no'},'id':'a'}]}", call(null, "a", null, null)),
				calls("'delta':{'tool_calls':[{'index':3}]}", call(3, null, null, null)),
				calls("'delta':{'tool_calls':[{'index':1,'id':'a'},{'index':2,'id':'b'}]}", call(1, "a", null, null),
						call(2, "b", null, null)),
				calls("'delta':{'tool_calls':[{'id':'a'}],'tool_calls':[{'id':'b'}]}", call(null, "b", null, null)),
				calls("'delta':{'tool_calls':[{'id':'a'}],'tool_calls':[]}", call(null, "a", null, null)),
				calls("'delta':{'tool_calls':[{'name':'f','arguments':{'a':[1,{'b':2.50}],'c':{}}}]}",
						call(null, null, "f", "{\"a\":[1,{\"b\":2.50}],\"c\":{}}")),
				calls("'delta':{'tool_calls':[{'name':'f','arguments':null,'input':[1]}]}",
						call(null, null, "f", "[1]")),
				calls("'delta':{'tool_calls':[{'name':'f','parameters':{'a':1}}]}", call(null, null, "f", "{\"a\":1}")),
				calls("'delta':{'tool_calls':[{'name':'f','input':{'a':[1E400,1.50,1e533333333333333333,-0.0,12345678901234567890]}}]}",
						call(null, null, "f", "{\"a\":[1E400,1.50,1e533333333333333333,-0.0,12345678901234567890]}")),
				calls("'delta':{'tool_calls':[{'name':'f','arguments':'{}','input':'no'}]}",
						call(null, null, "f", "{}")),
				calls("'delta':{'tool_calls':[{'function':{'name':'f','arguments':'{}'},'name':'g','arguments':'no'}]}",
						call(null, null, "f", "{}")),
				calls("'delta':{'tool_calls':[{'function':{'name':'','arguments':' '},'name':'g','arguments':'{}'}]}",
						call(null, null, "g", "{}")),
				calls("'delta':{'function_call':{'name':'f','arguments':'{}'}}", call(-1, null, "f", "{}")),
				calls("'function_call':{'name':'f'}", call(-1, null, "f", null)),
				calls("'delta':{'function_call':{'arguments':'{'}}", call(-1, null, null, "{")),
				calls("'delta':{'function_call':{'id':'no'}}"), calls("'delta':{'function_call':null}"),
				calls("'delta':{" + CALLS + ",'function_call':{'name':'no'}}", CALL),
				calls("'delta':{'function_call':{'name':'no'}," + CALLS + "}", CALL),
				calls("'delta':{" + CALLS + "},'message':{'tool_calls':[{'id':'no'}]}", CALL),
				calls("'delta':{},'message':{" + CALLS + "}", CALL));
	}

	@ParameterizedTest
	@MethodSource
	void theCalls(String choice, List<ChatCompletion.ToolCall> calls) {
		for (boolean pieces : new boolean[] { true, false }) {
			assertThat(Read.choice(choice, pieces).completion.toolCalls()).isEqualTo(calls);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "'delta':{'content':'One'} | false | false", "'message':{'content':'One'} | true | false",
					"'text':'One' | true | false", "'delta':{'content':''},'message':{'content':'One'} | true | false",
					"'delta':{'content':'One'},'message':{'content':'One'} | false | false",
					"'message':{'content':''} | false | false", "'delta':{'tool_calls':[{'id':'a'}]} | false | false",
					"'message':{'tool_calls':[{'id':'a'}]} | false | true", "'tool_calls':[{'id':'a'}] | false | true",
					"'delta':{'tool_calls':[{'id':'a'}]},'message':{'tool_calls':[{'id':'a'}]} | false | false",
					"'message':{'tool_calls':[]} | false | false",
					"'message':{'content':'One','tool_calls':[{'id':'a'}]} | true | true" })
	void whetherItIsThatOfAMessage(String choice, boolean text, boolean calls) {
		Read read = Read.choice(choice, true);
		assertThat(read.parser.choices().joined().isTextOfMessage()).isEqualTo(text);
		assertThat(read.parser.choices().joined().isCallsOfMessage()).isEqualTo(calls);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			value = { "'stop' | stop", "'length' | length", "7 | 7", "null | -", "'' | -", "' ' | -", "'null' | -",
					"' null ' | -", "false | -", "'false' | -", "{} | -", "['stop'] | -" })
	void theReason(String reason, @Nullable String read) {
		assertThat(Read.choice("'delta':{},'finish_reason':" + reason, true).completion.finishReason()).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
	// @formatter:off
			// pieces of one text
			"{'delta':{'content':'One'}},{'delta':{'content':' two'}} | One two | One two",
			"{'index':0,'delta':{'content':'One'}},{'index':0,'delta':{'content':' two'}} | One two | One two",
			"{'delta':{'content':'One'}},{'delta':{}},{'delta':{'content':' two'}} | One two | One two",
			"{'delta':{}},{'delta':{'content':'One'}} | One | One",
			"{'delta':{'content':''}},{'delta':{'content':'One'}},{'delta':{'content':''}} | One | One",
			"{'delta':{'content':''}},{'delta':{'role':'a'},'finish_reason':'stop'} | `` | ``",
			// paragraphs of an answer, if each has an index
			"{'index':0,'message':{'content':'One'}},{'index':0,'message':{'content':'Two'}} | `One\\n\\nTwo` | `One\\n\\nTwo`",
			"{'index':0,'message':{'content':'One'}},{'index':0,'message':{'content':'One'}} | One | One",
			"{'message':{'content':''}},{'message':{'content':'Two'}} | Two | Two",
			// further answers
			"{'message':{'content':'One'}},{'message':{'content':'Two'}} | One | One",
			"{'index':0,'message':{'content':'One'}},{'index':null,'message':{'content':'Two'}} | One | One",
			"{'message':{'content':''}},{'message':{'content':'Two'}},{'message':{'content':'Three'}} | Two | Two",
			// the lowest index of an answer, the first of pieces
			"{'index':1,'message':{'content':'One'}},{'index':0,'message':{'content':'Nought'}} | Nought | Nought",
			"{'index':0,'message':{'content':'Nought'}},{'index':1,'message':{'content':'One'}} | Nought | Nought",
			"{'index':2,'message':{'content':'Two'}},{'index':1,'message':{'content':'One'}} | - | One",
			"{'index':2,'delta':{'content':'One'}},{'index':2,'delta':{'content':' two'}} | - | One two",
			"{'index':2,'delta':{'content':'a'}},{'index':2,'delta':{'content':'b'}},{'index':1,'delta':{'content':'One'}} | - | One",
			"{'index':'1','delta':{'content':'One'}} | - | One",
			"{'index':4294967296,'delta':{'content':'One'}} | - | One"
	// @formatter:on
	})
	void ofSeveralChoices(String choices, @Nullable String ofPieces, @Nullable String ofWhole) {
		for (boolean pieces : new boolean[] { true, false }) {
			String text = pieces ? ofPieces : ofWhole;
			assertThat(Read.json("{'choices':[" + choices + "]}", pieces).completion.content())
				.isEqualTo((text != null) ? text.replace("\\n", "\n") : null);
		}
	}

	@Test
	void aFurtherChoiceAddsItsCalls() {
		String more = "'tool_calls':[{'id':'b'}]";
		Read read = Read.json("{'choices':[{'delta':{" + CALLS + "}},{'delta':{" + more + "}}]}", true);
		assertThat(read.completion.toolCalls()).containsExactly(CALL, call(null, "b", null, null));
		read = Read.json("{'choices':[{'message':{" + CALLS + "}},{'message':{" + more + "}}]}", false);
		assertThat(read.completion.toolCalls()).containsExactly(CALL, call(null, "b", null, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
			"'finish_reason':'stop' | 'finish_reason':'length' | stop",
			"'finish_reason':null | 'finish_reason':'length' | length", "'a':0 | 'a':0 | -",
			"'finish_reason':'stop' | 'finish_reason':'tool_calls','delta':{'tool_calls':[{'id':'a'}]} | tool_calls",
			"'finish_reason':'stop' | 'delta':{'tool_calls':[{'id':'a'}]} | stop",
			"'finish_reason':'stop','delta':{'tool_calls':[{'id':'a'}]} | 'finish_reason':'length' | stop" })
	void theReasonOfSeveralChoices(String first, String second, @Nullable String reason) {
		Read read = Read.json("{'choices':[{" + first + "},{" + second + "}]}", true);
		assertThat(read.completion.finishReason()).isEqualTo(reason);
	}

	@Test
	void theUsageAndTheErrorOfAFurtherChoiceCount() {
		ChatCompletion.Usage usage = new ChatCompletion.Usage(1, 2, 3);
		String second = "{'usage':{'prompt_tokens':1,'completion_tokens':2},'error':{'message':'Boom'}}";
		Read read = Read.json("{'choices':[{'delta':{}}," + second + "]}", true);
		assertThat(read.completion.usage()).isEqualTo(usage);
		assertThat(read.parser.error()).isEqualTo(new ServerError("Boom", null, null));
		read = Read.json(
				"{'choices':[" + second
						+ ",{'usage':{'total_tokens':9},'error':{'message':'Bang'}},{'usage':{'total_tokens':8}}]}",
				true);
		assertThat(read.completion.usage()).isEqualTo(usage);
		assertThat(read.parser.error()).isEqualTo(new ServerError("Boom", null, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
	// @formatter:off
			"{'error':'Boom'} | Boom", "{'error':{'message':'Boom'}} | Boom", "{'error':[{'message':'Boom'}]} | Boom",
			"{'message':'Boom'} | Boom", "{'message':'Boom','choices':[]} | Boom", "{'message':null} | -",
			"{'message':'Boom','choices':[{'delta':{}}]} | -", "{'error':null} | -", "{'error':false} | -",
			"{'error':{'message':'Boom'},'message':'Bang'} | Boom",
			"{'choices':[{'delta':{},'error':{'message':'Boom'}}]} | Boom", "{'choices':[{'delta':{},'error':{}}]} | -",
			"{'choices':[{'delta':{},'error':{'message':'Bang'}}],'error':'Boom'} | Boom",
			"{'choices':[{'delta':{},'error':'Boom'}],'error':{}} | Boom", "{'choices':[{'delta':{}}],'error':{}} | -",
			"{'choices':[{'delta':{'error':{'message':'Boom'}}}]} | Boom",
			"{'choices':[{'message':{'error':'Boom','content':'One'},'finish_reason':'error'}]} | Boom",
			"{'choices':[{'delta':{'error':'Bang'},'error':'Boom'}]} | Boom",
			"{'choices':[{'delta':{'error':{}}}]} | -", "{'choices':[{'delta':{}},{'delta':{'error':'Boom'}}]} | Boom",
			"{'code':0,'message':'Success'} | -", "{'code':'0','message':'Success','choices':[]} | -",
			"{'code':1,'message':'Boom'} | Boom",
			"{'choices':[{'delta':{},'finish_reason':'error'}]} | the answer ended with finish_reason error",
			"{'choices':[{'delta':{},'finish_reason':'ERROR'}]} | the answer ended with finish_reason ERROR",
			"{'choices':[{'delta':{},'finish_reason':'error','error':'Boom'}]} | Boom"
	// @formatter:on
	})
	void theError(String json, @Nullable String message) {
		ServerError error = Read.json(json, true).parser.error();
		assertThat((error != null) ? error.message() : null).isEqualTo(message);
	}

	@Test
	void aCodeAloneIsAnError() {
		assertThat(Read.json("{'code':'BOOM'}", true).parser.error()).isEqualTo(new ServerError(null, null, "BOOM"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
	// @formatter:off
			// understood, and nothing said
			"{'choices':[{'delta':{'content':''}}]} | -", "{'choices':[{'message':{'content':null}}]} | -",
			"{'choices':[{'text':''}]} | -", "{'choices':[{'tool_calls':[{'id':'a'}]}]} | -",
			"{'choices':[{'function_call':{'name':'f'}}]} | -",
			"{'choices':[{'delta':{'name':'n','id':'i','annotations':[1],'provider_specific_fields':{'a':1}}}]} | -",
			"{'choices':[{'delta':{'x':''}}]} | -", "{'choices':[{'delta':{'x':{}}}]} | -",
			// something else in its place
			"{'choices':[{'delta':{'x':'One'}}]} | there is no text in it, but x",
			"{'choices':[{'delta':{'x':'One','y':'Two'}}]} | there is no text in it, but x",
			"{'choices':[{'delta':{'é':'One'}}]} | there is no text in it, but ?",
			"{'choices':[{'delta':{'content':[{'type':'thinking','text':'no'}]}}]} | there is no text in it, but thinking",
			"{'choices':[{'delta':{'content':[{'type':'image','url':'no'}]}}]} | there is no text in it, but image",
			"{'choices':[{'delta':{'content':{'url':'no'}}}]} | there is no text in it, but an object",
			"{'choices':[{'delta':{'content':{'parts':[{'text':'no','thought':true}]}}}]} | there is no text in it, but a thought",
			"{'choices':[{'delta':{'content':[{'type':'tool_result','content':'no'}]}}]} | there is no text in it, but tool_result",
			"{'choices':[{'delta':{'content':null,'refusal':true}}]} | there is no text in it, but refusal",
			"{'choices':[{'delta':{'role':'tool','content':'no'}}]} | there is no text in it, but the result of a tool",
			"{'choices':[{'delta':{},'x':'One'}]} | there is no text in it, but x",
			// no message at all
			"{'choices':[{'finish_reason':'stop'}]} | its choice has no message",
			"{'choices':[{'delta':null}]} | its choice has no message",
			"{'choices':[{'message':''}]} | its choice has no message",
			"{'choices':[{'text':null}]} | its choice has no message",
			"{'choices':[{'tool_calls':[]}]} | its choice has no message",
			"{'choices':[{'function_call':{}}]} | its choice has no message",
			"{'choices':[{'logprobs':{'a':1},'stop_reason':1,'content_filter_results':{'a':1}}]} | its choice has no message",
			"{'choices':[{'index':1,'delta':{'content':'One'}}]} | none of its choices has the index 0"
	// @formatter:on
	})
	void whatIsNotUnderstood(String json, @Nullable String words) {
		CompletionParser parser = Read.json(json, true).parser;
		if (words == null) {
			parser.choices().checkUnderstood();
			return;
		}
		assertThatExceptionOfType(ExchangeException.class).isThrownBy(parser.choices()::checkUnderstood)
			.withMessage("the server's answer cannot be read: " + words);
	}

	@Test
	void aStrangeChoiceWithoutAMessageIsRefusedAtOnce() {
		String longName = "x".repeat(61);
		for (boolean pieces : new boolean[] { true, false }) {
			assertRefused("{'choices':[{'answer':'One'}]}", pieces, "its choice has no message, but answer");
			assertRefused("{'choices':[{'" + longName + "':'One'}]}", pieces,
					"its choice has no message, but " + longName.substring(1));
		}
		assertThat(Read.json("{'choices':[{'answer':'One','error':'Boom'}]}", true).parser.error()).isNotNull();
		assertThat(Read.json("{'choices':[{'answer':''}]}", true).completion.content()).isNull();
		assertThat(Read.json("{'choices':[{'index':1,'answer':'One'}]}", true).completion.content()).isNull();
	}

	@Test
	void whetherOnlyOtherChoicesWereSeen() {
		Read read = Read.json("{'choices':[{'index':1,'delta':{'content':'One'}}]}", true);
		assertThat(read.parser.choices().hasOnlyOtherChoices()).isTrue();
		assertThat(read.parser.hasChoice()).isTrue();
		read = read.next("{'choices':[{'index':0,'delta':{'content':'One'}}]}");
		assertThat(read.parser.choices().hasOnlyOtherChoices()).isFalse();
		assertThat(read.next("{'choices':[]}").parser.hasChoice()).isFalse();
		assertThat(Read.json("{'choices':[]}", true).parser.choices().hasOnlyOtherChoices()).isFalse();
	}

	@Test
	void nothingOfAChoiceIsLeftForTheNext() {
		Read read = Read.json("{'id':'c1','model':'m','created':5,'choices':[{'index':0,'delta':{'content':'One',"
				+ CALLS + "},'message':{'content':'Two'},'finish_reason':'stop','usage':{'total_tokens':1},"
				+ "'error':'Boom'},{'delta':{'content':'More'}}]}", true);
		assertThat(read.completion.content()).isEqualTo("OneMore");
		ChatCompletion next = read.next("{'choices':[{'delta':{}}]}").completion;
		assertThat(next).isEqualTo(new ChatCompletion(null, null, 0, null, List.of(), null, null, null));
		assertThat(read.parser.error()).isNull();
		assertThat(read.parser.choices().joined().isTextOfMessage()).isFalse();
	}

	@Test
	void nothingOfFurtherChoicesIsLeftForAnObjectWithoutOne() {
		Read read = Read.json("{'choices':[{'delta':{'content':'One'}},{'delta':{'content':' two'}}]}", true);
		assertThat(read.completion.content()).isEqualTo("One two");
		assertThat(read.next("{}").completion.content()).isNull();
	}

	@Test
	void whatIsNotKnownIsPassedOverWithAllThatIsInIt() {
		Read read = Read.json("{'x':{'id':'no','y':[{'model':'no'}]},'id':'c1','choices':[]}", true);
		assertThat(read.completion.id()).isEqualTo("c1");
		assertThat(read.completion.model()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
	// @formatter:off
			"{'id':'a','choices':[{'index':0,'delta':{'content':'One'}}]} | true",
			"{'choices':[{'delta':{'role':'assistant','content':'One'},'finish_reason':null}],'usage':null} | true",
			"{'choices':[{'delta':{'content':'One'},'message':{'content':''}}]} | false",
			"{'choices':[{'delta':{'content':'One'},'message':{'content':'Two'}}]} | false",
			"{'choices':[{'message':{'content':'One'}}]} | false",
			"{'choices':[{'delta':{'text':'no','content':'One'}}]} | false",
			"{'choices':[{'delta':{'content':'One','text':'Two'}}]} | false",
			"{'choices':[{'delta':{'content':'One','refusal':'Two'}}]} | false",
			"{'choices':[{'delta':{'content':'One','tool_calls':[{'id':'a'}]}}]} | false",
			"{'choices':[{'delta':{'content':'One'},'tool_calls':[{'id':'a'}]}]} | false",
			"{'choices':[{'delta':{'content':'One'},'finish_reason':'stop'}]} | false",
			"{'choices':[{'delta':{'content':'One'},'usage':{'total_tokens':1}}]} | false",
			"{'choices':[{'delta':{'content':'One'}}],'usage':{'total_tokens':1}} | false",
			"{'choices':[{'delta':{'content':'One'}}],'error':{'message':'Boom'}} | false",
			"{'choices':[{'delta':{'content':'One'}},{'delta':{}}]} | false",
			"{'choices':[{'delta':{'content':'One'}},{'delta':{'content':'Two'}}]} | false",
			"{'choices':[{'delta':{'role':'tool','content':'One'}}]} | false", "{'content':'One'} | false"
	// @formatter:on
	})
	void onlyAPieceThatIsNothingButTextIsKeptForTheNext(String json, boolean kept) {
		Read read = Read.json(json, true);
		RepeatedChunk chunk = (RepeatedChunk) ReflectionTestUtils.getField(read.parser, "repeatedChunk");
		byte[] next = json.replace('\'', '"').replace("One", "Uno").getBytes(StandardCharsets.UTF_8);
		assertThat(chunk.read(next, 0, next.length) != null).isEqualTo(kept);
		Read again = read.next(json.replace("One", "Uno"));
		assertThat(again.completion).isEqualTo(Read.json(json.replace("One", "Uno"), true).completion);
		assertThat(again.parser.hasChoice()).isEqualTo(json.contains("choices"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			value = { "null | -", "[] | -", "{} | -", "'7' | -", "{'total_tokens':null} | -",
					"{'prompt_tokens':2} | 2 0 2", "{'completion_tokens':3} | 0 3 3", "{'total_tokens':5} | 0 0 5",
					"{'prompt_tokens':2,'completion_tokens':3} | 2 3 5",
					"{'prompt_tokens':'2','completion_tokens':3.0,'total_tokens':6} | 2 3 6" })
	void theUsage(String usage, @Nullable String read) {
		for (String json : List.of("{'usage':" + usage + "}", "{'choices':[{'delta':{},'usage':" + usage + "}]}")) {
			ChatCompletion.Usage found = Read.json(json, true).completion.usage();
			assertThat((found != null)
					? found.promptTokens() + " " + found.completionTokens() + " " + found.totalTokens() : null)
				.isEqualTo(read);
		}
	}

	@Test
	void theUsageOfTheObjectCountsBeforeThatOfAChoice() {
		Read read = Read.json("{'choices':[{'delta':{},'usage':{'total_tokens':1}}],'usage':{'total_tokens':2}}", true);
		assertThat(read.completion.usage()).isEqualTo(new ChatCompletion.Usage(0, 0, 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "'One'", "[{'choices':[]}]" })
	void onlyAnObjectIsAnAnswer(String json) {
		assertRefused(json, false, "it is not a JSON object");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'choices':[ | it ends in the middle", "{'id':'a | it ends in the middle",
					"{} {} | more follows after its end", "{}x | more follows after its end",
					"{'a':x} | it is no valid JSON", "{'a':'\\x'} | it is no valid JSON",
					"{'id':'\\x'} | it is no valid JSON", "` ` | it ends in the middle" })
	void whatIsNotExactlyOneObjectIsRefused(String json, String words) {
		assertRefused(json, true, words);
		assertRefused(json, false, words);
	}

	@Test
	void aThousandFurtherChoicesAreReadAndNoMore() {
		String choice = "{'delta':{'content':'x'}}";
		Read read = Read.json("{'choices':[" + (choice + ",").repeat(1_000) + choice + "]}", true);
		assertThat(read.completion.content()).hasSize(1_001);
		assertRefused("{'choices':[" + (choice + ",").repeat(1_001) + choice + "]}", true,
				"it has more than 1000 choices of one index");
		read = Read.json("{'choices':[" + (choice + ",").repeat(1_000) + "{}," + choice + "]}", true);
		assertThat(read.completion.content()).hasSize(1_001);
	}

	@Test
	void aHundredThousandCallsAreReadAndNoMore() {
		String most = "{'id':'a'},".repeat(100_000);
		assertThat(Read.choice("'delta':{'tool_calls':[" + most + "null]}", true).completion.toolCalls())
			.hasSize(100_000);
		assertThatExceptionOfType(ExchangeException.class)
			.isThrownBy(() -> Read.choice("'delta':{'tool_calls':[" + most + "{'id':'a'}]}", true))
			.withMessageContaining("more than 100000 tool calls in one piece");
	}

	private static void assertRefused(String json, boolean pieces, String words) {
		assertThatExceptionOfType(ExchangeException.class).as(json)
			.isThrownBy(() -> Read.json(json, pieces))
			.withMessage("the server's answer cannot be read: " + words);
	}

	private static Arguments calls(String choice, ChatCompletion.ToolCall... calls) {
		return Arguments.of(choice, List.of(calls));
	}

	private static ChatCompletion.ToolCall call(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {
		return new ChatCompletion.ToolCall(index, id, name, arguments);
	}

	/**
	 * A parser, and what it has read last.
	 */
	private record Read(CompletionParser parser, ChatCompletion completion) {

		static Read choice(String members, boolean pieces) {
			return json("{'choices':[{" + members + "}]}", pieces);
		}

		static Read json(String json, boolean pieces) {
			CompletionParser parser = new CompletionParser(pieces);
			return new Read(parser, parse(parser, json));
		}

		Read next(String json) {
			return new Read(this.parser, parse(this.parser, json));
		}

		private static ChatCompletion parse(CompletionParser parser, String json) {
			byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
			return parser.parse(bytes, 0, bytes.length);
		}

	}

}
