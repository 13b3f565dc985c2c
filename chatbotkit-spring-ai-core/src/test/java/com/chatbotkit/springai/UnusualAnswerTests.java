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
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A text is read in whatever shape it comes, and what cannot be read is an error: never
 * an answer that is empty.
 */
class UnusualAnswerTests extends AbstractChatModelTests {

	static Stream<Arguments> text() {
		return Stream.of(Arguments.of("{'message':{'content':'One two'}}", "One two"),
				Arguments.of("{'delta':{'content':'One two'}}", "One two"),
				Arguments.of("{'message':{'content':[{'type':'text','text':'One two'}]}}", "One two"),
				Arguments.of("{'message':{'content':[{'type':'text','text':'One'},{'type':'text','text':' two'}]}}",
						"One two"),
				Arguments.of(
						"{'message':{'content':[{'text':' two','type':'output_text','annotations':[{'text':'x'}]}]}}",
						" two"),
				Arguments.of("{'message':{'content':['One',' two',null]}}", "One two"),
				Arguments.of("{'message':{'content':[{'type':'text','text':{'value':'One two','annotations':[]}}]}}",
						"One two"),
				Arguments.of(
						"{'message':{'content':[{'type':'image_url','image_url':{'url':'x'}},{'type':'text','text':'One'},5]}}",
						"One5"),
				Arguments.of(
						"{'message':{'content':[{'type':'thinking','thinking':'Hm'},{'type':'reasoning','text':'Hm'},{'type':'text','text':'One'}]}}",
						"One"),
				Arguments.of("{'message':{'content':[[{'type':'text','text':'One'}],[' two']]}}", "One two"),
				Arguments.of("{'message':{'content':[{'type':'refusal','refusal':'No'}]}}", "No"),
				Arguments.of("{'message':{'content':{'type':'text','text':'One'}}}", "One"),
				Arguments.of("{'message':{'content':{'role':'model','parts':[{'text':'One'},{'text':' two'}]}}}",
						"One two"),
				Arguments.of("{'message':{'content':42}}", "42"), Arguments.of("{'message':{'content':true}}", "true"),
				Arguments.of("{'message':{'content':null,'refusal':'No'}}", "No"),
				Arguments.of("{'message':{'refusal':'No','content':''}}", "No"),
				Arguments.of("{'message':{'content':'One','refusal':null}}", "One"),
				Arguments.of("{'message':{'refusal':'No','content':'One'}}", "One\n\nNo"),
				Arguments.of("{'message':{'content':'One','refusal':'No'},'message':{'refusal':'No'}}", "One\n\nNo"),
				Arguments.of("{'message':{'content':'One','reasoning_content':'Hm'}}", "One"),
				Arguments.of("{'message':{'role':'assistant','text':'One'}}", "One"),
				Arguments.of("{'text':'One two'}", "One two"),
				Arguments.of("{'text':'One','message':null,'logprobs':{'tokens':['x']}}", "One"),
				Arguments.of("{'text':'','message':{'content':'One'}}", "One"),
				Arguments.of("{'delta':{},'message':{'content':'One'}}", "One"),
				Arguments.of("{'delta':{'content':'One'},'message':{'content':'One'}}", "One"),
				Arguments.of("{'index':'0','message':{'content':'One'}}", "One"));
	}

	static Stream<Arguments> notUnderstood() {
		return Stream.of(
				Arguments.of("{'message':{'content':[{'type':'image_url','image_url':{'url':'x'}}]}}", "image_url"),
				Arguments.of("{'message':{'content':{'answer':42}}}", "an object"),
				Arguments.of("{'message':{'content':null,'reasoning_content':'Hm'}}", "reasoning_content"),
				Arguments.of("{'message':{'content':'','reasoning':'Hm'}}", "reasoning"),
				Arguments.of("{'message':{'content':null,'audio':{'data':'AAAA'}}}", "audio"),
				Arguments.of("{'message':{'output':['One']}}", "output"),
				Arguments.of("{'message':null}", "its choice has no message"), Arguments.of("{}", "no message"),
				Arguments.of("{'message':'One'}", "message is not an object"),
				Arguments.of("{'output':'One'}", "output"),
				Arguments.of("{'message':{'role':'tool','content':'7'}}", "the result of a tool"),
				Arguments.of("{'delta':{'content':'7','role':'function'}}", "the result of a tool"),
				Arguments.of("{'content':{'parts':[{'text':'One'}]}}", "content"));
	}

