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

package com.chatbotkit.springai.server.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint that tells which agents are served, and which keys may use them. No
 * secret is ever part of it.
 */
@Endpoint(id = "chatbotkitserver")
final class ChatBotKitServerActuatorEndpoint {

	private final ChatBotKitServerProperties properties;

	private final AgentDirectory agents;

	private final KeyUse use;

	ChatBotKitServerActuatorEndpoint(ChatBotKitServerProperties properties, AgentDirectory agents, KeyUse use) {
		this.properties = properties;
		this.agents = agents;
		this.use = use;
	}

	@ReadOperation
	ServerDescription describe() {
		return new ServerDescription(this.properties.path(),
				this.agents.list().stream().map(ChatBotKitServerActuatorEndpoint::agent).toList(),
				this.use.keys().stream().map(this::key).toList());
	}

	private static AgentDescription agent(ServedAgent agent) {
		return new AgentDescription(agent.id(), agent.name(), agent.description(), agent.shortName(), agent.aliases());
	}

	private KeyDescription key(String name) {
		ChatBotKitServerProperties.Key key = this.properties.keys().get(name);
		if (key == null) {
			// It was generated.
			return new KeyDescription(name, List.of(), new Limits(null, null, null), null, this.use.of(name));
		}
		Limits limits = new Limits(key.requestsPerMinute(), key.tokensPerDay(), key.concurrent());
		List<String> models = Objects.requireNonNullElse(key.models(), List.of());
		return new KeyDescription(name, models.stream().map(this::id).toList(), limits,
				KeyExpiry.of(name, key.expires()), this.use.of(name));
	}

	/** The id of an agent that a key names by its alias. */
	private String id(String model) {
		ServedAgent agent = this.agents.find(model);
		return (agent != null) ? agent.id() : model;
	}

	/**
	 * The served agents and their keys.
	 *
	 * @param path the path
	 * @param agents the agents and models
	 * @param keys the keys
	 */
	record ServerDescription(String path, List<AgentDescription> agents, List<KeyDescription> keys) {
	}

	/**
	 * An agent or a model.
	 *
	 * @param id what clients send as the model
	 * @param name the name that user interfaces show
	 * @param description what it does, or null
	 * @param shortName the id without what stands before it, which is an alias
	 * @param aliases the other names that clients may send
	 */
	record AgentDescription(String id, String name, @Nullable String description, String shortName,
			List<String> aliases) {
	}

	/**
	 * A key.
	 *
	 * @param name its name
	 * @param models the ids that it may use; empty for all
	 * @param limits how much it may use
	 * @param expires when it stops working, or null for never
	 * @param use what it has used since the application started, on this instance
	 */
	record KeyDescription(String name, List<String> models, Limits limits, @Nullable Instant expires,
			KeyUse.@Nullable Use use) {
	}

	/**
	 * Limits of a key, each null where there is none.
	 *
	 * @param requestsPerMinute requests in a minute
	 * @param tokensPerDay tokens in a day
	 * @param concurrent requests at once
	 */
	record Limits(@Nullable Integer requestsPerMinute, @Nullable Long tokensPerDay, @Nullable Integer concurrent) {
	}

}
