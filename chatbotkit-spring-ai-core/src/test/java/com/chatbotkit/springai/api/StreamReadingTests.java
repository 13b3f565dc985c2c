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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the reader makes of the events of a stream together. An event is what stands
 * between two spaces, with single quotes. A call that may be repeated is in parentheses.
 */
class StreamReadingTests {

	private static final String END = " {'choices':[{'delta':{},'finish_reason':'stop'}]}";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
	// @formatter:off
			// The whole message repeats the pieces before it.
			"{'choices':[{'delta':{'content':'One'}}]} {'choices':[{'message':{'content':'One'}}]} | One",
			"{'choices':[{'delta':{'content':''}}]} {'choices':[{'message':{'content':'One'}}]} | One",
			"{'choices':[{'message':{'content':'One'}}]} {'choices':[{'message':{'content':'Two'}}]} | OneTwo",
			"{'choices':[{'message':{'content':'One'}}]} {'choices':[{'delta':{'content':'Two'}}]} | OneTwo",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'content':'One'}}]} | `One a`",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'tool_calls':[{'id':'a'}]}}]} | ` a(a)`",
			"{'choices':[{'message':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'tool_calls':[{'id':'b'}]}}]} | ` ab`",
			"{'choices':[{'delta':{'content':'One'}}]} {'choices':[{'message':{'content':'One','tool_calls':[{'id':'a'}]}}]} | `One a`",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'content':'One','tool_calls':[{'id':'a'}]}}]} | `One a(a)`",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'tool_calls':[{'id':'a'},{'id':'b'}]}}]} {'choices':[{'message':{'tool_calls':[{'id':'a'},{'id':'b'}]}}]} | ` a(a)(b)`",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'message':{'function_call':{'name':'x'}}}]} | ` a(null)`",
			"{'choices':[{'delta':{'function_call':{'name':'x'}}}]} {'choices':[{'message':{'function_call':{'name':'x'}}}]} | ` null(null)`"
	// @formatter:on
	})
	void theTextAndTheCalls(String events, String read) {
		ReadStream stream = ReadStream.of(events(events + END + " [DONE]"));
		assertThat(stream.error()).isNull();
		StringBuilder calls = new StringBuilder();
		stream.pieces()
			.forEach((piece) -> piece.toolCalls()
				.forEach((call) -> calls.append(call.isRepeatable() ? "(" + call.id() + ")" : call.id())));
		assertThat(stream.text() + (calls.isEmpty() ? "" : " " + calls)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
	// @formatter:off
			"{'choices':[{'delta':{'content':'One'},'finish_reason':'stop'}]} [DONE] | -",
			"{'choices':[{'delta':{'content':'One'},'finish_reason':'stop'}]} | -",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]},'finish_reason':'stop'}]} [DONE] | -",
			"{'choices':[{'delta':{'content':''},'finish_reason':'stop'}]} [DONE] | -",
			"{'choices':[{'delta':{'content':'One'}}]} [DONE] | 200 INCOMPLETE_STREAM: ",
			"{'choices':[{'delta':{'content':'One'}}]} | 200 INCOMPLETE_STREAM: ",
			"[DONE] | 200 EMPTY_STREAM: ",
			"{'choices':[{'delta':{'content':'One'}}]} [DONE]x | 200 INVALID_ANSWER: ",
			"{'choices':[{'delta':{'content':'One'}}]} x[DONE] | 200 INVALID_ANSWER: ",
			"{'choices':[{'delta':{'content':'One'}}]} [DONE | 200 INVALID_ANSWER: ",
			"{'choices':[{'finish_reason':'stop'}]} [DONE] | 200 INVALID_ANSWER: ",
			"{'choices':[{'delta':{'x':'One'},'finish_reason':'stop'}]} [DONE] | 200 INVALID_ANSWER: ",
			"{'choices':[{'delta':{'x':'One'},'finish_reason':'stop'}]} | 200 INVALID_ANSWER: ",
			"{'choices':[{'delta':{'x':'One','content':'Two'},'finish_reason':'stop'}]} [DONE] | -",
			"{'choices':[{'index':1,'delta':{'content':'One'},'finish_reason':'stop'}]} [DONE] | 200 INVALID_ANSWER: "
	// @formatter:on
	})
	void howItEnds(String events, @Nullable String error) {
		ReadStream stream = ReadStream.of(events(events));
		if (error == null) {
			assertThat(stream.error()).isNull();
		}
		else {
			assertThat(stream.error()).hasMessageStartingWith(error);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
	// @formatter:off
			// finished, end expected, end doubtful
			"{'choices':[{'delta':{'content':'One'}}]} | false | false | false",
			"{'choices':[{'delta':{'content':'One'},'finish_reason':'stop'}]} | true | true | true",
			"{'choices':[{'delta':{'content':'One'}}]} {'choices':[{'delta':{'content':'Two'},'finish_reason':'stop'}]} | true | true | false",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'delta':{'content':'Two'},'finish_reason':'stop'}]} | true | true | false",
			"{'choices':[{'delta':{'content':''},'finish_reason':'stop'}]} | true | true | false",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]},'finish_reason':'stop'}]} | true | true | false",
			"{'choices':[{'delta':{},'finish_reason':'stop'}]} {'choices':[{'delta':{'content':'Two'}}]} | true | false | false",
			"{'choices':[{'delta':{},'finish_reason':'stop'}]} {'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} | true | false | false",
			"{'choices':[{'delta':{},'finish_reason':'stop'}]} {'choices':[],'usage':{'total_tokens':1}} | true | true | false",
			"{'choices':[{'delta':{'content':'One'}}]} {'choices':[{'delta':{},'finish_reason':'stop'}]} {'choices':[{'message':{'content':'One'}}]} | true | true | false",
			"{'choices':[{'delta':{'tool_calls':[{'id':'a'}]}}]} {'choices':[{'delta':{},'finish_reason':'stop'}]} {'choices':[{'message':{'tool_calls':[{'id':'a'}]}}]} | true | true | false"
	// @formatter:on
	})
	void whatIsKnownOfTheEnd(String events, boolean finished, boolean expected, boolean doubtful) {
		CompletionEvents read = added(events(events));
		int pieces = 0;
		while (read.next() != null) {
			pieces++;
		}
		assertThat(pieces).isEqualTo(events.split(" ").length);
		assertThat(read.isWithinEvent()).isFalse();
		assertThat(read.isDone()).isFalse();
		assertThat(List.of(read.isFinished(), read.isEndExpected(), read.isEndDoubtful())).containsExactly(finished,
				expected, doubtful);
		read.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[DONE]", "[DONE] ", " \t[DONE]\t", "\n[DONE]\n" })
	void theEndIsRead(String done) {
		CompletionEvents read = added(events(END.substring(1)) + "data: " + done.replace("\n", "\ndata: ") + "\n\n");
		assertThat(read.next()).isNotNull();
		assertThat(read.isDone()).isFalse();
		assertThat(read.next()).isNull();
		assertThat(read.isDone()).isTrue();
		assertThat(read.last()).isNull();
	}

	@Test
	void aPieceWithoutItsBlankLineIsReadAtTheEnd() {
		CompletionEvents read = added(events(END.substring(1)).stripTrailing() + "\n");
		assertThat(read.next()).isNull();
		assertThat(read.isWithinEvent()).isTrue();
		assertThat(read.isFinished()).isFalse();
		assertThat(read.last()).isNotNull();
		assertThat(read.isFinished()).isTrue();
	}

	@Test
	void blankEventsSayNothing() {
		CompletionEvents read = added("data: \n\ndata:  \t\ndata: \n\n" + events(END.substring(1)));
		assertThat(read.next()).isNotNull();
		assertThat(read.next()).isNull();
		assertThat(read.last()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "data: {'error':{'message':'Boom'}} | Boom", "event: error\\ndata: {'message':'Boom'} | Boom",
					"event: error\\ndata: Boom | Boom",
					"data: {'choices':[{'delta':{'content':'One'},'error':{'message':'Boom'}}]} | Boom" })
	void anEventThatIsAnErrorEndsIt(String event, String words) {
		ReadStream stream = ReadStream
			.of(event.replace('\'', '"').replace("\\n", "\n") + "\n\n" + events(END.substring(1) + " [DONE]"));
		assertThat(stream.pieces()).isEmpty();
		assertThat(stream.error()).hasMessageContaining(words);
	}

	private static CompletionEvents added(String stream) {
		CompletionEvents events = new CompletionEvents(100_000, ReadStream.failures());
		events.add(DefaultDataBufferFactory.sharedInstance.wrap(stream.getBytes(StandardCharsets.UTF_8)));
		return events;
	}

	private static String events(String events) {
		return "data: " + events.replace('\'', '"').replace(" ", "\n\ndata: ") + "\n\n";
	}

}
