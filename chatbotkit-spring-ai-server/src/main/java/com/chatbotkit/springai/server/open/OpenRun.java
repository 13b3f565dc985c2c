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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.agent.AgentEvent;
import reactor.core.publisher.Flux;

/**
 * One run, which gives its admission back once, when its agent has ended, and books the
 * tokens that it has used.
 */
final class OpenRun {

	private final Admission admission;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicLong tokens = new AtomicLong();

	private volatile boolean begun;

	OpenRun(Admission admission) {
		this.admission = admission;
	}

	/** The agent's events, also those that come when the client has gone. */
	Flux<AgentEvent> during(Flux<AgentEvent> events) {
		return Flux.defer(() -> {
			this.begun = true;
			// Before the client sees the end, so that its next request is counted right.
			return events.doOnNext(this::note).doOnTerminate(this::finished).doOnCancel(this::finished);
		});
	}

	private void note(AgentEvent event) {
		if (event instanceof AgentEvent.Usage usage) {
			this.tokens.addAndGet((long) usage.input() + usage.output());
		}
	}

	/** Nobody waits for an answer any more: an agent that has not begun never will. */
	void left() {
		if (!this.begun) {
			finished();
		}
	}

	private void finished() {
		if (this.ended.compareAndSet(false, true)) {
			this.admission.finished(this.tokens.get());
		}
	}

}
