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

import java.util.Set;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.ToolCallback;

/**
 * Finds the bots of {@code spring.ai.chatbotkit.bots.*} by names that are known only at
 * run time. If the name is known, inject {@code @Qualifier("<name>") ChatClient} instead.
 * <p>
 * Each method throws an {@link IllegalArgumentException}, which lists the known names,
 * for a name that is not configured.
 */
public interface ChatBotKitBots {

	/**
	 * Returns the names, in the order of the configuration.
	 * @return the names; empty if no bot is configured
	 */
	Set<String> names();

	/**
	 * Returns the chat client of a bot, the same each time.
	 * @param name the bot's name
	 * @return the chat client
	 */
	ChatClient chatClient(String name);

	/**
	 * Returns a new builder of chat clients with the bot's settings.
	 * @param name the bot's name
	 * @return the builder
	 */
	ChatClient.Builder chatClientBuilder(String name);

	/**
	 * Returns the chat model of a bot, the same each time. It does not apply the bot's
	 * system text or advisors. It is a
	 * {@link com.chatbotkit.springai.ChatBotKitChatModel} unless the application
	 * decorates or replaces it.
	 * @param name the bot's name
	 * @return the chat model
	 */
	ChatModel chatModel(String name);

	/**
	 * Returns a bot as a tool of other agents, which see its name and its
	 * {@code description}.
	 * @param name the bot's name
	 * @return the tool
	 * @see com.chatbotkit.springai.agent.AgentToolCallback
	 */
	ToolCallback tool(String name);

}
