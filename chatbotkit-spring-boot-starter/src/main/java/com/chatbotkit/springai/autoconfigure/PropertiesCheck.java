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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Warns on startup of properties that have no effect, and suggests the property that was
 * probably meant. Also warns of ids that YAML reads as numbers.
 * <p>
 * It runs before beans are created, so that the warnings appear even if that fails.
 * Warnings name properties without their values, because some are secrets.
 */
final class PropertiesCheck implements BeanFactoryPostProcessor, EnvironmentAware {

	/**
	 * Maximum number of warnings. More usually have one cause.
	 */
	private static final int MAX_WARNINGS = 20;

	private static final Log logger = LogFactory.getLog(PropertiesCheck.class);

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Environment environment = this.environment;
		if (environment == null) {
			return;
		}
		Set<OptionalPart> present = Arrays.stream(OptionalPart.values())
			.filter((part) -> ClassUtils.isPresent(part.type, beanFactory.getBeanClassLoader()))
			.collect(Collectors.toSet());
		Map<String, String> warnings = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			new PropertySourceCheck(source, present, warnings).run();
		}
		warnings.values().stream().limit(MAX_WARNINGS).forEach(logger::warn);
		if (warnings.size() > MAX_WARNINGS) {
			logger.warn("There are " + (warnings.size() - MAX_WARNINGS) + " more such properties");
		}
		if (!present.contains(OptionalPart.EMULATOR) && Binder.get(environment)
			.bind(ChatBotKitProperties.PREFIX + ".emulator.enabled", Boolean.class)
			.orElse(false)) {
			throw PropertyChecks.invalid(ChatBotKitProperties.PREFIX + ".emulator.enabled", true,
					"The emulator is not on the class path. Add the dependency "
							+ "com.chatbotkit:chatbotkit-spring-ai-test, or remove the property.");
		}
	}

}
