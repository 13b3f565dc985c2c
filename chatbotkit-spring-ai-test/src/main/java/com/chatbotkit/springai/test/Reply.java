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

package com.chatbotkit.springai.test;

import java.time.Duration;
import java.util.AbstractList;
import java.util.List;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.EndReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scripted answer: text, function calls and failures, in the order they are added.
 * Immutable: every method returns a new reply.
 */
public final class Reply {

	private static final JsonMapper JSON = new JsonMapper();

	private final ReplyEvents events;

	private final @Nullable Fault fault;

	private Reply(ReplyEvents events, @Nullable Fault fault) {
		this.events = events;
		this.fault = fault;
	}

	/**
	 * Answers nothing.
	 * @return the reply
	 */
	public static Reply nothing() {
		return new Reply(ReplyEvents.EMPTY, null);
	}

	/**
	 * Answers with a text, which streams word by word.
	 * @param text the text
	 * @return the reply
	 */
	public static Reply text(String text) {
		return nothing().andText(text);
	}

	/**
	 * Answers with a text in given pieces.
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return the reply
	 */
	public static Reply pieces(String... pieces) {
		return nothing().andPieces(List.of(pieces));
	}

	/**
	 * Calls a function of the caller. A request that does not offer it is refused with
	 * the status 422 and words that name what it does offer.
	 * @param function the function's name, on the wire or as the application knows it
	 * @param arguments the arguments: a map, record or other object that makes JSON; a
	 * string is sent as it is, null as an empty object
	 * @return the reply
	 */
	public static Reply call(String function, @Nullable Object arguments) {
		return nothing().andCall(function, arguments);
	}

	/**
	 * Fails as the platform's engine does: status 500 in OpenAI's error shape, or an
	 * error event in a stream.
	 * @param code the code
	 * @param message what happened
	 * @return the reply
	 */
	public static Reply failure(String code, String message) {
		return nothing().andFailure(code, message);
	}

	/**
	 * Breaks off with an exception: the status of the code, or a stream that ends without
	 * a finish reason. What the platform does for an unknown bot is
	 * {@code exception("NOT_FOUND", …)}.
	 * @param code the code, such as {@code NOT_FOUND}, {@code NOT_AUTHORIZED},
	 * {@code NO_SUBSCRIPTION}
	 * @param message what happened
	 * @return the reply
	 */
	public static Reply exception(String code, String message) {
		return nothing().andException(code, message);
	}

	/**
	 * Adds a text, which streams word by word.
	 * @param text the text
	 * @return the longer reply
	 */
	public Reply andText(String text) {
		return andPieces(TextPieces.pieces(text));
	}

	Reply andPieces(List<String> pieces) {
		return and(new Tokens(pieces));
	}

	/**
	 * Adds a call of one of the caller's functions. The reply then ends with
	 * {@code tool_calls} unless said otherwise.
	 * @param function the function's name, as in {@link #call}
	 * @param arguments the arguments, as in {@link #call}
	 * @return the longer reply
	 */
	public Reply andCall(String function, @Nullable Object arguments) {
		EndReason end = this.events.end();
		AgentEvent.ToolCall call = new AgentEvent.ToolCall(function, JSON.valueToTree(arguments));
		return new Reply(this.events.withCallerCall(call), this.fault).ending((end != null) ? end : EndReason.ACTIVITY);
	}

	/**
	 * Adds a call of a tool that the agent runs itself. Callers see it, and are not asked
	 * to act.
	 * @param tool the tool's name
	 * @param arguments the arguments, as in {@link #call}
	 * @return the longer reply
	 */
	public Reply andOwnCall(String tool, @Nullable Object arguments) {
		JsonNode json = JSON.valueToTree(arguments);
		return and(List.of(new AgentEvent.ToolCall(tool, json)));
	}

	/**
	 * Adds a failure of the engine, see {@link #failure}.
	 * @param code the code
	 * @param message what happened
	 * @return the longer reply
	 */
	public Reply andFailure(String code, String message) {
		return and(List.of(new AgentEvent.Failure(code, message)));
	}

	/**
	 * Breaks off after what was added so far, see {@link #exception}.
	 * @param code the code
	 * @param message what happened
	 * @return the broken reply
	 */
	public Reply andException(String code, String message) {
		return breaking(new AgentException(code, message));
	}

	Reply breaking(Throwable exception) {
		return new Reply(this.events.breaking(exception), this.fault);
	}

	/**
	 * Sets the tokens that the reply is said to have used. By default they are counted
	 * from the texts.
	 * @param input tokens read
	 * @param output tokens written
	 * @return the reply with that usage
	 */
	public Reply usage(int input, int output) {
		return and(List.of(new AgentEvent.Usage(input, output)));
	}

	/**
	 * Sets why the reply ends.
	 * @param reason the reason
	 * @return the reply with that end
	 */
	public Reply ending(EndReason reason) {
		return new Reply(this.events.ending(reason), this.fault);
	}

	/**
	 * Sets the pause before each piece.
	 * @param pause the pause; defaults to none
	 * @return the slower reply
	 */
	public Reply every(Duration pause) {
		return new Reply(this.events.every(pause), this.fault);
	}

	/**
	 * Lets something go wrong with the reply.
	 * @param fault what happens
	 * @return the reply with that fault
	 */
	public Reply failing(Fault fault) {
		return new Reply(this.events, fault);
	}

	Reply first(int count) {
		return new Reply(this.events.first(count), null);
	}

	private Reply and(List<? extends AgentEvent> more) {
		return new Reply(this.events.append(more), this.fault);
	}

	ScriptedResponse respond(Turn turn) {
		if (this.fault instanceof EngineFault engine) {
			return engine.applyTo(this).respond(turn);
		}
		if (this.fault instanceof ResponseFault refusal) {
			return new ScriptedResponse(Flux.empty(), refusal);
		}
		OfferedTools tools = new OfferedTools(turn.functions());
		String unknown = this.events.unknownTool(tools);
		if (unknown != null) {
			return new ScriptedResponse(Flux.empty(), ResponseFault.unknownTool(tools.refusal(unknown)));
		}
		return new ScriptedResponse(this.events.withWireNames(tools).run(turn), (WireFault) this.fault);
	}

	private static final class Tokens extends AbstractList<AgentEvent> {

		private final List<String> pieces;

		Tokens(List<String> pieces) {
			this.pieces = pieces;
		}

		@Override
		public AgentEvent get(int index) {
			return new AgentEvent.Token(this.pieces.get(index));
		}

		@Override
		public int size() {
			return this.pieces.size();
		}

	}

}
