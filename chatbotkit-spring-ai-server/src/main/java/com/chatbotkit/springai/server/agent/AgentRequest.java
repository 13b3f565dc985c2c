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

package com.chatbotkit.springai.server.agent;

import java.util.List;

import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request for an agent, after all checks of the endpoint.
 *
 * @param selector the selector as sent
 * @param target the selected bot or model
 * @param backstory the system texts joined by a blank line, or null if there are none
 * @param messages the conversation, oldest first; may be empty
 * @param functions the functions of the caller; empty if there are none
 * @param stream whether the caller wants a streamed answer
 * @param http the HTTP request
 * @param caller the caller, or null if the dialect does not tell it
 * @param settings the caller's settings for the model
 */
public record AgentRequest(String selector, AgentTarget target, @Nullable String backstory, List<AgentMessage> messages,
		List<AgentFunction> functions, boolean stream, EndpointRequest http, @Nullable AgentCaller caller,
		AgentSettings settings) {

	/**
	 * Creates a request.
	 */
	public AgentRequest {
		messages = List.copyOf(messages);
		functions = List.copyOf(functions);
	}

	/**
	 * Creates a request without a caller and settings.
	 * @param selector the selector as sent
	 * @param target the selected bot or model
	 * @param backstory the system texts joined by a blank line, or null
	 * @param messages the conversation, oldest first
	 * @param functions the functions of the caller
	 * @param stream whether the caller wants a streamed answer
	 * @param http the HTTP request
	 */
	public AgentRequest(String selector, AgentTarget target, @Nullable String backstory, List<AgentMessage> messages,
			List<AgentFunction> functions, boolean stream, EndpointRequest http) {
		this(selector, target, backstory, messages, functions, stream, http, null, AgentSettings.NONE);
	}

}
