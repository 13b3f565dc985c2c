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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.chatbotkit.springai.server.directory.AgentDirectory;

/**
 * Makes the grants of the properties.
 */
final class GrantFactory {

	private static final String PREFIX = "spring.ai.chatbotkit.server.grants.";

	private GrantFactory() {
	}

	static List<Grant> create(Map<String, ChatBotKitServerProperties.Grant> properties, AgentDirectory directory) {
		List<Grant> grants = new ArrayList<>();
		properties.forEach((name, grant) -> grants.add(grant(name, grant, directory)));
		return grants;
	}

	private static Grant grant(String name, ChatBotKitServerProperties.Grant grant, AgentDirectory directory) {
		String authority = grant.authority();
		if (authority == null || authority.isBlank()) {
			throw new ServerSettingException("The grant '" + name + "' has no authority.",
					"Set " + PREFIX + name + ".authority, such as to SCOPE_agents.");
		}
		Set<String> models = new HashSet<>(
				KeyAccessFactory.models("The grant '" + name + "'", PREFIX + name, grant.models(), directory));
		try {
			return new Grant(authority, models, grant.trustUserHeaders(), grant.limits());
		}
		catch (IllegalArgumentException ex) {
			throw new ServerSettingException(String.valueOf(ex.getMessage()),
					"Set the limits of " + PREFIX + name + " to 1 or more.");
		}
	}

}
