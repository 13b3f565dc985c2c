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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;

/**
 * Forwards requests to the real endpoint, and records them with their responses.
 */
final class RecordingProxy {

	private final List<ExchangeInProgress> exchanges = new CopyOnWriteArrayList<>();

	private final Redaction redaction;

	private final boolean timing;

	RecordingProxy(Redaction redaction, boolean timing) {
		this.redaction = redaction;
		this.timing = timing;
	}

	Mono<EndpointResponse> answer(EndpointRequest request, String test, Upstream upstream) {
		if (!RecordedRequest.path(request).startsWith("/")) {
			// For example @host, which would change the host of the base URL.
			return Mono.just(ChatCompletionsEndpoint
				.refusal(new AgentException("NOT_FOUND", "The path must begin with a slash")));
		}
		return Mono.defer(() -> {
			this.redaction.learn(request);
			ExchangeInProgress exchange = new ExchangeInProgress(test, request);
			this.exchanges.add(exchange);
			return upstream.send(request).map(exchange::follow);
		});
	}

	/** Returns the exchanges recorded so far. */
	List<RecordedExchange> recorded() {
		return this.exchanges.stream().map((exchange) -> exchange.recorded(this.redaction, this.timing)).toList();
	}

}
