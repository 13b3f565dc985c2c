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

package com.chatbotkit.springai.server.open;

import java.util.Map;
import java.util.stream.Collectors;

import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;

/**
 * Lists the agents and models that a caller may use.
 *
 * @param directory the agents and models
 * @param created the creation time of all models in the list, in seconds since the epoch
 */
record OpenModels(AgentDirectory directory, long created) {

	private static final int LONGEST_NAME = 500;

	private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

	EndpointResponse list(ServerCaller caller) {
		String data = this.directory.list()
			.stream()
			.filter((agent) -> caller.mayUse(agent.id()))
			.map(this::json)
			.collect(Collectors.joining(","));
		return EndpointResponse.of(200, JSON, "{\"object\":\"list\",\"data\":[" + data + "]}");
	}

	EndpointResponse one(String model, ServerCaller caller) {
		return EndpointResponse.of(200, JSON, json(find(model, caller)));
	}

	/** Describes an agent as the platform describes a bot, without its backstory. */
	EndpointResponse bot(String id, ServerCaller caller) {
		ServedAgent agent = find("bot/id=" + id, caller);
		return EndpointResponse.of(200, JSON, "{\"id\":" + JsonStrings.quote(id) + ",\"name\":"
				+ JsonStrings.quote(agent.name()) + description(agent) + "}");
	}

	/**
	 * Finds an agent that the caller may use.
	 * @throws OpenRefusal if there is none
	 */
	ServedAgent find(String model, ServerCaller caller) {
		// The name is repeated in each chunk.
		boolean tooLong = model.length() > LONGEST_NAME;
		ServedAgent agent = tooLong ? null : this.directory.find(model);
		if (agent == null || !caller.mayUse(agent.id())) {
			String shown = tooLong ? model.substring(0, LONGEST_NAME) + "…" : model;
			throw new OpenRefusal(404, "model_not_found", "model", "The model '" + shown
					+ "' does not exist, or this key may not use it. GET models lists what it may.", Map.of());
		}
		return agent;
	}

	private String json(ServedAgent agent) {
		return "{\"id\":" + JsonStrings.quote(agent.id()) + ",\"object\":\"model\",\"created\":" + this.created
				+ ",\"owned_by\":\"chatbotkit\",\"name\":" + JsonStrings.quote(agent.name()) + description(agent) + "}";
	}

	private static String description(ServedAgent agent) {
		String description = agent.description();
		return (description != null) ? ",\"description\":" + JsonStrings.quote(description) : "";
	}

}
