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

package com.chatbotkit.springai.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs the agent and writes its events as a completion or as chunks.
 */
record AgentRunner(Agent agent) {

	private static final Logger logger = System.getLogger(AgentRunner.class.getName());

	Mono<EndpointResponse> answer(AgentRequest request, CompletionHeader header) {
		return request.stream() ? Mono.just(stream(request, header)) : complete(request, header);
	}

	private Mono<EndpointResponse> complete(AgentRequest request, CompletionHeader header) {
		return this.agent.run(request).collect(() -> new Completion(header), Completion::add).map(Completion::answer);
	}

	private EndpointResponse stream(AgentRequest request, CompletionHeader header) {
		Flux<AgentEvent> events;
		try {
			events = this.agent.run(request);
		}
		catch (RuntimeException ex) {
			logger.log(Level.DEBUG, "The agent failed before its answer began", ex);
			return EndpointResponse.of(500, Responses.EVENT_STREAM, "Internal Server Error");
		}
		Flux<byte[]> pieces = Flux.defer(() -> pieces(events, new ChunkWriter(header)));
		return new EndpointResponse(200, Responses.EVENT_STREAM, new EndpointResponse.Pieces(pieces));
	}

	private static Flux<byte[]> pieces(Flux<AgentEvent> events, ChunkWriter writer) {
		Flux<byte[]> answer = events.handle((event, sink) -> {
			byte[] piece = writer.next(event);
			if (piece != null) {
				sink.next(piece);
			}
		});
		// A broken stream ends without a finish reason and without an error.
		Flux<byte[]> whole = answer.concatWith(Mono.fromSupplier(writer::last))
			.doOnError((ex) -> logger.log(Level.DEBUG, "The agent broke a streaming answer off", ex))
			.onErrorComplete();
		return Flux.concat(Mono.fromSupplier(writer::first), whole, Mono.fromSupplier(ChunkWriter::done));
	}

}
