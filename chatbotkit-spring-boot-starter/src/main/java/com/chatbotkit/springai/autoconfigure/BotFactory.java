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

import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.agent.AgentToolCallback;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Creates the beans of the named bots. Their configuration is checked on startup, because
 * the beans themselves are lazy and would fail only when first used.
 */
final class BotFactory {

	static final String BEAN_NAME = "chatBotKitBotFactory";

	private final Map<String, ChatBotKitProperties.Bot> bots;

	private final int maxAgentCalls;

	private final BotApiFactory apis;

	private final ChatModelFactory chatModels;

	private final ObjectProvider<ChatClientFactory> chatClients;

	private final ListableBeanFactory beans;

	BotFactory(ChatBotKitProperties properties, BotApiFactory apis, ChatModelFactory chatModels,
			ObjectProvider<ChatClientFactory> chatClients, ListableBeanFactory beans) {
		this.bots = properties.bots();
		this.maxAgentCalls = PropertyChecks.atLeastOne(ChatBotKitProperties.PREFIX + ".agents.max-calls",
				properties.agents().maxCalls());
		this.apis = apis;
		this.chatModels = chatModels;
		this.chatClients = chatClients;
		this.beans = beans;
		this.bots.forEach(this::check);
	}

	ChatBotKitChatModel chatModel(String name) {
		ChatBotKitProperties.Bot bot = bot(name);
		return this.chatModels.create(this.apis.create(name, bot), selector(name), bot);
	}

	ChatClient.Builder chatClientBuilder(String name) {
		ChatBotKitProperties.Bot bot = bot(name);
		ChatClientFactory factory = this.chatClients.getIfAvailable(() -> {
			throw new InvalidSettingException(
					"The bot \"" + name + "\" has no ChatClient, because those of Spring AI are switched off.",
					"Set spring.ai.chat.client.enabled to true, or inject its ChatModel.");
		});
		ChatClient.Builder builder = factory.builder(this.beans.getBean(BotNames.chatModel(name), ChatModel.class));
		if (StringUtils.hasText(bot.system())) {
			builder.defaultSystem(bot.system());
		}
		builder.defaultAdvisors(bot.advisors().stream().map((advisor) -> advisor(name, advisor)).toList());
		return builder.defaultTools(bot.agents().stream().map(this::tool).toArray());
	}

	ChatClient chatClient(String name) {
		return this.beans.getBean(BotNames.chatClientBuilder(name), ChatClient.Builder.class).build();
	}

	/**
	 * Returns a bot as a tool of another one.
	 */
	ToolCallback tool(String name) {
		return AgentToolCallback.builder(() -> this.beans.getBean(name, ChatClient.class))
			.name(name)
			.description(description(name, bot(name)))
			.maxCalls(this.maxAgentCalls)
			.build();
	}

	ChatBotKitProperties.Bot bot(String name) {
		ChatBotKitProperties.Bot bot = this.bots.get(name);
		if (bot == null) {
			throw new IllegalArgumentException("There is no bot named \"" + name + "\". Configure it under "
					+ ChatBotKitProperties.Bot.prefix(name) + ", or use one of " + this.bots.keySet());
		}
		return bot;
	}

	private void check(String name, ChatBotKitProperties.Bot bot) {
		// If bean definitions may be overridden, another bean silently replaces the bot.
		if (this.beans.containsBean(name) && !this.beans.isTypeMatch(name, ChatClient.class)) {
			throw TakenBeanNames.taken(name, name, "there is already one of type " + this.beans.getType(name, false));
		}
		ChatSelector selector = selector(name);
		ChatOptionsFactory.create(selector, bot);
		selector.fallbacks(bot);
		this.apis.check(name, bot);
		bot.advisors().forEach((advisor) -> checkAdvisor(name, advisor));
		for (String agent : bot.agents()) {
			ChatBotKitProperties.Bot called = this.bots.get(agent);
			if (called == null) {
				throw unknown(name, "agents", agent, List.copyOf(this.bots.keySet()));
			}
			description(agent, called);
		}
	}

	private void checkAdvisor(String bot, String advisor) {
		if (!this.beans.containsBean(advisor) || !this.beans.isTypeMatch(advisor, Advisor.class)) {
			throw unknown(bot, "advisors", advisor,
					List.of(this.beans.getBeanNamesForType(Advisor.class, true, false)));
		}
	}

	private Advisor advisor(String bot, String advisor) {
		checkAdvisor(bot, advisor);
		return this.beans.getBean(advisor, Advisor.class);
	}

	private static String description(String name, ChatBotKitProperties.Bot bot) {
		String description = bot.description();
		if (!StringUtils.hasText(description)) {
			throw PropertyChecks.invalid(ChatBotKitProperties.Bot.prefix(name) + ".description", description,
					"The bot \"" + name + "\" cannot be the tool of another bot, because it has no description. "
							+ "Describe what it is good at, so that other bots know when to ask it.");
		}
		return description;
	}

	private static ChatSelector selector(String name) {
		return new ChatSelector(ChatBotKitProperties.Bot.prefix(name));
	}

	private static RuntimeException unknown(String bot, String property, String name, List<String> known) {
		return PropertyChecks.invalid(ChatBotKitProperties.Bot.prefix(bot) + "." + property, name,
				"\"" + name + "\" does not exist. "
						+ (known.isEmpty() ? "There are none yet: define it first." : "Use one of " + known + "."));
	}

}
