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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps what was received, on the way in and at the agent.
 */
final class Recorder {

	private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

	/** Records the request and follows its answer. */
	Mono<EndpointResponse> follow(EndpointRequest request, Mono<EndpointResponse> answer) {
		return Mono.defer(() -> {
			Exchange exchange = new Exchange(request);
			this.exchanges.add(exchange);
			return answer.flatMap((response) -> damaged(exchange, response))
				.doOnCancel(exchange::cancelled)
				.map((response) -> follow(exchange, response));
		});
	}

	private static Mono<EndpointResponse> damaged(Exchange exchange, EndpointResponse response) {
		WireFault fault = exchange.fault();
		return (fault != null) ? fault.damage(response) : Mono.just(response);
	}

	private static EndpointResponse follow(Exchange exchange, EndpointResponse response) {
		exchange.answered(response.status());
		if (response.body() instanceof EndpointResponse.Pieces streaming) {
			Flux<byte[]> pieces = streaming.pieces().doOnNext(exchange::sent).doOnCancel(exchange::cancelled);
			return new EndpointResponse(response.status(), response.headers(), new EndpointResponse.Pieces(pieces));
		}
		exchange.sent(((EndpointResponse.Whole) response.body()).text().getBytes(StandardCharsets.UTF_8));
		return response;
	}

	/** The script as an agent, with what reaches it recorded first. */
	Agent before(Script script) {
		return (request) -> {
			of(request).forEach((exchange) -> exchange.reached(request));
			Answer answer = script.answer(new Turn(request));
			of(request).forEach((exchange) -> exchange.strike(answer.fault()));
			return answer.events();
		};
	}

	private Stream<Exchange> of(AgentRequest request) {
		return this.exchanges.stream().filter((exchange) -> exchange.isOf(request.http()));
	}

	List<ReceivedRequest> requests() {
		return this.exchanges.stream().map(Exchange::snapshot).toList();
	}

	void clear() {
		this.exchanges.clear();
	}

}
