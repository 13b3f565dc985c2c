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

package com.chatbotkit.springai.test.assertj;

import java.util.List;
import java.util.Optional;

import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ReceivedRequest;

/**
 * Extracts from a request the values that assertions compare.
 *
 * @param request the request
 */
record RequestFacts(ReceivedRequest request) {

	/** Returns the last text of the user. */
	String userText() {
		return this.request.messages()
			.stream()
			.filter(AgentMessage.User.class::isInstance)
			.map((message) -> ((AgentMessage.User) message).text())
			.reduce("", (earlier, later) -> later);
	}

	List<String> toolResults(String tool) {
		String wireName = this.request.wireName(tool);
		return this.request.messages()
			.stream()
			.filter(AgentMessage.FunctionResult.class::isInstance)
			.map(AgentMessage.FunctionResult.class::cast)
			.filter((result) -> result.name().equals(wireName))
			.map(AgentMessage.FunctionResult::json)
			.toList();
	}

	/**
	 * Returns the name on the wire, or the given name if the request does not know it.
	 */
	String wireName(String tool) {
		String wireName = this.request.wireName(tool);
		return (wireName != null) ? wireName : tool;
	}

	List<String> toolNames() {
		return this.request.functions().stream().map(AgentFunction::name).toList();
	}

	Optional<AgentFunction> tool(String name) {
		String wireName = this.request.wireName(name);
		return this.request.functions().stream().filter((tool) -> tool.name().equals(wireName)).findFirst();
	}

}
