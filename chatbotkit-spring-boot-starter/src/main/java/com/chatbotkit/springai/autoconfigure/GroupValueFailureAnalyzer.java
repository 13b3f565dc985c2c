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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;

/**
 * Names the properties to set if one of their groups has a value itself, such as
 * {@code bots.help=clx1} instead of {@code bots.help.bot-id=clx1}.
 * <p>
 * Spring Boot's own analyzer reports a missing converter, and often not the origin.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class GroupValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName RETRY = ConfigurationPropertyName
		.of(ChatBotKitRetryProperties.PREFIX);

	private final Environment environment;

	GroupValueFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!(cause.getCause() instanceof ConverterNotFoundException)) {
			return null;
		}
		List<String> below = below(name);
		if (below.isEmpty()) {
			return null;
		}
		return new FailureAnalysis(
				name + " has a value" + origin(name) + ", but it is only the beginning of other properties.",
				"Remove the value, or write it under one of their names: " + String.join(", ", below) + ".", cause);
	}

	private static List<String> below(ConfigurationPropertyName name) {
		if (RETRY.isAncestorOf(name)) {
			return PropertyNames.below(RETRY + ".", PropertyNames.of(ChatBotKitRetryProperties.class),
					PropertyKey.of(name, RETRY.getNumberOfElements(), false));
		}
		return WrittenPrefix.isReal(name) ? PropertyNames.below(ChatBotKitProperties.PREFIX + ".",
				PropertyNames.of(ChatBotKitProperties.class), PropertyKey.of(name, WrittenPrefix.length(name), false))
				: List.of();
	}

	private String origin(ConfigurationPropertyName name) {
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && property.getOrigin() != null) {
				return " (" + property.getOrigin() + ")";
			}
		}
		return "";
	}

}
