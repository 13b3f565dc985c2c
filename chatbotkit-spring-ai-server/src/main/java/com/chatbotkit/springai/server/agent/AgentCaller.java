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

package com.chatbotkit.springai.server.agent;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

/**
 * The caller of an agent.
 *
 * @param key the name of the caller's key, or the subject of its token; never the secret
 * @param user the user that the caller has named, or null if it has named none or is not
 * trusted to do so
 * @param conversation the conversation's id, which belongs to the caller; null without a
 * conversation
 * @param owner an id that no other caller has, for data that is kept for the caller
 * @param principal the caller's principal in the application's own security, or null if
 * only its name is known
 */
public record AgentCaller(String key, @Nullable String user, @Nullable String conversation, String owner,
		@Nullable Principal principal) {

	/** Contains only the name of the key, because a token may contain secrets. */
	@Override
	public String toString() {
		return "AgentCaller[" + this.key + "]";
	}

}
