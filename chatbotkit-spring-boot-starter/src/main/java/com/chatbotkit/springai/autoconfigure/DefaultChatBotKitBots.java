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

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.BeanFactory;

/**
 * Finds the beans of the configured bots by name.
 */
final class DefaultChatBotKitBots implements ChatBotKitBots {

	private final Set<String> names;

	private final BotFactory factory;

	private final BeanFactory beans;

	DefaultChatBotKitBots(Set<String> names, BotFactory factory, BeanFactory beans) {
		this.names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
		this.factory = factory;
		this.beans = beans;
	}

	@Override
	public Set<String> names() {
		return this.names;
	}

	@Override
	public ChatClient chatClient(String name) {
		return this.beans.getBean(known(name), ChatClient.class);
	}

	@Override
	public ChatClient.Builder chatClientBuilder(String name) {
		return this.beans.getBean(BotNames.chatClientBuilder(known(name)), ChatClient.Builder.class);
	}

	@Override
	public ChatModel chatModel(String name) {
		return this.beans.getBean(BotNames.chatModel(known(name)), ChatModel.class);
	}

	@Override
	public ToolCallback tool(String name) {
		return this.factory.tool(name);
	}

	@Override
	public String toString() {
		return "ChatBotKitBots" + this.names;
	}

	private String known(String name) {
		this.factory.bot(name);
		return name;
	}

}
