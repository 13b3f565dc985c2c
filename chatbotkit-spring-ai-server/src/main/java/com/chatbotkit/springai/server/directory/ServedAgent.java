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

package com.chatbotkit.springai.server.directory;

import java.util.List;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentTarget;
import org.jspecify.annotations.Nullable;

/**
 * An agent or a model as clients see it.
 *
 * @param target the bot or model that clients select
 * @param name the name for user interfaces
 * @param description what it does, or null without a description
 * @param aliases other names that clients may send
 * @param conversations the headers and fields of the body that may name a conversation;
 * empty if it has no conversations
 * @param agent answers the requests
 */
public record ServedAgent(AgentTarget target, String name, @Nullable String description, List<String> aliases,
		List<String> conversations, Agent agent) {

	/**
	 * Creates an agent.
	 */
	public ServedAgent {
		aliases = List.copyOf(aliases);
		conversations = List.copyOf(conversations);
	}

	/**
	 * Returns the id, which clients send as the model.
	 * @return {@code bot/id=<id>} or {@code model/name=<name>}
	 */
	public String id() {
		return (this.target instanceof AgentTarget.Bot bot) ? "bot/id=" + bot.id()
				: "model/name=" + ((AgentTarget.Model) this.target).name();
	}

	/**
	 * Returns the name without its prefix. It is an alias of every agent, for clients
	 * that split an id at {@code /} or {@code =}.
	 * @return the short name
	 */
	public String shortName() {
		return (this.target instanceof AgentTarget.Bot bot) ? bot.id() : ((AgentTarget.Model) this.target).name();
	}

}
