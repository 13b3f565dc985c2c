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

package com.chatbotkit.springai.server.open;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.open.OpenEndpoint.OpenSettings;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Runs an agent and writes its events as a completion or as chunks.
 */
record OpenRunner(OpenSettings settings, OpenRuns runs) {

	private static final Map<String, String> EVENT_STREAM = Map.of("Content-Type", "text/event-stream", "Cache-Control",
			"no-cache", "X-Accel-Buffering", "no");

	Mono<EndpointResponse> answer(Agent agent, AgentRequest request, OpenHeader header, boolean usage,
			Admission admission, OpenObservation observed) {
		OpenAnswer answer = new OpenAnswer();
		OpenRun run = new OpenRun(admission);
		Mono<Flux<AgentEvent>> prepared = Mono.defer(() -> agent.prepare(request))
			.map((events) -> limited(run.during(events)))
			.contextWrite(observed::in);
		observed.runs();
		Mono<EndpointResponse> response = request.stream()
				? prepared.map((events) -> stream(events, new OpenChunks(header, answer, usage), run, observed))
				: prepared.flatMap((events) -> complete(events, new OpenCompletion(header, answer), observed));
		return response.doFinally((signal) -> {
			if (!request.stream() || signal != SignalType.ON_COMPLETE) {
				run.left();
				observed.finished(signal, answer);
			}
		});
	}

	private static Mono<EndpointResponse> complete(Flux<AgentEvent> events, OpenCompletion completion,
			OpenObservation observed) {
		return events.doOnNext(completion::add)
			.then(Mono.fromSupplier(completion::response))
			.onErrorResume((failure) -> Mono.just(OpenErrors.failed(observed.failed(failure))))
			.contextWrite(observed::in);
	}

	private static EndpointResponse stream(Flux<AgentEvent> events, OpenChunks chunks, OpenRun run,
			OpenObservation observed) {
		// Not handle, which sets all thread locals of the context for each event. With it
		// here and in the agent, an observed stream takes 1.11 times as long and 1.17
		// times the memory. Measured:
		// benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
		Flux<byte[]> shown = events.doOnNext(observed::shown).map(chunks::next).filter((piece) -> piece.length > 0);
		Flux<byte[]> pieces = Flux.concat(Mono.fromSupplier(chunks::first), shown, Mono.fromSupplier(chunks::last))
			.onErrorResume((failure) -> Mono.just(OpenChunks.error(observed.failed(failure))))
			.contextWrite(observed::in)
			.doFinally((signal) -> {
				run.left();
				observed.finished(signal, chunks.answer());
			});
		return new EndpointResponse(200, EVENT_STREAM, new EndpointResponse.Pieces(pieces));
	}

	private Flux<AgentEvent> limited(Flux<AgentEvent> events) {
		Duration timeout = this.settings.timeout();
		Flux<AgentEvent> inTime = timeout.isZero() ? events
				: OpenRuns.until(Mono.delay(timeout).map((tick) -> new TimeoutException()), events);
		return FinishAfter.in(this.runs.during(inTime), this.settings.finishAfter());
	}

}
