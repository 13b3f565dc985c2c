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

import org.jspecify.annotations.Nullable;

/**
 * The agents and models that an endpoint serves.
 */
public interface AgentDirectory {

	/**
	 * Returns all agents and models, in the order in which clients see them.
	 * @return the agents and models
	 */
	List<ServedAgent> list();

	/**
	 * Finds an agent or a model.
	 * @param model the model of the request: an id, such as {@code bot/id=support} or
	 * {@code model/name=fast}, or an alias, such as {@code support}
	 * @return the agent, or null if there is none with that name
	 */
	@Nullable ServedAgent find(String model);

}
