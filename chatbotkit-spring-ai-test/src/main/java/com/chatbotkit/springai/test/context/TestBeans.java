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

package com.chatbotkit.springai.test.context;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.util.ClassUtils;

/**
 * Registers configuration classes of the kit in an application context.
 */
final class TestBeans {

	private TestBeans() {
	}

	/**
	 * Registers a configuration unless a parent context has it: the contexts of a
	 * hierarchy share their server.
	 */
	static void register(Class<?> configuration, ConfigurableApplicationContext context) {
		// A context that was processed ahead of time already contains the beans.
		if (!AotDetector.useGeneratedArtifacts() && !isInParent(configuration, context)) {
			new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) context.getBeanFactory(),
					context.getEnvironment())
				.register(configuration);
		}
	}

	private static boolean isInParent(Class<?> configuration, ConfigurableApplicationContext context) {
		ApplicationContext parent = context.getParent();
		return parent != null && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, configuration).length > 0;
	}

	static boolean hasStarter(ConfigurableApplicationContext context) {
		return ClassUtils.isPresent("com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails",
				context.getClassLoader());
	}

}
