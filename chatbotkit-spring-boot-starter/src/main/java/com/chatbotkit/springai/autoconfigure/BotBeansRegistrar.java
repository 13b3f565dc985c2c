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

import com.chatbotkit.springai.ChatBotKitChatModel;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of each named bot: a chat client with the bot's name, and a builder
 * and a chat model with that name as their qualifier. They are lazy, and are injected
 * only with a qualifier.
 * <p>
 * The definitions refer to methods of {@link BotFactory} instead of lambdas, because
 * Spring's ahead-of-time processing cannot write a lambda.
 */
final class BotBeansRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	BotBeansRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : BotNames.of(this.environment)) {
			TakenBeanNames.check(name);
			register(name, name, bean(name, "chatClient", ChatClient.class), registry);
			RootBeanDefinition builder = bean(name, "chatClientBuilder", ChatClient.Builder.class);
			builder.setScope(BeanDefinition.SCOPE_PROTOTYPE);
			register(name, BotNames.chatClientBuilder(name), builder, registry);
			register(name, BotNames.chatModel(name), bean(name, "chatModel", ChatBotKitChatModel.class), registry);
		}
	}

	private static RootBeanDefinition bean(String bot, String factoryMethod, Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(BotFactory.BEAN_NAME);
		definition.setUniqueFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, bot);
		definition.setLazyInit(true);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, bot));
		return definition;
	}

	private static void register(String bot, String beanName, RootBeanDefinition definition,
			BeanDefinitionRegistry registry) {
		TakenBeanNames.check(bot, beanName, registry);
		registry.registerBeanDefinition(beanName, definition);
	}

}
