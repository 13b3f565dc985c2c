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

import java.security.Principal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The caller of a request.
 *
 * @param name the name of the caller's key, or the subject of its token, for logs and
 * tools; never the secret
 * @param models the ids that the caller may use; empty for all
 * @param trustsUserHeaders whether headers that name a user or a conversation are
 * believed
 * @param id what no other caller has, also none of the same name who is known by other
 * means: conversations, limits and replays belong to it. Has no slash
 * @param limits how much the caller may use
 * @param principal who the caller is to the application's own security, or null where
 * only its name is known
 */
public record ServerCaller(String name, Set<String> models, boolean trustsUserHeaders, String id, AccessLimits limits,
		@Nullable Principal principal) {

	/**
	 * Creates a caller.
	 * @throws IllegalArgumentException if the id has a slash
	 */
	public ServerCaller {
		models = Set.copyOf(models);
		if (id.indexOf('/') >= 0) {
			throw new IllegalArgumentException("The id of the caller '" + name + "' has a slash.");
		}
	}

	/**
	 * Creates a caller who is known by its name, without limits.
	 * @param name the name, which no other caller has
	 * @param models the ids that the caller may use; empty for all
	 * @param trustsUserHeaders whether headers that name a user or a conversation are
	 * believed
	 */
	public ServerCaller(String name, Set<String> models, boolean trustsUserHeaders) {
		this(name, models, trustsUserHeaders, idOf(name), AccessLimits.NONE, null);
	}

	/** Different for each name; other kinds of ids have a colon. */
	static String idOf(String name) {
		return name.replace("%", "%25").replace("/", "%2F").replace(":", "%3A");
	}

	/**
	 * Whether the caller may use an agent.
	 * @param id the agent's id, such as {@code bot/id=support}
	 * @return false if the agent does not exist for this caller
	 */
	public boolean mayUse(String id) {
		return this.models.isEmpty() || this.models.contains(id);
	}

	/** Contains only the name, because a token may contain secrets. */
	@Override
	public String toString() {
		return "ServerCaller[" + this.name + "]";
	}

}