	@ParameterizedTest
	@MethodSource
	void text(String choice, String text) {
		this.server.next(WireServer.json(whole(choice)));
		assertThat(this.model.call(new Prompt("Hi")).getResult().getOutput().getText()).isEqualTo(text);
		this.server.next(WireServer.events(event(whole(choice)) + "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo(text);
		this.server.next(WireServer.events(event("{'choices':[" + choice + "]}") + event("{'choices':[" + choice + "]}")
				+ event(whole("{'delta':{}}")) + "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo(text + text);
	}

	@ParameterizedTest
	@MethodSource
	void notUnderstood(String choice, String words) {
		this.server.next(WireServer.json(whole(choice)));
		assertThatExceptionOfType(ChatBotKitTransientException.class)
			.isThrownBy(() -> this.model.call(new Prompt("Hi")))
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
		this.server.next(WireServer.events(event(whole(choice)) + "data: [DONE]\n\n"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
		this.server.next(WireServer.events(event(whole(choice))));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageStartingWith("200 INVALID_ANSWER: ")
			.withMessageContaining(words);
	}

	@Test
	void aChoiceInAnUnknownShapeAmongOthersIsAnError() {
		this.server.next(WireServer.events(event("{'choices':[{'delta':{'content':'One'}}]}")
				+ event("{'choices':[{'output':' two'}]}") + event(whole("{'delta':{}}")) + "data: [DONE]\n\n"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("its choice has no message, but output");
	}

	@Test
	void aChoiceThatSaysNothingAmongOthersIsNone() {
		this.server.next(WireServer.events(event("{'choices':[{'index':0,'content_filter_results':{'hate':{'x':1}}}]}")
				+ event("{'choices':[{'delta':{'content':'One'}}]}") + event("{'choices':[{'index':0}]}")
				+ event("{'choices':[],'usage':{}}") + event("{'choices':[{'delta':null,'finish_reason':'stop'}]}")
				+ "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("One");
	}

	@Test
	void aCodeOfSuccessBesideTheUsageIsNoError() {
		this.server.next(WireServer.events(
				event("{'code':0,'message':'Success','choices':[{'delta':{'content':'One'},'finish_reason':'stop'}]}")
						+ event("{'code':0,'message':'Success','choices':[],'usage':{'total_tokens':5}}")
						+ "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("One");
	}

	@Test
	void anAnswerThatIsEmptyIsEmpty() {
		String choice = "{'message':{'role':'assistant','content':null,'refusal':null,'annotations':[],'audio':null,'tool_calls':[]}}";
		this.server.next(WireServer.json(whole(choice)));
		assertThat(this.model.call(new Prompt("Hi")).getResult().getOutput().getText()).isEmpty();
		this.server.next(WireServer.events(event(whole(choice)) + "data: [DONE]\n\n"));
		assertThat(streamed()).isEmpty();
	}

	@Test
	void furtherChoicesAreNotMixedIn() {
		for (String choices : List.of(
				"{'index':0,'message':{'content':'One'}},{'index':1,'message':{'content':'Other'}}",
				"{'index':1,'message':{'content':'Other'}},{'index':0,'message':{'content':'One'}}",
				"{'message':{'content':'Other'},'index':1},{'message':{'content':'One'}}",
				"{'message':{'content':'One'}},{'message':{'content':'Other'}}",
				"{'index':2,'message':{'content':'Other','tool_calls':[{'id':'a','function':{'name':'x'}}]}},{'index':0,'message':{'content':'One'}}")) {
			String answer = json("{'choices':[" + choices.replace("}}", "},'finish_reason':'stop'}") + "]}");
			this.server.next(WireServer.json(answer.replace("x'},'finish_reason':'stop'}", "x'}}")));
			AssistantMessage called = this.model.call(new Prompt("Hi")).getResult().getOutput();
			assertThat(called.getText()).isEqualTo("One");
			assertThat(called.getMetadata().keySet()).noneMatch((key) -> key.contains("tool"));
			this.server.next(WireServer.events("data: " + answer + "\n\ndata: [DONE]\n\n"));
			assertThat(streamed()).isEqualTo("One");
		}
	}

	@Test
	void piecesOfFurtherChoicesAreNotMixedIn() {
		this.server.next(WireServer.events(event("{'choices':[{'index':1,'delta':{'role':'assistant'}}]}")
				+ event("{'choices':[{'index':1,'delta':{'content':'Other'}}]}")
				+ event("{'choices':[{'index':0,'delta':{'content':'One'}}]}")
				+ event("{'choices':[{'index':4294967296,'delta':{'content':'Other'}}]}")
				+ event("{'choices':[{'index':1e30,'delta':{'content':'Other'}},{'index':-1,'text':'Other'}]}")
				+ event("{'choices':[{'index':1,'delta':{'content':'Other'}},{'index':0,'delta':{'content':' two'}}]}")
				+ event("{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}")
				+ event("{'choices':[{'index':0,'delta':{'content':' three'}}]}")
				+ event("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}") + "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("One two three");
	}

	static Stream<Arguments> choicesOfOneIndexAreOne() {
		return Stream.of(
				Arguments.of("{'index':0,'delta':{'content':'One'}},{'index':0,'delta':{'content':' two'}}", "One two"),
				Arguments.of("{'delta':{'content':'One'}},{'delta':{'content':' two'}},{'delta':{}}", "One two"),
				Arguments.of("{'index':0,'text':'One'},{'index':1,'text':'No'},{'index':0,'text':'two'}", "One\n\ntwo"),
				Arguments.of("{'index':0,'message':{'content':''}},{'index':0,'message':{'content':'One'}}", "One"),
				Arguments.of("{'message':{'content':null}},{'message':{'content':'One'}}", "One"),
				Arguments.of("{'index':0,'message':{'content':'One'}},{'index':0,'message':{'content':'One'}}", "One"),
				Arguments.of(
						"{'index':0,'message':{'role':'tool','content':'7'}},{'index':0,'message':{'content':'One'}}",
						"One"));
	}

	@ParameterizedTest
	@MethodSource
	void choicesOfOneIndexAreOne(String choices, String text) {
		String answer = json("{'choices':[" + choices + ",{'index':0,'finish_reason':'stop'}]}");
		this.server.next(WireServer.json(answer));
		assertThat(this.model.call(new Prompt("Hi")).getResult().getOutput().getText()).isEqualTo(text);
		this.server.next(WireServer.events("data: " + answer + "\n\ndata: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo(text);
	}

	@Test
	void theResultOfABotsOwnToolIsNotItsAnswer() {
		this.server.next(WireServer.events(event("{'choices':[{'delta':{'role':'assistant','content':'One'}}]}")
				+ event("{'choices':[{'delta':{'role':'tool','tool_call_id':'a','content':'{}'}}]}")
				+ event("{'choices':[{'delta':{'content':[{'type':'text','text':'7'}],'role':'function'}}]}")
				+ event("{'choices':[{'delta':{'content':' two'}}]}") + event(whole("{'delta':{}}"))
				+ "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("One two");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'role':'tool','tool_call_id':'a','content':''}", "{'role':'function'}",
			"{'role':'tool','content':null,'name':'search'}" })
	void piecesWithoutARoleGoOnWithTheResultOfABotsOwnTool(String start) {
		String text = event("{'choices':[{'delta':{'content':'One'}}]}");
		String result = event("{'choices':[{'delta':" + start + "}]}")
				+ event("{'choices':[{'delta':{'content':'4'}}]}") + event("{'choices':[{'delta':{'content':'2'}}]}");
		this.server.next(WireServer
			.events(text + text + result + event("{'choices':[{'delta':{'role':'assistant','content':''}}]}")
					+ event("{'choices':[{'delta':{'content':' two'}}]}") + event(whole("{'delta':{}}"))
					+ "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("OneOne two");
		this.server.next(WireServer.events(text + result + event(whole("{'delta':{}}")) + "data: [DONE]\n\n"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("it ends with the result of a tool");
	}

	@Test
	void aResultOfABotsOwnToolThatHasItsIdAloneIsNotItsAnswer() {
		this.server.next(WireServer.events(event("{'choices':[{'delta':{'tool_call_id':'a','content':'42'}}]}")
				+ event("{'choices':[{'delta':{'content':'One'}}]}") + event(whole("{'delta':{}}"))
				+ "data: [DONE]\n\n"));
		assertThat(streamed()).isEqualTo("One");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'index':0,'%1$s':{'content':''}},{'index':1,'%1$s':{'content':'Other'}}",
			"{'index':1,'%1$s':{'content':'Other'}},{'index':0,'%1$s':{'content':null}}",
			"{'index':0,'%1$s':{}},{'index':1,'%1$s':{'tool_calls':[{'id':'a','function':{'name':'x'}}]}}" })
	void anAnswerThatStandsInAFurtherChoiceOnlyIsAnError(String choices) {
		String answer = "{'choices':[" + choices + ",{'index':0,'finish_reason':'stop'}]}";
		this.server.next(WireServer.json(json(answer.formatted("message"))));
		assertThatExceptionOfType(ChatBotKitTransientException.class)
			.isThrownBy(() -> this.model.call(new Prompt("Hi")))
			.withMessageContaining("its first choice is empty, and another one is not");
		this.server.next(WireServer.events(event(answer.formatted("delta")) + "data: [DONE]\n\n"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("its first choice is empty, and another one is not");
	}

	@Test
	void aStreamOfFurtherChoicesOnlyIsAnError() {
		this.server.next(WireServer.events(event("{'choices':[{'index':1,'delta':{'content':'Other'}}]}")
				+ event("{'choices':[{'index':1,'delta':{},'finish_reason':'stop'}]}") + "data: [DONE]\n\n"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining("none of its choices has the index 0");
	}

	@Test
	void aNameThatIsNotUnderstoodIsShownShortAndPlain() {
		this.server.next(WireServer.json(whole("{'message':{'a\\nb" + "c".repeat(100) + "':'One'}}")));
		assertThatExceptionOfType(ChatBotKitTransientException.class)
			.isThrownBy(() -> this.model.call(new Prompt("Hi")))
			.withMessageContaining("but a?b" + "c".repeat(57) + " [");
	}

	private String streamed() {
		return String.join("",
				this.model.stream(new Prompt("Hi"))
					.map((response) -> response.getResult().getOutput().getText())
					.collectList()
					.block());
	}

	private static String whole(String choice) {
		String separator = choice.equals("{}") ? "" : ",";
		return json(
				"{'choices':[" + choice.substring(0, choice.length() - 1) + separator + "'finish_reason':'stop'}]}");
	}

	private static String event(String data) {
		return "data: " + json(data) + "\n\n";
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

}
