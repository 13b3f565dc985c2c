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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import org.jspecify.annotations.Nullable;

/**
 * Gives a script the conversation that it has to answer.
 *
 * @param request the request as it reached the agent
 */
public record Turn(AgentRequest request) {

	/**
	 * Returns the last text of the user.
	 * @return the text; empty if there is none
	 */
	public String text() {
		String last = "";
		for (AgentMessage message : messages()) {
			if (message instanceof AgentMessage.User user) {
				last = user.text();
			}
		}
		return last;
	}

	/**
	 * Returns the bot's backstory, extended by the system texts of the request.
	 * @return all texts joined by blank lines, or null if there are none
	 */
	public @Nullable String backstory() {
		return this.request.backstory();
	}

	/**
	 * Returns the conversation.
	 * @return the messages, oldest first
	 */
	public List<AgentMessage> messages() {
		return this.request.messages();
	}

	/**
	 * Returns the functions that the caller declared.
	 * @return the functions; empty if there are none
	 */
	public List<AgentFunction> functions() {
		return this.request.functions();
	}

	/**
	 * Tells whether the caller declared a function.
	 * @param function the function's name, on the wire or in the application
	 * @return true if it did
	 */
	public boolean offers(String function) {
		return OfferedTools.of(functions()).wireName(function) != null;
	}

	/**
	 * Returns the function results at the end of the conversation.
	 * @return the results in order; empty if the conversation does not end with a result
	 */
	public List<AgentMessage.FunctionResult> results() {
		List<AgentMessage.FunctionResult> results = new ArrayList<>();
		for (int i = messages().size() - 1; i >= 0; i--) {
			if (!(messages().get(i) instanceof AgentMessage.FunctionResult result)) {
				break;
			}
			results.add(result);
		}
		Collections.reverse(results);
		return results;
	}

	/** Counts the rounds of function results since the user's last text. */
	int rounds() {
		int rounds = 0;
		boolean inside = false;
		for (AgentMessage message : messages()) {
			boolean result = message instanceof AgentMessage.FunctionResult;
			rounds = (message instanceof AgentMessage.User) ? 0 : rounds + ((result && !inside) ? 1 : 0);
			inside = result;
		}
		return rounds;
	}

	/** Returns the same turn for a bot with its own backstory. */
	Turn withBackstory(@Nullable String backstory) {
		if (backstory == null) {
			return this;
		}
		String all = (backstory() != null) ? backstory + "\n\n" + backstory() : backstory;
		return new Turn(new AgentRequest(this.request.selector(), this.request.target(), all, messages(), functions(),
				this.request.stream(), this.request.http()));
	}

	/**
	 * Tells whether the conversation ends with a function result.
	 * @return true if it does
	 */
	public boolean hasResults() {
		return !results().isEmpty();
	}

}
