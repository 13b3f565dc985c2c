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

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The course that a reply takes, as events of the agent.
 *
 * @param events what it says and calls
 * @param end why it ends; null for an ordinary end
 * @param exception what breaks it off; null for nothing
 * @param pace the pause before each event
 */
record Course(List<AgentEvent> events, @Nullable EndReason end, @Nullable Throwable exception, Duration pace) {

	static final Course EMPTY = new Course(List.of(), null, null, Duration.ZERO);

	Course and(List<? extends AgentEvent> more) {
		return new Course(Stream.concat(this.events.stream(), more.stream()).toList(), this.end, this.exception,
				this.pace);
	}

	Course ending(EndReason reason) {
		return new Course(this.events, reason, this.exception, this.pace);
	}

	Course breaking(Throwable reason) {
		return new Course(this.events, this.end, reason, this.pace);
	}

	Course every(Duration pause) {
		return new Course(this.events, this.end, this.exception, pause);
	}

	/** The beginning, with no end of its own. */
	Course first(int count) {
		return new Course(this.events.subList(0, Math.min(count, this.events.size())), null, null, this.pace);
	}

	Flux<AgentEvent> run(Turn turn) {
		Flux<AgentEvent> steps = Flux.fromIterable(this.events);
		Flux<AgentEvent> paced = this.pace.isZero() ? steps : steps.delayElements(this.pace);
		if (this.exception != null) {
			return paced.concatWith(Flux.error(this.exception));
		}
		boolean counted = this.events.stream().anyMatch(AgentEvent.Usage.class::isInstance);
		Flux<AgentEvent> usage = counted ? Flux.empty() : Flux.just(count(turn));
		EndReason reason = (this.end != null) ? this.end : EndReason.STOP;
		return Flux.concat(paced, usage, Flux.just(new AgentEvent.End(reason)));
	}

	private AgentEvent count(Turn turn) {
		long pieces = this.events.stream().filter(AgentEvent.Token.class::isInstance).count();
		return new AgentEvent.Usage(Words.promptTokens(turn), (int) pieces);
	}

}
