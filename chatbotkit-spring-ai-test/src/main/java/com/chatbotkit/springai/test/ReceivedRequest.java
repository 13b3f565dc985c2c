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
 * @param headers the headers without those that hold secrets; names are looked up
 * ignoring case
 * @param key the secret key
 * @param body the raw body
 * @param status the status of the answer; 0 as long as there is none
 * @param answer the body of the answer, as far as it is sent
 * @param cancelled whether the client went away before the answer was complete
 * @param selector the selector as sent; null where the request was refused
 * @param target the bot or model that the selector names; null where the request was
 * refused
 * @param backstory the system texts joined by a blank line; null where there are none
 * @param messages the conversation as it reached the agent
 * @param functions the functions as they reached the agent
 * @param stream whether the answer was streamed
 */
public record ReceivedRequest(String method, String uri, Map<String, String> headers, ReceivedKey key, String body,
		int status, String answer, boolean cancelled, @Nullable String selector, @Nullable AgentTarget target,
		@Nullable String backstory, List<AgentMessage> messages, List<AgentFunction> functions, boolean stream) {

	/**
	 * Tells whether the request passed all checks.
	 * @return false where it was refused before any bot or model
	 */
	public boolean reachedAgent() {
		return this.target != null;
	}

}
