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

package com.chatbotkit.springai.test.record;

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;

/**
 * Answers each request with the first unused exchange that matches it.
 */
final class ReplayedExchanges {

	private final List<RecordedExchange> left;

	private final List<String> mismatches = new ArrayList<>();

	private final boolean timing;

	ReplayedExchanges(List<RecordedExchange> exchanges, boolean timing) {
		this.left = new ArrayList<>(exchanges);
		this.timing = timing;
	}

	synchronized Mono<EndpointResponse> answer(RecordedRequest request) {
		for (RecordedExchange exchange : this.left) {
			if (exchange.request().equals(request.addressedAs(exchange.request()))) {
				this.left.remove(exchange);
				return ResponseReplay.of(exchange.response(), this.timing);
			}
		}
		String mismatch = Mismatch.describe(request, this.left);
		this.mismatches.add(mismatch);
		return Mono.just(ChatCompletionsEndpoint.refusal(new AgentException("BAD_REQUEST", mismatch)));
	}

	/** Returns descriptions of the requests that no exchange matched. */
	synchronized List<String> mismatches() {
		return List.copyOf(this.mismatches);
	}

	/** Returns the exchanges that no request has used. */
	synchronized List<RecordedExchange> left() {
		return List.copyOf(this.left);
	}

}
