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
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the journal's steps to the page as server-sent events.
 */
record EventFeed(Journal journal) {

	// Each connection starts with the whole journal, so the page clears its list.
	private static final String BEGIN = "retry: 1000\nevent: begin\ndata: {}\n\n";

	private static final Map<String, String> HEADERS = Map.of("Content-Type", "text/event-stream; charset=utf-8",
			"Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

	/** Limit for open pages: each one costs a connection and its buffers. */
	private static final int MAX_FEEDS = 100;

	/**
	 * Bytes in a piece. Many pieces may wait for a slow connection, so large ones would
	 * take too much memory.
	 */
	private static final int PIECE = 2048;

	Mono<EndpointResponse> answer() {
		if (this.journal.watchers() >= MAX_FEEDS) {
			return Mono.just(EndpointResponse.of(503, Map.of("Content-Type", "text/plain", "Retry-After", "1"),
					"The page is open " + MAX_FEEDS + " times. Close one of them."));
		}
		Flux<byte[]> events = Flux
			.concat(Mono.just(BEGIN.getBytes(StandardCharsets.UTF_8)),
					this.journal.steps().map(EventFeed::event).limitRate(1))
			.concatMapIterable(EventFeed::pieces, 1);
		return Mono.just(new EndpointResponse(200, HEADERS, new EndpointResponse.Pieces(events)));
	}

	private static byte[] event(Step step) {
		return ("data: " + JsonMapper.shared().writeValueAsString(step) + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

	private static Iterable<byte[]> pieces(byte[] event) {
		int count = (event.length + PIECE - 1) / PIECE;
		return () -> IntStream.range(0, count)
			.mapToObj((i) -> Arrays.copyOfRange(event, i * PIECE, Math.min((i + 1) * PIECE, event.length)))
			.iterator();
	}

}
