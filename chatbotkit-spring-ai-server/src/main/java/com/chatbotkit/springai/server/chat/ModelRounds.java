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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.EndReason;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Adds up one run across its rounds of model and tools: their number, their tokens, why
 * the last one ended, the calls that the caller is to run, and the sources of the answer.
 */
final class ModelRounds {

	private final int most;

	private int begun;

	private int input;

	private int output;

	private int roundInput;

	private int roundOutput;

	private EndReason reason = EndReason.STOP;

	private @Nullable AssistantMessage handedOut;

	private final List<AgentEvent.Source> sources = new ArrayList<>();

	ModelRounds(int most) {
		this.most = most;
	}

	synchronized void begin() {
		if (this.begun++ >= this.most) {
			throw new AgentException("MAX_ROUNDS", "The agent called its model " + this.most
					+ " times in one turn, which is its limit (max-rounds), and had no answer yet.");
		}
		this.reason = EndReason.STOP;
	}

	/** Notes a response, whole or in part: a provider may repeat or add up its tokens. */
	synchronized void note(@Nullable ChatResponse response) {
		if (response == null) {
			return;
		}
		Usage usage = (response.getMetadata() != null) ? response.getMetadata().getUsage() : null;
		if (usage != null) {
			this.roundInput = Math.max(this.roundInput, orZero(usage.getPromptTokens()));
			this.roundOutput = Math.max(this.roundOutput, orZero(usage.getCompletionTokens()));
		}
		Generation generation = response.getResult();
		String finish = (generation != null && generation.getMetadata() != null)
				? generation.getMetadata().getFinishReason() : null;
		if (finish != null && !finish.isEmpty()) {
			this.reason = reason(finish);
		}
	}

	synchronized void end() {
		this.input += this.roundInput;
		this.output += this.roundOutput;
		this.roundInput = 0;
		this.roundOutput = 0;
	}

	synchronized void handOut(AssistantMessage turn) {
		this.handedOut = turn;
	}

	synchronized @Nullable AssistantMessage handedOut() {
		return this.handedOut;
	}

	synchronized void noteContext(Map<String, @Nullable Object> context) {
		if (this.sources.isEmpty()) {
			this.sources.addAll(RetrievedSources.in(context));
		}
	}

	/** The tokens that the model told before it failed, or null where there were none. */
	synchronized AgentEvent.@Nullable Usage used() {
		end();
		return (this.input > 0 || this.output > 0) ? new AgentEvent.Usage(this.input, this.output) : null;
	}

	/** The events with which the answer ends. */
	synchronized List<AgentEvent> closing() {
		end();
		List<AgentEvent> events = new ArrayList<>(this.sources);
		events.add(new AgentEvent.Usage(this.input, this.output));
		AssistantMessage turn = this.handedOut;
		if (turn != null) {
			turn.getToolCalls().forEach((call) -> events.add(ToolCalls.event(call)));
		}
		events.add(new AgentEvent.End((turn != null) ? EndReason.ACTIVITY : this.reason));
		return events;
	}

	private static int orZero(@Nullable Integer tokens) {
		return (tokens != null) ? tokens : 0;
	}

	private static EndReason reason(String finish) {
		return switch (finish.toLowerCase(Locale.ROOT)) {
			case "length", "max_tokens" -> EndReason.LENGTH;
			case "content_filter", "safety" -> EndReason.FILTER;
			default -> EndReason.STOP;
		};
	}

}
