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

import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentTarget;
import org.jspecify.annotations.Nullable;

/**
 * A request that the emulator received.
 *
 * @param method the HTTP method
 * @param uri the path, and the query if there was one
 * @param headers the headers without those that contain secrets; lookup ignores the case
 * of names
 * @param key the secret key
 * @param body the raw body
 * @param status the HTTP status of the response; 0 until it is known
 * @param answer the body of the response as sent so far, before it is compressed
 * @param cancelled whether the client disconnected before the response was complete
 * @param selector the selector as sent; null if the request was refused
 * @param target the bot or model that the selector names; null if the request was refused
 * @param backstory the system texts joined by a blank line; null if there are none
 * @param messages the conversation as it reached the agent
 * @param functions the functions as they reached the agent
 * @param stream whether the response was streamed
 */
public record ReceivedRequest(String method, String uri, Map<String, String> headers, ReceivedKey key, String body,
		int status, String answer, boolean cancelled, @Nullable String selector, @Nullable AgentTarget target,
		@Nullable String backstory, List<AgentMessage> messages, List<AgentFunction> functions, boolean stream) {

	/**
	 * Tells whether the request passed all checks.
	 * @return false if it was refused before it reached a bot or model
	 */
	public boolean reachedAgent() {
		return this.target != null;
	}

	/**
	 * Returns the name on the wire of a tool, which the endpoint may not accept as the
	 * application writes it: {@code weather_at} for {@code weather.at}.
	 * @param tool the tool's name, on the wire or in the application
	 * @return the name of the function, or of a call or result in the conversation, that
	 * the tool's name stands for; null if there is none, or more than one
	 */
	public @Nullable String wireName(String tool) {
		String offered = OfferedTools.of(this.functions).wireName(tool);
		return (offered != null) ? offered : new OfferedTools(usedTools()).wireName(tool);
	}

	private List<String> usedTools() {
		return this.messages.stream().map(ReceivedRequest::tool).filter((name) -> !name.isEmpty()).distinct().toList();
	}

	private static String tool(AgentMessage message) {
		String name = null;
		if (message instanceof AgentMessage.FunctionCall call) {
			name = call.name();
		}
		else if (message instanceof AgentMessage.FunctionResult result) {
			name = result.name();
		}
		return (name != null) ? name : "";
	}

}
