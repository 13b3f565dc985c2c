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
import java.util.Set;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Checks on startup that the default bot of each chat model is reachable with its key. It
 * runs before the application accepts requests, and it does not run the bot.
 */
final class StartupCheck implements SmartInitializingSingleton {

	static final String PROPERTY = ChatBotKitProperties.PREFIX + ".validate-on-startup";

	/**
	 * Long enough for three attempts that end with a connect timeout.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private static final Log logger = LogFactory.getLog(StartupCheck.class);

	private final ChatModels models;

	private final Set<String> bots;

	/**
	 * Creates a check.
	 * @param models finds the chat models
	 * @param bots the names of the configured bots
	 */
	StartupCheck(ChatModels models, Set<String> bots) {
		this.models = models;
		this.bots = bots;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.models.names(this.bots)) {
			ChatBotKitChatModel model = this.models.undecorated(name);
			if (model != null) {
				check(name, model);
			}
			else {
				logger.info("Not checked: " + name + ", because another chat model replaces it");
			}
		}
	}

	private void check(String beanName, ChatBotKitChatModel model) {
		String selector = model.getOptions().getModel();
		if (selector == null || !(ChatBotKitSelector.read(selector) instanceof ChatBotKitSelector.Bot bot)) {
			logger
				.info("Not checked: " + selector + " of " + beanName + ", because the platform can look up only bots");
			return;
		}
		if (model.isTenantRequired()) {
			logger.info("Not checked: " + selector + " of " + beanName + ", because each request needs a tenant ("
					+ ChatBotKitProperties.PREFIX + ".tenants=required)");
			return;
		}
		Throwable failed = failure(model);
		if (failed != null) {
			throw new BotCheckFailure(bot.id(), prefix(beanName)).of(failed);
		}
	}

	private String prefix(String beanName) {
		return this.bots.stream()
			.filter((name) -> BotNames.chatModel(name).equals(beanName))
			.findFirst()
			.map(ChatBotKitProperties.Bot::prefix)
			.orElse(ChatBotKitProperties.PREFIX + ".chat");
	}

	private static @Nullable Throwable failure(ChatBotKitChatModel model) {
		return model.checkBot()
			.contextWrite(ChatBotKitTenant.nobody()::writeTo)
			.timeout(TIMEOUT)
			.cast(Throwable.class)
			.onErrorResume(Mono::just)
			.block();
	}

}
