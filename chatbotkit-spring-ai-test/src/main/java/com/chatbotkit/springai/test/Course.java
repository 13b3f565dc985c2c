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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The course that a reply takes, as events of the agent.
 *
 * @param events what it says and calls
 * @param asked which of the events are calls that the caller is to answer
 * @param end why it ends; null for an ordinary end
 * @param exception what breaks it off; null for nothing
 * @param pace the pause before each event
 */
record Course(List<AgentEvent> events, Set<Integer> asked, @Nullable EndReason end, @Nullable Throwable exception,
		Duration pace) {

	static final Course EMPTY = new Course(List.of(), Set.of(), null, null, Duration.ZERO);

	Course and(List<? extends AgentEvent> more) {
		return new Course(Joined.of(this.events, more), this.asked, this.end, this.exception, this.pace);
	}

	/** With a call that the caller is to answer. */
	Course asking(AgentEvent.ToolCall call) {
		Set<Integer> calls = new HashSet<>(this.asked);
		calls.add(this.events.size());
		return new Course(Joined.of(this.events, List.of(call)), calls, this.end, this.exception, this.pace);
	}

	Course ending(EndReason reason) {
		return new Course(this.events, this.asked, reason, this.exception, this.pace);
	}

	Course breaking(Throwable reason) {
		return new Course(this.events, this.asked, this.end, reason, this.pace);
	}

	Course every(Duration pause) {
		return new Course(this.events, this.asked, this.end, this.exception, pause);
	}

	/** The beginning, with no end of its own. */
	Course first(int count) {
		Set<Integer> calls = new HashSet<>(this.asked);
		calls.removeIf((index) -> index >= count);
		return new Course(this.events.subList(0, Math.min(count, this.events.size())), calls, null, null, this.pace);
	}

	/** The tool that the caller is asked to run and does not offer, or null for none. */
	@Nullable String unknownTool(OfferedTools tools) {
		return calls().filter((call) -> tools.wireName(call.name()) == null)
			.map(AgentEvent.ToolCall::name)
			.findFirst()
			.orElse(null);
	}

	/** The same with the names that tools bear on the wire. */
	Course onTheWire(OfferedTools tools) {
		if (calls().allMatch((call) -> call.name().equals(tools.wireName(call.name())))) {
			return this;
		}
		List<AgentEvent> renamed = new ArrayList<>(this.events);
		for (int index : this.asked) {
			AgentEvent.ToolCall call = (AgentEvent.ToolCall) renamed.get(index);
			String name = Objects.requireNonNull(tools.wireName(call.name()));
			renamed.set(index, new AgentEvent.ToolCall(name, call.arguments()));
		}
		return new Course(renamed, this.asked, this.end, this.exception, this.pace);
	}

	private Stream<AgentEvent.ToolCall> calls() {
		return this.asked.stream().sorted().map((index) -> (AgentEvent.ToolCall) this.events.get(index));
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
