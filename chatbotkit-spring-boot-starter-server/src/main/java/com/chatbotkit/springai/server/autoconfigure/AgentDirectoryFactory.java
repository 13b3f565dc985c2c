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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties.AgentSettings;
import com.chatbotkit.springai.server.chat.CallerScope;
import com.chatbotkit.springai.server.chat.ChatClientAgent;
import com.chatbotkit.springai.server.chat.HeldTurns;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import reactor.core.scheduler.Scheduler;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the chat clients and chat models that are served.
 */
final class AgentDirectoryFactory {

	private static final String PREFIX = "spring.ai.chatbotkit.server.";

	// The client of spring.ai.chatbotkit.chat.*, which has no name of its own.
	private static final String DEFAULT_CLIENT = "chatBotKitChatClient";

	// The headers and fields in which known clients send the id of a conversation.
	private static final List<String> CONVERSATION_NAMES = List.of("X-Conversation-Id", "X-OpenWebUI-Chat-Id",
			"X-LibreChat-Conversation-Id", "conversation_id", "metadata.conversation_id");

	private final ListableBeanFactory beans;

	private final ChatBotKitServerProperties properties;

	private final Scheduler scheduler;

	private final HeldTurns held = HeldTurns.inMemory();

	AgentDirectoryFactory(ListableBeanFactory beans, ChatBotKitServerProperties properties, Scheduler scheduler) {
		this.beans = beans;
		this.properties = properties;
		this.scheduler = scheduler;
	}

	AgentDirectory create() {
		List<ServedAgent> served = new ArrayList<>();
		agents().forEach((id, settings) -> served.add(agent(id, settings)));
		this.properties.models().forEach((name, bean) -> served.add(model(name, bean)));
		try {
			return new FixedAgentDirectory(served);
		}
		catch (IllegalArgumentException ex) {
			throw new ServerSettingException(String.valueOf(ex.getMessage()),
					"See " + PREFIX + "agents.* and " + PREFIX + "models.*.");
		}
	}

	/** The agents, by their ids: those of the properties first. */
	private Map<String, AgentSettings> agents() {
		Map<String, AgentSettings> agents = new LinkedHashMap<>(this.properties.agents());
		List<String> taken = new ArrayList<>();
		agents.forEach((id, settings) -> taken.add(bean(id, settings)));
		for (String bean : exposed()) {
			if (!taken.contains(bean)) {
				agents.putIfAbsent(bean, new AgentSettings(null, null, null, List.of(), List.of(), false));
			}
		}
		return agents;
	}

	private List<String> exposed() {
		List<String> all = Arrays.stream(this.beans.getBeanNamesForType(ChatClient.class, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.toList();
		List<String> expose = this.properties.expose();
		if (expose.equals(List.of("none"))) {
			return List.of();
		}
		if (expose.equals(List.of("named"))) {
			return all.stream().filter((name) -> !name.equals(DEFAULT_CLIENT)).toList();
		}
		for (String name : expose) {
			if (!all.contains(name)) {
				throw new ServerSettingException("There is no ChatClient bean '" + name + "' to expose.",
						"Set " + PREFIX + "expose to 'named', 'none', or some of: " + String.join(", ", all));
			}
		}
		return expose;
	}

	private static String bean(String id, AgentSettings settings) {
		String bean = settings.chatClient();
		return (bean != null) ? bean : id;
	}

	private ServedAgent agent(String id, AgentSettings settings) {
		String bean = bean(id, settings);
		if (!this.beans.containsBean(bean) || !this.beans.isTypeMatch(bean, ChatClient.class)) {
			throw new ServerSettingException("There is no ChatClient bean '" + bean + "' for the agent '" + id + "'.",
					"Set " + PREFIX + "agents." + id + ".chat-client to one of: "
							+ String.join(", ", this.beans.getBeanNamesForType(ChatClient.class, true, false)));
		}
		ChatClientAgent agent = builder(() -> this.beans.getBean(bean, ChatClient.class)).steps(settings.steps())
			.build();
		List<String> conversation = settings.conversation()
			.stream()
			.flatMap((written) -> written.equalsIgnoreCase("header") ? CONVERSATION_NAMES.stream() : Stream.of(written))
			.toList();
		String name = settings.name();
		return new ServedAgent(new AgentTarget.Bot(id), (name != null) ? name : id, settings.description(),
				settings.aliases(), conversation, agent);
	}

	private ServedAgent model(String name, String bean) {
		if (!this.beans.containsBean(bean) || !this.beans.isTypeMatch(bean, ChatModel.class)) {
			throw new ServerSettingException("There is no ChatModel bean '" + bean + "' for the model '" + name + "'.",
					"Set " + PREFIX + "models." + name + " to one of: "
							+ String.join(", ", this.beans.getBeanNamesForType(ChatModel.class, true, false)));
		}
		SingletonSupplier<ChatClient> client = SingletonSupplier
			.of(() -> ChatClient.create(this.beans.getBean(bean, ChatModel.class)));
		ChatClientAgent agent = builder(client::obtain).settings(true).build();
		return new ServedAgent(new AgentTarget.Model(name), name, null, List.of(), List.of(), agent);
	}

	private ChatClientAgent.Builder builder(Supplier<ChatClient> client) {
		ToolCallingManager tools = this.beans.getBeanProvider(ToolCallingManager.class)
			.getIfUnique(() -> ToolCallingManager.builder().build());
		return ChatClientAgent.builder(client, this.scheduler)
			.held(this.held)
			.tools(tools)
			.scope(this.beans.getBeanProvider(CallerScope.class).getIfAvailable(() -> CallerScope.NONE))
			.maxRounds(this.properties.maxRounds())
			.forget((conversation) -> this.beans.getBeanProvider(ChatMemory.class)
				.stream()
				.forEach((memory) -> memory.clear(conversation)));
	}

}
