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
 * Something that happened in an exchange.
 *
 * @param exchange the number of the exchange
 * @param at when it happened, in milliseconds since 1970
 * @param kind what happened
 * @param facts more about it, for the page's script
 */
record Step(long exchange, long at, Kind kind, Map<String, Object> facts) {

	// Of its objects, which small steps consist of.
	private static final int OVERHEAD = 128;

	enum Kind {

		/** A request came: method, uri, body. */
		REQUEST,

		/** Its answer began: status, stream. */
		STATUS,

		/** A piece of the answer went out: text. */
		PIECE,

		/** More of the answer went out than is kept. */
		CUT,

		/** The exchange is over: outcome. */
		END,

		/** Exchanges before this one are no longer kept. */
		DROPPED

	}

	static Step dropped(long first) {
		return new Step(first, 0, Kind.DROPPED, Map.of());
	}

	/** How much of the journal's room it takes. */
	long characters() {
		long characters = OVERHEAD;
		for (Object fact : this.facts.values()) {
			characters += (fact instanceof String text) ? text.length() : 0;
		}
		return characters;
	}

}
