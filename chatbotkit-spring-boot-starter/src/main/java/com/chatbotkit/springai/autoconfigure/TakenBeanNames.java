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

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * Refuses names of bots that are bean names already, because each bot is a bean with its
 * name.
 */
final class TakenBeanNames {

	/**
	 * Names by which Spring looks up its own beans. They may be registered later or not
	 * at all.
	 */
	private static final Set<String> RESERVED = Set.of("environment", "systemProperties", "systemEnvironment",
			"applicationStartup", "messageSource", "applicationEventMulticaster", "lifecycleProcessor",
			"conversionService", "loadTimeWeaver", "bootstrapExecutor", "springApplicationArguments",
			"springBootBanner", "springBootLoggingSystem", "springBootLogFile", "springBootLoggerGroups",
			"springBootLoggingLifecycle", "autoConfigurationReport", "servletContext", "servletConfig",
			"contextParameters", "contextAttributes", "dispatcherServlet", "multipartResolver", "localeResolver",
			"themeResolver", "handlerMapping", "handlerAdapter", "handlerExceptionResolver", "viewNameTranslator",
			"viewResolver", "flashMapManager", "webHandler", "httpHandler", "webSessionManager",
			"serverCodecConfigurer", "localeContextResolver", "forwardedHeaderTransformer", "taskExecutor",
			"applicationTaskExecutor", "taskScheduler", "mbeanServer", "mbeanExporter", "cacheManager",
			"transactionManager", "dataSource", "entityManagerFactory");

	private static final String OWN_PREFIX = "chatBotKit";

	private TakenBeanNames() {
	}

	/**
	 * Throws if a bot cannot have this name.
	 */
	static void check(String bot) {
		if (bot.isBlank() || bot.startsWith("&")
				|| !bot.chars().allMatch((c) -> c > ' ' && c != '.' && !Character.isISOControl(c))) {
			throw new InvalidSettingException("A bot cannot be named \"" + bot + "\" (" + ChatBotKitProperties.PREFIX
					+ ".bots), because a bean cannot have that name.", rename());
		}
		if (bot.matches("\\d+|true|false")) {
			throw new InvalidSettingException(
					"A bot cannot be named \"" + bot + "\" (" + ChatBotKitProperties.PREFIX
							+ ".bots): that is how a list, or a name that YAML takes for a number or boolean, arrives.",
					rename());
		}
		if (RESERVED.contains(bot)) {
			throw taken(bot, bot, "Spring has a bean with that name");
		}
		if (bot.startsWith(OWN_PREFIX)) {
			throw taken(bot, bot, "ChatBotKit's own beans begin with chatBotKit");
		}
	}

	/**
	 * Throws if there is already a bean with that name, with or without a definition.
	 */
	static void check(String bot, String beanName, BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(beanName)) {
			String source = registry.getBeanDefinition(beanName).getResourceDescription();
			throw taken(bot, beanName, "there is one already" + ((source != null) ? ", from " + source : ""));
		}
		if ((registry instanceof SingletonBeanRegistry singletons && singletons.containsSingleton(beanName))
				|| registry.isAlias(beanName)) {
			throw taken(bot, beanName, "there is one already");
		}
	}

	static InvalidSettingException taken(String bot, String beanName, String why) {
		return new InvalidSettingException(
				ChatBotKitProperties.Bot.prefix(bot) + " needs a bean named \"" + beanName + "\", but " + why + ".",
				rename());
	}

	private static String rename() {
		return "Give the bot another name: it is what stands after " + ChatBotKitProperties.PREFIX + ".bots.";
	}

}
