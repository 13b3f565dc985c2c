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
 * Counts the calls of agents for one question, by all agents that answer it together.
 * <p>
 * The counter belongs to the options of the question's first request, which stay the same
 * for each round of tool calls. Tools get it in their context, and agents pass it on to
 * the agents that they ask.
 */
public final class AgentCallCounter {

	/**
	 * Key of the counter in the tool context.
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
	 * Returns a counter for options with tools that ask agents. Returns null if no tool
	 * asks an agent, or if the context already has the counter of an outer agent.
	 */
	public static @Nullable AgentCallCounter of(@Nullable List<ToolCallback> tools,
			@Nullable Map<String, Object> toolContext) {
		Map<String, Object> context = (toolContext != null) ? toolContext : Map.of();
		return (tools != null && !context.containsKey(CALLS) && tools.stream().anyMatch(AsksAgent.class::isInstance))
				? new AgentCallCounter(context) : null;
	}

	/**
	 * Resets the counter for a new question, because options and streams can be used more
	 * than once.
	 */
	public void start(Prompt prompt) {
		if (!isWithinToolLoop(prompt.getInstructions())) {
			this.count.set(0);
		}
	}

	/**
	 * Counts one call if the limit allows it.
	 * @param toolContext the context of the tool, which gets a counter if it has none
	 * @return true if the call is within the limit
	 */
	public static boolean tryAcquire(Map<String, Object> toolContext, int maxCalls) {
		Object value = toolContext.get(CALLS);
		AtomicInteger count = (value instanceof AtomicInteger shared) ? shared : new AtomicInteger();
		toolContext.put(CALLS, count);
		// Does not count beyond the limit, because another tool of the same question may
		// have a higher one.
		return count.getAndUpdate((calls) -> Math.min(calls + 1, Math.max(calls, maxCalls))) < maxCalls;
	}

	/**
	 * Returns the given tool context with the counter.
	 */
	public Map<String, Object> toolContext() {
		return this.toolContext;
	}

	private static boolean isWithinToolLoop(List<Message> messages) {
		return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage;
	}

	/**
	 * Marks a tool that asks an agent. It is an interface because the tool's class needs
	 * {@code spring-ai-client-chat}, which may be missing.
	 */
	public interface AsksAgent {

	}

}
