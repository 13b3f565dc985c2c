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

package com.chatbotkit.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;

/**
 * What happens in an exchange. Its number alone decides, so that client, server and
 * report agree without telling each other.
 */
enum Kind {

	CALL(20, Way.CALL, Expected.ANSWER, 1),

	STREAM(20, Way.STREAM, Expected.ANSWER, 1),

	LARGE_CALL(2, Way.CALL, Expected.ANSWER, 1),

	LONG_STREAM(3, Way.STREAM, Expected.ANSWER, 1),

	TOOL_CALL(6, Way.TOOL_CALL, Expected.ANSWER, 2),

	TOOL_STREAM(6, Way.TOOL_STREAM, Expected.ANSWER, 2),

	LATE(2, Way.CALL, Expected.ANSWER, 1),

	SLOW(4, Way.STREAM, Expected.ANSWER, 1),

	SPLIT(3, Way.STREAM, Expected.ANSWER, 1),

	SLOW_READER(3, Way.SLOW_READER, Expected.ANSWER, 1),

	STALLED_READER(2, Way.STALLED_READER, Expected.ANSWER, 1),

	LIMITED_ONCE(2, Way.CALL, Expected.ANSWER, 2),

	UNAVAILABLE_ONCE(2, Way.STREAM, Expected.ANSWER, 2),

	LIMITED(1, Way.CALL, Expected.FAILURE, 3),

	UNAVAILABLE(1, Way.STREAM, Expected.FAILURE, 3),

	QUOTA(1, Way.CALL, Expected.FAILURE, 1),

	INTERNAL(2, Way.CALL, Expected.FAILURE, 1),

	GATEWAY(2, Way.STREAM, Expected.FAILURE, 1),

	UNKNOWN_CALL(1, Way.CALL, Expected.FAILURE, 1),

	UNKNOWN_STREAM(1, Way.STREAM, Expected.FAILURE, 1),

	ENGINE_CALL(1, Way.CALL, Expected.FAILURE, 1),

	ENGINE_STREAM(2, Way.STREAM, Expected.FAILURE, 1),

	CUT_CALL(1, Way.CALL, Expected.FAILURE, 1),

	CUT_STREAM(3, Way.STREAM, Expected.FAILURE, 1),

	LOST(2, Way.CALL, Expected.FAILURE, 1),

	SILENT_CALL(1, Way.CALL, Expected.FAILURE, 1),

	SILENT_STREAM(1, Way.STREAM, Expected.FAILURE, 1),

	CANCELLED_STREAM(4, Way.CANCEL_IN_STREAM, Expected.CANCEL, 1),

	CANCELLED_EARLY(2, Way.CANCEL_BEFORE_ANSWER, Expected.CANCEL, 1),

	INTERRUPTED(2, Way.INTERRUPT, Expected.CANCEL, 1);

	/** The tool that an exchange may use. */
	static final String TOOL = "lookup";

	private static final int[] SHARES = Arrays.stream(values()).mapToInt((kind) -> kind.share).toArray();

	private static final int ALL = Arrays.stream(SHARES).sum();

	private final int share;

	private final Way way;

	private final Expected expected;

	private final int requests;

	Kind(int share, Way way, Expected expected, int requests) {
		this.share = share;
		this.way = way;
		this.expected = expected;
		this.requests = requests;
	}

	static Kind of(int exchange) {
		// Knuth's multiplier: neighbours differ.
		int at = (int) ((exchange * 2654435761L & 0xffffffffL) % ALL);
		for (Kind kind : values()) {
			at -= kind.share;
			if (at < 0) {
				return kind;
			}
		}
		throw new IllegalStateException();
	}

	Way way() {
		return this.way;
	}

	Expected expected() {
		return this.expected;
	}

	/** The most requests that the server may get for it. */
	int requests() {
		return this.requests;
	}

	/** The pieces of the answer of an exchange. */
	List<String> pieces(int exchange) {
		int count = switch (this) {
			case LARGE_CALL -> 4_000;
			case LONG_STREAM, STALLED_READER -> 1_500;
			case SLOW_READER -> 300;
			default -> 5 + exchange % 40;
		};
		List<String> pieces = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			pieces.add("#" + exchange + ":" + i + ((i % 7 == 0) ? " é€\n" : " "));
		}
		return pieces;
	}

	String answer(int exchange) {
		return (this.way == Way.TOOL_CALL || this.way == Way.TOOL_STREAM) ? toolAnswer(toolResult(exchange))
				: String.join("", pieces(exchange));
	}

	static String toolResult(int exchange) {
		return "the value of #" + exchange;
	}

	private static String toolAnswer(String result) {
		return "The tool says: " + result;
	}

	/**
	 * What the server answers.
	 * @param exchange the number of the exchange
	 * @param attempt how many requests there have been for it
	 * @param result what the tool returned, empty if it was not asked yet
	 */
	Reply reply(int exchange, int attempt, String result) {
		if (this.way == Way.TOOL_CALL || this.way == Way.TOOL_STREAM) {
			return result.isEmpty() ? Reply.call(TOOL, Map.of("exchange", exchange)) : Reply.text(toolAnswer(result));
		}
		return withFault(Reply.pieces(pieces(exchange).toArray(String[]::new)), attempt);
	}

	private Reply withFault(Reply answer, int attempt) {
		return switch (this) {
			case LATE -> answer.failing(Fault.slow(Duration.ofMillis(800)));
			case SLOW -> answer.failing(Fault.slow(Duration.ofMillis(20)));
			case SPLIT -> answer.failing(Fault.splitBytes(7));
			case LIMITED_ONCE -> (attempt > 1) ? answer : answer.failing(Fault.rateLimited());
			case UNAVAILABLE_ONCE -> (attempt > 1) ? answer : answer.failing(Fault.serviceUnavailable());
			case LIMITED -> answer.failing(Fault.rateLimited());
			case UNAVAILABLE -> answer.failing(Fault.serviceUnavailable());
			case QUOTA -> answer.failing(Fault.quotaExceeded());
			case INTERNAL -> answer.failing(Fault.internalError());
			case GATEWAY -> answer.failing(Fault.gateway(502));
			case UNKNOWN_CALL, UNKNOWN_STREAM -> answer.failing(Fault.unknownBot());
			case ENGINE_CALL -> answer.failing(Fault.engineError("BOOM", "The engine failed"));
			case ENGINE_STREAM -> answer.failing(Fault.engineErrorAfter(3, "BOOM", "The engine failed"));
			case CUT_CALL -> answer.failing(Fault.cutAfter(1));
			case CUT_STREAM -> answer.failing(Fault.cutAfter(3));
			case LOST -> answer.failing(Fault.connectionLost());
			case SILENT_CALL, CANCELLED_EARLY, INTERRUPTED -> answer.failing(Fault.stall());
			case SILENT_STREAM -> answer.failing(Fault.stallAfter(4));
			default -> answer;
		};
	}

	/**
	 * What the client does.
	 */
	enum Way {

		CALL, STREAM, TOOL_CALL, TOOL_STREAM, SLOW_READER, STALLED_READER, CANCEL_IN_STREAM, CANCEL_BEFORE_ANSWER,
		INTERRUPT

	}

	/**
	 * How it ends where nothing else disturbs it.
	 */
	enum Expected {

		ANSWER, FAILURE, CANCEL

	}

}
