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

package com.chatbotkit.springai.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.tool.AgentCallCounter;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.util.Assert;

/**
 * Makes an agent a tool of another one, so that one agent can delegate to others.
 * <p>
 * The agent is called through its {@link ChatClient}, with the client's advisors and
 * tools. It gets one message instead of the conversation, and the tool context of the
 * calling agent. Its answer is not streamed. Cancelling the calling agent cancels this
 * one: its thread is interrupted and its exchange closed. Its observations are children
 * of the tool's. A {@link ChatBotKitTenant} is passed on with its key, unless the agent
 * has its own, but without its bot; see {@link ChatBotKitTenant.Replaces}.
 * <p>
 * Needs {@code spring-ai-client-chat}.
 */
public final class AgentToolCallback implements ToolCallback, AgentCallCounter.AsksAgent {

	private final ToolDefinition definition;

	private final Supplier<ChatClient> agent;

	private final int maxDepth;

	private final int maxCalls;

	private final BiConsumer<ChatClient.ChatClientRequestSpec, ToolContext> request;

	private AgentToolCallback(Builder builder, ToolDefinition definition) {
		this.definition = definition;
		this.agent = builder.agent;
		this.maxDepth = builder.maxDepth;
		this.maxCalls = builder.maxCalls;
		this.request = builder.request;
	}

	/**
	 * Starts building a tool. Name and description are required.
	 * @param agent the agent to call
	 * @return the builder
	 */
	public static Builder builder(ChatClient agent) {
		Assert.notNull(agent, "agent must not be null");
		return new Builder(() -> agent);
	}

	/**
	 * Starts building a tool. Name and description are required.
	 * @param agent supplies the agent when the tool is called, so that two agents can be
	 * tools of each other
	 * @return the builder
	 */
	public static Builder builder(Supplier<ChatClient> agent) {
		Assert.notNull(agent, "agent must not be null");
		return new Builder(agent);
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.definition;
	}

	@Override
	public String call(String toolInput) {
		return call(toolInput, null);
	}

	/**
	 * Calls the agent.
	 * @param toolInput a JSON object with the property {@code message}
	 * @param toolContext the tool context of the calling agent, or null
	 * @return the agent's answer
	 * @throws ToolExecutionException if the input has no message, if agents call agents
	 * deeper or more often than allowed, or if the agent fails. By default Spring AI
	 * reports the message to the calling agent
	 * @throws IllegalStateException on an event loop, where nothing is sent. It is for
	 * the developer, and Spring AI does not report it to the calling agent
	 */
	@Override
	public String call(String toolInput, @Nullable ToolContext toolContext) {
		ChatBotKitApi.requireBlockingThread();
		Map<String, Object> context = new HashMap<>((toolContext != null) ? toolContext.getContext() : Map.of());
		int depth = (context.get(ChatBotKitAttributes.AGENT_DEPTH) instanceof Integer outer) ? outer + 1 : 1;
		context.put(ChatBotKitAttributes.AGENT_DEPTH, depth);
		try {
			Assert.state(depth <= this.maxDepth, () -> "Agents ask agents " + this.maxDepth
					+ " deep already: answer with what you know instead of asking " + this.definition.name());
			Assert.state(AgentCallCounter.tryAcquire(context, this.maxCalls),
					() -> "Agents were asked " + this.maxCalls + " times for this question, which is all there may be:"
							+ " answer with what you know instead of asking " + this.definition.name());
			return ask(AgentToolInput.message(toolInput), new ToolContext(context));
		}
		catch (RuntimeException ex) {
			// The calling agent is cancelled and has to end as well.
			if (Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			throw new ToolExecutionException(this.definition, ex);
		}
	}

	@Override
	public String toString() {
		return "AgentToolCallback[" + this.definition.name() + "]";
	}

	private String ask(String message, ToolContext context) {
		ChatClient.ChatClientRequestSpec spec = this.agent.get()
			.prompt()
			.user(message)
			.toolContext(context.getContext());
		this.request.accept(spec, context);
		ChatBotKitTenant tenant = ChatBotKitTenant.current(Context.empty());
		String answer = (tenant != null) ? tenant.asking().call(() -> spec.call().content()) : spec.call().content();
		return Objects.requireNonNullElse(answer, "");
	}

	/**
	 * Builds an {@link AgentToolCallback}.
	 */
	public static final class Builder {

		private final Supplier<ChatClient> agent;

		private @Nullable String name;

		private @Nullable String description;

		private int maxDepth = 3;

		private int maxCalls = 10;

		private BiConsumer<ChatClient.ChatClientRequestSpec, ToolContext> request = (spec, context) -> {
		};

		private Builder(Supplier<ChatClient> agent) {
			this.agent = agent;
		}

		/**
		 * Sets the name of the tool.
		 * @param name the name, not empty
		 * @return this
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the description that tells another agent when to call this one.
		 * @param description the description, not empty
		 * @return this
		 */
		public Builder description(String description) {
			this.description = description;
			return this;
		}

		/**
		 * Sets the maximum depth of agents that call agents.
		 * @param maxDepth the depth, at least 1, which means that only the agent that the
		 * application calls may call this one. Defaults to 3
		 * @return this
		 */
		public Builder maxDepth(int maxDepth) {
			Assert.isTrue(maxDepth > 0, () -> "maxDepth must be at least 1, but is " + maxDepth);
			this.maxDepth = maxDepth;
			return this;
		}

		/**
		 * Sets the maximum number of agent calls for one question of the application, by
		 * all agents that answer it together. Beyond the limit, the calling agent gets an
		 * error and answers with what it knows. If the calling model belongs to another
		 * provider, each of its calls of this tool counts as a new question.
		 * @param maxCalls the maximum, at least 1. Defaults to 10
		 * @return this
		 */
		public Builder maxCalls(int maxCalls) {
			Assert.isTrue(maxCalls > 0, () -> "maxCalls must be at least 1, but is " + maxCalls);
			this.maxCalls = maxCalls;
			return this;
		}

		/**
		 * Sets a customizer for each request, for example to set the conversation id of a
		 * memory advisor.
		 * @param request changes a request; it gets the tool context too
		 * @return this
		 */
		public Builder request(BiConsumer<ChatClient.ChatClientRequestSpec, ToolContext> request) {
			this.request = request;
			return this;
		}

		/**
		 * Builds the tool.
		 * @return the tool
		 * @throws IllegalArgumentException if name or description is missing
		 */
		public AgentToolCallback build() {
			Assert.hasText(this.name, "The agent has no name: set the name to call it by");
			Assert.hasText(this.description, () -> "The agent " + this.name
					+ " has no description: say what it is good at, for another agent to know when to ask it");
			return new AgentToolCallback(this,
					ToolDefinition.builder()
						.name(this.name)
						.description(this.description)
						.inputSchema(AgentToolInput.SCHEMA)
						.build());
		}

	}

}
