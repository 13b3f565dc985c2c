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
	 * Starts an answer. Each subscription to the result is one run; cancelling it is the
	 * client's way to stop the agent.
	 * <p>
	 * A failure that the agent knows is an {@link AgentEvent.Failure} in the stream. An
	 * error signal breaks the answer off: a client that does not stream gets the status
	 * of the {@link AgentException}, one that streams sees the stream end without a
	 * finish reason. An exception thrown by this method itself counts as raised before
	 * the answer began: a streaming client gets a bare 500 (docs/contract.md#streaming).
	 * @param request what the client sent, after all checks
	 * @return the answer's events, in order; must not block
	 */
	Flux<AgentEvent> run(AgentRequest request);

	/**
	 * Checks a request, for a dialect that refuses before an answer begins: an error
	 * signal is answered with the status of its {@link AgentException}, also where the
	 * client streams, and tells that nothing was done.
	 * @param request what the client sent, after all checks of the dialect
	 * @return what {@link #run} returns, once the request is checked; must not block
	 */
	default Mono<Flux<AgentEvent>> prepare(AgentRequest request) {
		return Mono.fromSupplier(() -> run(request));
	}

}
