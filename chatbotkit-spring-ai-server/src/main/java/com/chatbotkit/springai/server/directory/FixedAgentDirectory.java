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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.chatbotkit.springai.server.agent.AgentTarget;
import org.jspecify.annotations.Nullable;

/**
 * A directory of agents that do not change.
 */
public final class FixedAgentDirectory implements AgentDirectory {

	private final List<ServedAgent> agents;

	private final Map<String, ServedAgent> byName = new HashMap<>();

	/**
	 * Creates a directory.
	 * @param agents the agents and models
	 * @throws IllegalArgumentException if two of them have an id or an alias in common,
	 * or one has the short name of another agent as an alias
	 */
	public FixedAgentDirectory(List<ServedAgent> agents) {
		this.agents = List.copyOf(agents);
		for (ServedAgent agent : this.agents) {
			add(agent.id(), agent);
			if (agent.target() instanceof AgentTarget.Model model) {
				add("model/id=" + model.name(), agent);
			}
		}
		this.agents.forEach((agent) -> agent.aliases().forEach((alias) -> add(alias, agent)));
		// An agent wins over a model with the same name.
		this.agents.stream()
			.filter((agent) -> agent.target() instanceof AgentTarget.Bot)
			.forEach((agent) -> add(agent.shortName(), agent));
		this.agents.forEach((agent) -> this.byName.putIfAbsent(agent.shortName(), agent));
	}

	private void add(String name, ServedAgent agent) {
		ServedAgent other = this.byName.putIfAbsent(name, agent);
		if (other != null && !other.id().equals(agent.id())) {
			throw new IllegalArgumentException("The name '" + name + "' belongs to both " + other.id() + " and "
					+ agent.id() + ". Give one of them another id or alias.");
		}
	}

	@Override
	public List<ServedAgent> list() {
		return this.agents;
	}

	@Override
	public @Nullable ServedAgent find(String model) {
		ServedAgent agent = this.byName.get(model);
		return (agent != null) ? agent : this.byName.get(Objects.requireNonNullElse(SelectorForm.plain(model), ""));
	}

}
