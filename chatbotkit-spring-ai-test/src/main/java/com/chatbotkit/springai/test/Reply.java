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
 * A scripted answer of texts, function calls and failures, in the order of adding.
 * Immutable: every method returns a new reply.
 */
public final class Reply {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration LONGEST_PAUSE = Duration.ofNanos(Long.MAX_VALUE);

	private final ReplyEvents events;

	private final @Nullable Fault fault;

	private Reply(ReplyEvents events, @Nullable Fault fault) {
		this.events = events;
		this.fault = fault;
	}

	/**
	 * Creates an empty reply.
	 * @return the reply
	 */
	public static Reply nothing() {
		return new Reply(ReplyEvents.EMPTY, null);
	}

	/**
	 * Creates a reply with a text, which streams word by word.
	 * @param text the text
	 * @return the reply
	 */
	public static Reply text(String text) {
		return nothing().andText(text);
	}

	/**
	 * Creates a reply with a text in the given pieces.
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return the reply
	 */
	public static Reply pieces(String... pieces) {
		return nothing().andPieces(List.of(pieces));
	}

	/**
	 * Creates a reply that calls a function of the caller. A request that does not offer
	 * the function is refused with status 422 and a message that names the offered
	 * functions.
	 * @param function the function's name, on the wire or in the application
	 * @param arguments the arguments: a map, record or other object that Jackson can
	 * write; a string is sent unchanged, null as an empty object
	 * @return the reply
	 */
	public static Reply call(String function, @Nullable Object arguments) {
		return nothing().andCall(function, arguments);
	}

	/**
	 * Creates a reply that fails like the platform's engine: status 500 in OpenAI's error
	 * format, or an error event in a stream.
	 * @param code the code
	 * @param message the message
	 * @return the reply
	 */
	public static Reply failure(String code, String message) {
		return nothing().andFailure(code, message);
	}

	/**
	 * Creates a reply that fails with an exception: the status of the code, or a stream
	 * that ends without a finish reason. The platform's response for an unknown bot is
	 * {@code exception("NOT_FOUND", …)}.
	 * @param code the code, such as {@code NOT_FOUND}, {@code NOT_AUTHORIZED},
	 * {@code NO_SUBSCRIPTION}
	 * @param message the message
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
		if (text == null) {
			throw new IllegalArgumentException("text must not be null: write Reply.nothing() for an empty answer");
		}
		return andPieces(TextPieces.pieces(text));
	}

	Reply andPieces(List<String> pieces) {
		return and(new Tokens(pieces));
	}

	/**
	 * Adds a call of one of the caller's functions. The finish reason becomes
	 * {@code tool_calls} unless {@link #ending} sets another.
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
	 * Adds a call of a tool that the bot runs itself. Callers see the call but do not
	 * answer it.
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
	 * @param message the message
	 * @return the longer reply
	 */
	public Reply andFailure(String code, String message) {
		return and(List.of(new AgentEvent.Failure(code, message)));
	}

	/**
	 * Fails with an exception after everything added so far, see {@link #exception}.
	 * @param code the code
	 * @param message the message
	 * @return the failing reply
	 */
	public Reply andException(String code, String message) {
		return breaking(new AgentException(code, message));
	}

	Reply breaking(Throwable exception) {
		return new Reply(this.events.breaking(exception), this.fault);
	}

	/**
	 * Sets the token usage of the reply. By default the tokens are estimated from the
	 * texts.
	 * @param input the input tokens
	 * @param output the output tokens
	 * @return the reply with that usage
	 */
	public Reply usage(int input, int output) {
		return and(List.of(new AgentEvent.Usage(input, output)));
	}

	/**
	 * Sets the finish reason.
	 * @param reason the finish reason
	 * @return the reply with that finish reason
	 */
	public Reply ending(EndReason reason) {
		return new Reply(this.events.ending(reason), this.fault);
	}

	/**
	 * Sets the pause before each piece.
	 * @param pause the pause, at most 292 years; defaults to none
	 * @return the slower reply
	 * @throws IllegalArgumentException if it is null, negative or longer
	 */
	public Reply every(Duration pause) {
		if (pause == null || pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
			throw new IllegalArgumentException(pause + " is no pause: write a duration from 0 to " + LONGEST_PAUSE);
		}
		return new Reply(this.events.every(pause), this.fault);
	}

	/**
	 * Adds a fault to the reply.
	 * @param fault the fault
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
		OfferedTools tools = OfferedTools.of(turn.functions());
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
