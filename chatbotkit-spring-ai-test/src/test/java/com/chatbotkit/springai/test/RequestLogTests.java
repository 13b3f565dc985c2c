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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLogTests {

	@Test
	void keepsAllRequestsAndTheContentsThatFitIn() {
		RequestLog recorder = new RequestLog(Integer.MAX_VALUE, 100_000);
		for (int i = 0; i < 100; i++) {
			receive(recorder, i + "x".repeat(10_000), EndpointResponse.of(200, Map.of(), "answer " + i));
		}
		List<ReceivedRequest> requests = recorder.requests();
		assertThat(requests).hasSize(100).allMatch((request) -> request.status() == 200);
		assertThat(requests.get(99).body()).startsWith("99x");
		assertThat(requests.get(99).answer()).isEqualTo("answer 99");
		assertThat(requests.get(0).body()).isEqualTo(Exchange.DROPPED);
		assertThat(requests.get(0).answer()).isEqualTo(Exchange.DROPPED);
		assertThat(requests.stream().mapToInt((request) -> request.body().length()).sum()).isLessThan(100_000);
	}

	@Test
	void countsAnswersAsTheyGrow() {
		RequestLog recorder = new RequestLog(Integer.MAX_VALUE, 100_000);
		receive(recorder, "first", EndpointResponse.of(200, Map.of(), "short"));
		receive(recorder, "second", new EndpointResponse(200, Map.of(),
				new EndpointResponse.Pieces(Flux.range(0, 1000).map((i) -> new byte[1000]))));
		assertThat(recorder.requests()).extracting(ReceivedRequest::answer).first().isEqualTo(Exchange.DROPPED);
		assertThat(recorder.requests().get(1).answer()).hasSize(1_000_000);
		receive(recorder, "third", EndpointResponse.of(200, Map.of(), "short"));
		assertThat(recorder.requests()).extracting(ReceivedRequest::answer)
			.containsExactly(Exchange.DROPPED, Exchange.DROPPED, "short");
	}

	@Test
	void whatIsClearedLeavesRoom() {
		RequestLog recorder = new RequestLog(Integer.MAX_VALUE, 100_000);
		receive(recorder, "x".repeat(20_000), EndpointResponse.of(200, Map.of(), "answer"));
		recorder.clear();
		receive(recorder, "x".repeat(20_000), EndpointResponse.of(200, Map.of(), "answer"));
		receive(recorder, "small", EndpointResponse.of(200, Map.of(), "answer"));
		assertThat(recorder.requests()).extracting(ReceivedRequest::answer).containsOnly("answer");
	}

	private static void receive(RequestLog recorder, String body, EndpointResponse answer) {
		EndpointRequest request = new EndpointRequest("POST", "/", Map.of(), body.getBytes(StandardCharsets.UTF_8));
		EndpointResponse sent = recorder.follow(request, Mono.just(answer)).block();
		if (sent.body() instanceof EndpointResponse.Pieces pieces) {
			pieces.pieces().blockLast();
		}
	}

}
