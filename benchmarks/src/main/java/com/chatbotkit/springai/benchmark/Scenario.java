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

package com.chatbotkit.springai.benchmark;

import java.time.Duration;

/**
 * What is measured of a {@link Contender}.
 */
enum Scenario {

	/**
	 * A small call, one after the other.
	 */
	CALL {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpCalls(contender, Order.call(), Wire.ANSWER, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.calls(contender, Order.call(), Wire.ANSWER, time);
		}

	},

	/**
	 * A call with a prompt of 900 KiB.
	 */
	LARGE_PROMPT {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpCalls(contender, LARGE, Wire.ANSWER, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.calls(contender, LARGE, Wire.ANSWER, time);
		}

	},

	/**
	 * A call whose answer needs a tool.
	 */
	TOOL {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpCalls(contender, Order.tool(), Wire.TOOL_ANSWER, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.calls(contender, Order.tool(), Wire.TOOL_ANSWER, time);
		}

	},

	/**
	 * Streams of 2,000 chunks as fast as they can be read, one after the other.
	 */
	STREAM {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpStreams(contender, 2000, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.streams(contender, 2000, time);
		}

	},

	/**
	 * The same, of those who stream through a {@code ChatClient}.
	 */
	CLIENT {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpStreams(contender, 2000, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.streams(contender, 2000, time);
		}

	},

	/**
	 * Streams of 1,000 chunks.
	 */
	STREAM_OF_1000 {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpStreams(contender, 1000, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.streams(contender, 1000, time);
		}

	},

	/**
	 * Streams of 100,000 chunks.
	 */
	STREAM_OF_100000 {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpStreams(contender, 100_000, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.streams(contender, 100_000, time);
		}

	},

	/**
	 * One stream whose chunks are 5 ms apart: how long until the first text, and how old
	 * each text is when it arrives.
	 */
	DELAY {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpDelays(contender, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.delays(contender, time);
		}

	},

	/**
	 * 500 streams at once, of 100 chunks 20 ms apart.
	 */
	STREAMS_500 {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpTogether(contender, 500, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.together(contender, 500);
		}

	},

	/**
	 * 2,000 such streams at once.
	 */
	STREAMS_2000 {

		@Override
		void warmUp(Contender contender, Duration time) {
			Procedures.warmUpTogether(contender, 2000, time);
		}

		@Override
		Measured measure(Contender contender, Duration time) {
			return Procedures.together(contender, 2000);
		}

	};

	private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

	private static final String LARGE = WORDS.repeat(900 * 1024 / WORDS.length()) + Order.call();

	/**
	 * Runs what is measured until it is as fast as it gets.
	 */
	abstract void warmUp(Contender contender, Duration time);

	/**
	 * Measures once.
	 */
	abstract Measured measure(Contender contender, Duration time);

}
