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

import java.util.Arrays;
import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Tells whether the application has filter chains of its own, besides those that Spring
 * Boot and this starter bring.
 */
final class ApplicationChains {

	private static final String BOOT = "org.springframework.boot.";

	// As Spring Boot 4.1.0 names them. The chain of a resource server with opaque tokens
	// counts as the application's own.
	private static final Set<String> DEFAULTS = Set.of("defaultSecurityFilterChain", "managementSecurityFilterChain",
			"reactiveManagementSecurityFilterChain", "springSecurityFilterChain", "jwtSecurityFilterChain",
			"reactiveJwtSecurityFilterChain", ChatBotKitServerSecurityAutoConfiguration.OTHER_PATHS);

	private ApplicationChains() {
	}

	static boolean present(ConfigurableListableBeanFactory beans, Class<?> chainType) {
		return Arrays.stream(beans.getBeanNamesForType(chainType, true, false)).anyMatch((name) -> isOwn(beans, name));
	}

	private static boolean isOwn(ConfigurableListableBeanFactory beans, String name) {
		BeanDefinition definition = beans.containsBeanDefinition(name) ? beans.getBeanDefinition(name) : null;
		String factory = (definition != null) ? definition.getFactoryBeanName() : null;
		Class<?> declaring = (factory != null) ? beans.getType(factory, false) : null;
		if (declaring != null) {
			String className = ClassUtils.getUserClass(declaring).getName();
			return !className.startsWith(ChatBotKitServerSecurityAutoConfiguration.class.getName())
					&& (!className.startsWith(BOOT) || !DEFAULTS.contains(name));
		}
		return !DEFAULTS.contains(name) && !name.equals(ChatBotKitServerSecurityAutoConfiguration.CHAIN);
	}

}
