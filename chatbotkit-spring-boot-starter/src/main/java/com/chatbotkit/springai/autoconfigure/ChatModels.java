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

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Finds the chat models of ChatBotKit by bean name, even if the application decorates or
 * proxies them, or replaces them with a mock.
 * <p>
 * Prompts always go to the bean. Methods of {@link ChatBotKitChatModel} need the
 * undecorated model, which is collected here before other post-processors wrap it.
 */
final class ChatModels implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	/**
	 * The bean name of the default chat model.
	 */
	static final String DEFAULT = "chatBotKitChatModel";

	private final Map<String, ChatBotKitChatModel> undecorated = new ConcurrentHashMap<>();

	private @Nullable ConfigurableListableBeanFactory beans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ChatBotKitChatModel model) {
			this.undecorated.put(beanName, model);
		}
		return bean;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * Returns the bean names of the default model, of models that the application
	 * defines, and of the named bots.
	 * @param bots the names of the bots
	 */
	Set<String> names(Set<String> bots) {
		Set<String> names = new LinkedHashSet<>();
		if (beans().containsBean(DEFAULT)) {
			names.add(DEFAULT);
		}
		names.addAll(applicationDefined());
		bots.forEach((bot) -> names.add(BotNames.chatModel(bot)));
		return names;
	}

	/**
	 * Returns a chat model with its decorators.
	 */
	ChatModel get(String name) {
		return beans().getBean(name, ChatModel.class);
	}

	/**
	 * Returns the default chat model, or the one that the application defines, with its
	 * decorators. A primary chat model that was created with the default one decorates it
	 * too. Any other belongs to another provider.
	 */
	ChatModel getDefault() {
		if (beans().containsBean(DEFAULT)) {
			ChatModel primary = primary();
			return (primary != null) ? primary : get(DEFAULT);
		}
		Set<String> names = applicationDefined();
		return (names.size() == 1) ? get(names.iterator().next()) : beans().getBean(ChatModel.class);
	}

	/**
	 * Returns a chat model without its decorators, or null if another type of model
	 * replaces it.
	 */
	@Nullable ChatBotKitChatModel undecorated(String name) {
		return (get(name) instanceof ChatBotKitChatModel model) ? model : this.undecorated.get(name);
	}

	private @Nullable ChatModel primary() {
		for (String name : beans().getBeanNamesForType(ChatModel.class, true, false)) {
			if (!name.equals(DEFAULT) && beans().containsBeanDefinition(name)
					&& beans().getBeanDefinition(name).isPrimary() && !beans().isCurrentlyInCreation(name)) {
				ChatModel primary = get(name);
				return Arrays.asList(beans().getDependenciesForBean(name)).contains(DEFAULT) ? primary : null;
			}
		}
		return null;
	}

	private Set<String> applicationDefined() {
		Set<String> names = new LinkedHashSet<>(
				Arrays.asList(beans().getBeanNamesForType(ChatBotKitChatModel.class, true, false)));
		names.addAll(this.undecorated.keySet());
		return names;
	}

	private ConfigurableListableBeanFactory beans() {
		return Objects.requireNonNull(this.beans);
	}

}
