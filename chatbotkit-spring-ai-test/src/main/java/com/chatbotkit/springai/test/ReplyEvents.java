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
 * The events of a reply, with its end and its pace.
 *
 * @param events the texts and calls, in order
 * @param callerCalls indexes of the events that are calls for the caller to answer
 * @param end the finish reason; null for {@link EndReason#STOP}
 * @param exception ends the reply early; null for a complete reply
 * @param pace the pause before each event
 */
record ReplyEvents(List<AgentEvent> events, Set<Integer> callerCalls, @Nullable EndReason end,
		@Nullable Throwable exception, Duration pace) {

	static final ReplyEvents EMPTY = new ReplyEvents(List.of(), Set.of(), null, null, Duration.ZERO);

	ReplyEvents append(List<? extends AgentEvent> more) {
		return new ReplyEvents(ConcatenatedList.of(this.events, more), this.callerCalls, this.end, this.exception,
				this.pace);
	}

	/** Adds a call that the caller has to answer. */
	ReplyEvents withCallerCall(AgentEvent.ToolCall call) {
		Set<Integer> calls = new HashSet<>(this.callerCalls);
		calls.add(this.events.size());
		return new ReplyEvents(ConcatenatedList.of(this.events, List.of(call)), calls, this.end, this.exception,
				this.pace);
	}

	ReplyEvents ending(EndReason reason) {
		return new ReplyEvents(this.events, this.callerCalls, reason, this.exception, this.pace);
	}

	ReplyEvents breaking(Throwable reason) {
		return new ReplyEvents(this.events, this.callerCalls, this.end, reason, this.pace);
	}

	ReplyEvents every(Duration pause) {
		return new ReplyEvents(this.events, this.callerCalls, this.end, this.exception, pause);
	}

	/** Returns the first events, without the end of this reply. */
	ReplyEvents first(int count) {
		Set<Integer> calls = new HashSet<>(this.callerCalls);
		calls.removeIf((index) -> index >= count);
		return new ReplyEvents(this.events.subList(0, Math.min(count, this.events.size())), calls, null, null,
				this.pace);
	}

	/** The first called tool that the caller does not offer, or null if there is none. */
	@Nullable String unknownTool(OfferedTools tools) {
		return callerCallsInOrder().filter((call) -> tools.wireName(call.name()) == null)
			.map(AgentEvent.ToolCall::name)
			.findFirst()
			.orElse(null);
	}

	/** Returns the same events with the names that the request uses for its tools. */
	ReplyEvents withWireNames(OfferedTools tools) {
		if (callerCallsInOrder().allMatch((call) -> call.name().equals(tools.wireName(call.name())))) {
			return this;
		}
		List<AgentEvent> renamed = new ArrayList<>(this.events);
		for (int index : this.callerCalls) {
			AgentEvent.ToolCall call = (AgentEvent.ToolCall) renamed.get(index);
			String name = Objects.requireNonNull(tools.wireName(call.name()));
			renamed.set(index, new AgentEvent.ToolCall(name, call.arguments()));
		}
		return new ReplyEvents(renamed, this.callerCalls, this.end, this.exception, this.pace);
	}

	private Stream<AgentEvent.ToolCall> callerCallsInOrder() {
		return this.callerCalls.stream().sorted().map((index) -> (AgentEvent.ToolCall) this.events.get(index));
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
		return new AgentEvent.Usage(TextPieces.promptTokens(turn), (int) pieces);
	}

}
