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

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.SignalType;

/**
 * Writes one exchange into the journal, without its headers because they contain secrets.
 */
final class WatchedExchange {

	/** Characters of a body that are kept. */
	static final int MAX_KEPT = 256 * 1024;

	/** Pieces of an answer that are kept. */
	static final int MAX_PIECES = 1_900;

	private final Journal journal;

	private final Clock clock;

	private final long number;

	private final AtomicLong kept = new AtomicLong();

	private final AtomicInteger pieces = new AtomicInteger();

	WatchedExchange(Journal journal, Clock clock) {
		this.journal = journal;
		this.clock = clock;
		this.number = journal.open();
	}

	void requested(EndpointRequest request) {
		String body = new String(request.body(), StandardCharsets.UTF_8);
		add(Step.Kind.REQUEST, Map.of("method", request.method(), "uri", request.uri(), "body", start(body)));
	}

	EndpointResponse answered(EndpointResponse response, List<Note> notes) {
		notes.forEach((note) -> add(Step.Kind.NOTE, note.facts()));
		boolean stream = response.body() instanceof EndpointResponse.Pieces;
		add(Step.Kind.STATUS, Map.of("status", response.status(), "stream", stream));
		if (response.body() instanceof EndpointResponse.Whole whole) {
			add(Step.Kind.PIECE, Map.of("text", start(whole.text())));
			ended(SignalType.ON_COMPLETE);
		}
		return response.withPieces((pieces) -> pieces.doOnNext(this::sent).doFinally(this::ended));
	}

	void cancelled() {
		ended(SignalType.CANCEL);
	}

	private void sent(byte[] piece) {
		long before = this.kept.getAndAdd(piece.length);
		int number = this.pieces.incrementAndGet();
		if (before < MAX_KEPT && number <= MAX_PIECES) {
			add(Step.Kind.PIECE, Map.of("text", new String(piece, StandardCharsets.UTF_8)));
			if (before + piece.length >= MAX_KEPT || number == MAX_PIECES) {
				add(Step.Kind.CUT, Map.of());
			}
		}
	}

	private void ended(SignalType signal) {
		String outcome = switch (signal) {
			case ON_COMPLETE -> "done";
			case CANCEL -> "cancelled";
			default -> "broken";
		};
		add(Step.Kind.END, Map.of("outcome", outcome));
	}

	private void add(Step.Kind kind, Map<String, Object> facts) {
		this.journal.add(new Step(this.number, this.clock.millis(), kind, facts));
	}

	private static String start(String text) {
		return (text.length() > MAX_KEPT) ? text.substring(0, MAX_KEPT) + " …" : text;
	}

}
