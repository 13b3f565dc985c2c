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

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Adds the emulator, connection details to it and defaults for tests. All such
 * customizers are equal, so that contexts are cached as if there were none.
 */
record EmulatorContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(
				(BeanDefinitionRegistry) context.getBeanFactory(), context.getEnvironment());
		reader.register(EmulatorConfiguration.class);
		if (ClassUtils.isPresent("com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails",
				context.getClassLoader())) {
			reader.register(ConnectionConfiguration.class);
			TestDefaults.addTo(context.getEnvironment());
		}
	}

}
