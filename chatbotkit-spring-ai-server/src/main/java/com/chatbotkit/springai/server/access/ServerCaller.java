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

package com.chatbotkit.springai.server.access;

import java.util.Set;

/**
 * Who a request comes from.
 *
 * @param name the name of the caller's key, for logs and tools; never the secret
 * @param models the ids that the caller may use; empty for all
 * @param trustsUserHeaders whether headers that name a user or a conversation are
 * believed
 */
public record ServerCaller(String name, Set<String> models, boolean trustsUserHeaders) {

	/**
	 * Creates a caller.
	 */
	public ServerCaller {
		models = Set.copyOf(models);
	}

	/**
	 * Tells whether the caller may use an agent.
	 * @param id the agent's id, such as {@code bot/id=support}
	 * @return false where the agent does not exist for this caller
	 */
	public boolean mayUse(String id) {
		return this.models.isEmpty() || this.models.contains(id);
	}

}
