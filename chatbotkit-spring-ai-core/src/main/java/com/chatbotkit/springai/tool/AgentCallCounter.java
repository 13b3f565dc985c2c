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

package com.chatbotkit.springai.tool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;

/**
 * Counts how often one question has had agents asked, by all of the agents that answer
 * it.
 * <p>
 * The count lives in the options of the question's first request, which stay the same for
 * each round of its tools, and reaches the tools in their context. Agents that are asked
 * hand it on.
 */
public final class AgentCallCounter {

	/**
	 * Key of the tool context: the count.
	 */
	public static final String CALLS = "chatbotkit.agent-calls";

	private final AtomicInteger count = new AtomicInteger();

	private final Map<String, Object> toolContext;

	private AgentCallCounter(Map<String, Object> toolContext) {
		Map<String, Object> withCount = new HashMap<>(toolContext);
		withCount.put(CALLS, this.count);
		this.toolContext = Map.copyOf(withCount);
	}

	/**
	 * Returns a count for options whose tools ask agents, or null where they do not, or
	 * where the question of an outer agent is counted already.
	 */
	public static @Nullable AgentCallCounter of(@Nullable List<ToolCallback> tools,
			@Nullable Map<String, Object> toolContext) {
		Map<String, Object> given = (toolContext != null) ? toolContext : Map.of();
		return (tools != null && !given.containsKey(CALLS) && tools.stream().anyMatch(AsksAgent.class::isInstance))
				? new AgentCallCounter(given) : null;
	}

	/**
	 * Starts to count anew with a new question: options and streams can be used more than
	 * once.
	 */
	public void start(Prompt prompt) {
		if (!isWithinToolLoop(prompt.getInstructions())) {
			this.count.set(0);
		}
	}

	/**
	 * Takes one call from a question's budget.
	 * @param toolContext the context of the tool; a count is put there where none is
	 * @return whether there was one left
	 */
	public static boolean take(Map<String, Object> toolContext, int most) {
		Object known = toolContext.get(CALLS);
		AtomicInteger count = (known instanceof AtomicInteger shared) ? shared : new AtomicInteger();
		toolContext.put(CALLS, count);
		// Not beyond the limit, for another tool of the same question may have a higher
		// one.
		return count.getAndUpdate((calls) -> Math.min(calls + 1, Math.max(calls, most))) < most;
	}

	/**
	 * The tool context as it is given, with the count.
	 */
	public Map<String, Object> toolContext() {
		return this.toolContext;
	}

	private static boolean isWithinToolLoop(List<Message> messages) {
		return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage;
	}

	/**
	 * Marks a tool that asks an agent. It is a type of its own, for that tool's class
	 * needs a library that may be missing.
	 */
	public interface AsksAgent {

	}

}
