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

import java.time.Duration;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitApiBuilder;
import com.chatbotkit.springai.api.ChatBotKitTimeouts;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Returns the client of a named bot: the shared client, or one that is made from it and
 * uses its connections, where the bot has a key or timeouts of its own.
 */
final class BotApiFactory {

	private final ObjectProvider<ChatBotKitApi> api;

	BotApiFactory(ObjectProvider<ChatBotKitApi> api) {
		this.api = api;
	}

	ChatBotKitApi create(String name, ChatBotKitProperties.Bot bot) {
		ChatBotKitApi shared = this.api.getObject();
		ApiKey key = key(name, bot);
		if (key == null && bot.timeout().response() == null && bot.timeout().streamIdle() == null) {
			return shared;
		}
		ChatBotKitApiBuilder derived = shared.mutate();
		if (derived == null) {
			// A mock, which stands for the clients of all bots.
			return shared;
		}
		ChatBotKitApiBuilder builder = derived.timeouts((defaults) -> timeouts(name, bot, defaults));
		return ((key != null) ? builder.apiKey(key) : builder).build();
	}

	/**
	 * Throws if the secret key or a timeout of the bot is invalid.
	 */
	void check(String name, ChatBotKitProperties.Bot bot) {
		key(name, bot);
		timeouts(name, bot, ChatBotKitTimeouts.defaults());
	}

	private static @Nullable ApiKey key(String name, ChatBotKitProperties.Bot bot) {
		String property = ChatBotKitProperties.Bot.prefix(name) + ".secret-key";
		String key = PropertyChecks.text(property, bot.secretKey());
		return (key != null) ? SecretKeySource.of(property, key) : null;
	}

	private static ChatBotKitTimeouts timeouts(String name, ChatBotKitProperties.Bot bot, ChatBotKitTimeouts shared) {
		String prefix = ChatBotKitProperties.Bot.prefix(name) + ".timeout.";
		ChatBotKitTimeouts timeouts = shared;
		Duration response = bot.timeout().response();
		if (response != null) {
			timeouts = timeouts.withResponse(PropertyChecks.positive(prefix + "response", response));
		}
		Duration streamIdle = bot.timeout().streamIdle();
		if (streamIdle != null) {
			timeouts = timeouts.withStreamIdle(PropertyChecks.positive(prefix + "stream-idle", streamIdle));
		}
		return timeouts;
	}

}
