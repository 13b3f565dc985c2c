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

package com.chatbotkit.springai.server.agent;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers one request of the endpoint.
 */
@FunctionalInterface
public interface Agent {

	/**
	 * Starts an answer. Each subscription to the result is one run, and cancelling it
	 * stops the agent.
	 * <p>
	 * An expected failure is an {@link AgentEvent.Failure} in the stream. An error signal
	 * ends the answer: a client that does not stream gets the status of the
	 * {@link AgentException}, and for a streaming client the stream ends without a finish
	 * reason. If this method itself throws, the answer has not begun, and a streaming
	 * client gets status 500 without a body of its own (docs/contract.md#streaming).
	 * @param request the client's request, after all checks
	 * @return the answer's events, in order; must not block
	 */
	Flux<AgentEvent> run(AgentRequest request);

	/**
	 * Checks a request, for a dialect that refuses requests before an answer begins. An
	 * error signal means that nothing was executed, and is answered with the status of
	 * its {@link AgentException}, even if the client streams.
	 * @param request the client's request, after all checks of the dialect
	 * @return the result of {@link #run}, after the request was checked; must not block
	 */
	default Mono<Flux<AgentEvent>> prepare(AgentRequest request) {
		return Mono.fromSupplier(() -> run(request));
	}

}
