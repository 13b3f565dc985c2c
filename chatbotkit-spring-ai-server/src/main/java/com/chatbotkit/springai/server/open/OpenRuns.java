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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.server.agent.AgentEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The runs that are under way, which a shutdown waits for and then ends.
 */
final class OpenRuns {

	private static final String RETRY_SECONDS = "5";

	private final AtomicInteger running = new AtomicInteger();

	private final Sinks.Empty<Void> none = Sinks.empty();

	private final Sinks.One<Throwable> over = Sinks.one();

	private volatile boolean closing;

	/** Refuses a new run while the endpoint closes. */
	void check() {
		if (this.closing) {
			throw new OpenRefusal(503, "shutting_down", null, "The server is shutting down. Try again in a moment.",
					Map.of("Retry-After", RETRY_SECONDS));
		}
	}

	Flux<AgentEvent> during(Flux<AgentEvent> events) {
		return Flux.defer(() -> {
			this.running.incrementAndGet();
			return until(this.over.asMono(), events).doFinally((signal) -> ended());
		});
	}

	/** The same events until there is a failure, which stops what makes them. */
	static Flux<AgentEvent> until(Mono<? extends Throwable> failure, Flux<AgentEvent> events) {
		return Flux.defer(() -> {
			AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
			// Not with an error: takeUntilOther passes that on, and cancels nothing.
			return events.takeUntilOther(failure.doOnNext(failed::set))
				.concatWith(Mono.defer(() -> (failed.get() != null) ? Mono.error(failed.get()) : Mono.empty()));
		});
	}

	private void ended() {
		if (this.running.decrementAndGet() == 0 && this.closing) {
			this.none.tryEmitEmpty();
		}
	}

	Mono<Void> close(Duration grace) {
		return Mono.defer(() -> {
			this.closing = true;
			if (this.running.get() == 0) {
				return Mono.empty();
			}
			return this.none.asMono().timeout(grace, Mono.fromRunnable(this::end));
		});
	}

	private void end() {
		this.over.tryEmitValue(new OpenRefusal(503, "shutting_down", null,
				"The server was shut down before the agent had finished.", Map.of()));
	}

}
