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

package com.chatbotkit.springai.test.page;

import java.util.Map;

/**
 * One event of an exchange, as the page receives it.
 *
 * @param exchange the number of the exchange
 * @param at the time, in milliseconds since 1970
 * @param kind what happened
 * @param facts the values for the page's script
 */
record Step(long exchange, long at, Kind kind, Map<String, Object> facts) {

	// Memory of the objects themselves, in characters.
	private static final int OVERHEAD = 128;

	enum Kind {

		/** A request was received: method, uri, body. */
		REQUEST,

		/**
		 * The platform acts on the request without saying so: text, mark, messages.
		 */
		NOTE,

		/** The response began: status, stream. */
		STATUS,

		/** A piece of the response was sent: text. */
		PIECE,

		/** The rest of the response is sent but not kept. */
		CUT,

		/** The exchange has ended: outcome. */
		END,

		/** Exchanges before this one are no longer kept. */
		DROPPED

	}

	static Step dropped(long first) {
		return new Step(first, 0, Kind.DROPPED, Map.of());
	}

	/** Returns the size of this step for the journal's limit. */
	long characters() {
		long characters = OVERHEAD;
		for (Object fact : this.facts.values()) {
			characters += (fact instanceof String text) ? text.length() : 0;
		}
		return characters;
	}

}
