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
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the journal's steps to the page as server-sent events.
 */
record EventFeed(Journal journal) {

	// Each connection tells everything anew, so that the page forgets what it knew.
	private static final String BEGIN = "retry: 1000\nevent: begin\ndata: {}\n\n";

	private static final Map<String, String> HEADERS = Map.of("Content-Type", "text/event-stream; charset=utf-8",
			"Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

	Mono<EndpointResponse> answer() {
		Flux<byte[]> events = Flux.concat(Mono.just(BEGIN), this.journal.steps().map(EventFeed::event))
			.map((event) -> event.getBytes(StandardCharsets.UTF_8));
		return Mono.just(new EndpointResponse(200, HEADERS, new EndpointResponse.Pieces(events)));
	}

	private static String event(Step step) {
		return "data: " + JsonMapper.shared().writeValueAsString(step) + "\n\n";
	}

}
