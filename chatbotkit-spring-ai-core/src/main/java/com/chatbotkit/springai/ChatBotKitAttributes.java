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

package com.chatbotkit.springai;

import com.chatbotkit.springai.tool.AgentCallCounter;
import io.micrometer.observation.Observation;

import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Keys that ChatBotKit's chat models add to Spring AI's metadata, observations and tool
 * contexts.
 */
public final class ChatBotKitAttributes {

	/**
	 * Value of an observation's {@code gen_ai.system}: the provider.
	 */
	public static final String PROVIDER = "chatbotkit";

	/**
	 * Key of a generation's metadata: the tool calls that the bot itself has executed on
	 * the platform, a list of
	 * {@link org.springframework.ai.chat.messages.AssistantMessage.ToolCall}. Absent if
	 * there are none.
	 */
	public static final String AGENT_TOOL_CALLS = "chatbotkit.agent-tool-calls";

	/**
	 * Key of the response's metadata: the selector of the original bot or model, a
	 * {@link String}. Absent unless a fallback has answered.
	 */
	public static final String INSTEAD_OF = "chatbotkit.instead-of";

	/**
	 * Key of the response's metadata, {@link Boolean#TRUE}, and high-cardinality key of
	 * the observation, {@code true}: the usage is an estimate. Absent otherwise.
	 */
	public static final String USAGE_ESTIMATED = "chatbotkit.usage-estimated";

	/**
	 * Key of the tool context: the number of agents between the application and the
	 * called agent, an {@link Integer}.
	 */
	public static final String AGENT_DEPTH = "chatbotkit.agent-depth";

	/**
	 * Key of the tool context: the number of agent calls for the current question so far,
	 * by all agents that answer it together, an
	 * {@link java.util.concurrent.atomic.AtomicInteger}.
	 */
	public static final String AGENT_CALLS = AgentCallCounter.CALLS;

	private ChatBotKitAttributes() {
	}

	/**
	 * Tells whether an observation is of a chat model of ChatBotKit.
	 * @param context the context of any observation
	 * @return {@code true} if the provider is {@link #PROVIDER} and the options are those
	 * of this provider. Other chat models may name the same provider
	 */
	public static boolean isObservedIn(Observation.Context context) {
		return context instanceof ChatModelObservationContext chat
				&& chat.getOperationMetadata().provider().equals(PROVIDER)
				&& chat.getRequest().getOptions() instanceof ChatBotKitChatOptions;
	}

}
