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

package com.chatbotkit.springai.server.chat;

import com.chatbotkit.springai.server.agent.AgentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Reports the steps of an agent in one run, if they are shown.
 */
final class Steps {

	private final boolean shown;

	private final Sinks.Many<AgentEvent> sink = Sinks.many().unicast().onBackpressureBuffer();

	Steps(boolean shown) {
		this.shown = shown;
	}

	synchronized void add(String text) {
		if (this.shown) {
			this.sink.tryEmitNext(new AgentEvent.Step(text));
		}
	}

	/** The events, with what is done between them. */
	Flux<AgentEvent> among(Flux<AgentEvent> events) {
		return this.shown ? Flux.merge(this.sink.asFlux(), events.doFinally((signal) -> end())) : events;
	}

	private synchronized void end() {
		this.sink.tryEmitComplete();
	}

}
