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

package com.chatbotkit.springai.autoconfigure;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Finds the names of the configured bots and of their beans.
 */
final class BotNames {

	private BotNames() {
	}

	/**
	 * Returns the names of the bots. Can be called before the properties are bound to a
	 * bean.
	 */
	static Set<String> of(Environment environment) {
		return Binder.get(environment)
			.bind(ChatBotKitProperties.PREFIX + ".bots", Bindable.mapOf(String.class, ChatBotKitProperties.Bot.class))
			.map(Map::keySet)
			.orElse(Set.of());
	}

	static String chatModel(String name) {
		return name + "ChatModel";
	}

	static String chatClientBuilder(String name) {
		return name + "ChatClientBuilder";
	}

}
