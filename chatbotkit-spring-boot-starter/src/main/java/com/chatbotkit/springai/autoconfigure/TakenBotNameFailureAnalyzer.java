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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names the bot whose bean name is taken by a bean that is registered later.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TakenBotNameFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
		BeanDefinition bot = cause.getExistingDefinition();
		if (!BotFactory.BEAN_NAME.equals(bot.getFactoryBeanName())) {
			return null;
		}
		Object name = Objects.requireNonNull(bot.getConstructorArgumentValues().getIndexedArgumentValues().get(0))
			.getValue();
		String source = cause.getBeanDefinition().getResourceDescription();
		InvalidSettingException taken = TakenBeanNames.taken(String.valueOf(name), cause.getBeanName(),
				"there is another one" + ((source != null) ? ", from " + source : ""));
		return new FailureAnalysis(taken.description(), taken.action(), cause);
	}

}
