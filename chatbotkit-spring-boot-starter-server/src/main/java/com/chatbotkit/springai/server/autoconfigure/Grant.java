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

import java.util.Set;

import com.chatbotkit.springai.server.access.AccessLimits;

/**
 * Permissions of callers with an authority.
 *
 * @param authority the authority, such as {@code SCOPE_agents}
 * @param models the ids that they may use; empty for all
 * @param trustUserHeaders whether the user that they name is believed
 * @param limits how much each of them may use
 */
record Grant(String authority, Set<String> models, boolean trustUserHeaders, AccessLimits limits) {

	/** Grants everything, for an application without grants. */
	static final Grant ALL = new Grant("", Set.of(), false, AccessLimits.NONE);

}
