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

import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Suggests a qualifier if a chat client or chat model is injected without one, or with an
 * unknown one, and only named bots are configured.
 * <p>
 * It runs before Spring Boot's {@code NoSuchBeanDefinitionFailureAnalyzer}, which creates
 * each bean of the injected type. The beans of the bots cannot be created after the
 * context is closed, so that analyzer would leave only a stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingChatFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String CLIENTS = "spring.ai.chat.client.enabled";

	private static final String PROVIDER = "chatbotkit";

	private static final int MOST_TYPOS = 3;

	private final BeanFactory beans;

	private final Environment environment;

	MissingChatFailureAnalyzer(BeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> missing = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		String selected = this.environment.getProperty(SpringAIModelProperties.CHAT_MODEL, "");
		if (missing != null && isBotBeanType(missing) && isMisspelt(selected)) {
			return new FailureAnalysis(
					"There is no " + name(missing) + ", because " + SpringAIModelProperties.CHAT_MODEL + " is '"
							+ selected + "', which selects no provider.",
					"Set " + SpringAIModelProperties.CHAT_MODEL + " to chatbotkit, or remove it.", cause);
		}
		if (missing == null || !(isBotBeanType(missing) || missing == ChatBotKitBots.class)
				|| !this.beans.containsBean(BotFactory.BEAN_NAME)) {
			return null;
		}
		List<String> bots = BotNames.of(this.environment).stream().sorted().toList();
		if (bots.isEmpty() || (cause instanceof NoUniqueBeanDefinitionException several && !isOnlyOf(bots, several))) {
			return null;
		}
		if (missing == ChatBotKitBots.class) {
			return new FailureAnalysis("ChatBotKitBots takes no qualifier: it holds all bots, " + bots + ".",
					"Remove the qualifier, or inject a ChatClient with it"
							+ ((description != null) ? " (" + description + ")" : "") + ".",
					cause);
		}
		InjectionPoint point = outermost(rootFailure);
		Class<?> type = (point != null) ? type(point) : null;
		String typeName = name((type != null && isBotBeanType(type)) ? type : missing);
		// Spring AI's configuration of the builder is no place to change.
		String location = (description != null && !description.contains("org.springframework.ai."))
				? " (" + description + ")" : "";
		if (typeName.startsWith("ChatClient") && !this.environment.getProperty(CLIENTS, Boolean.class, true)) {
			return new FailureAnalysis("There is no " + typeName + ", because " + CLIENTS + " is false.",
					"Set " + CLIENTS + " to true, or inject a ChatModel" + location + ".", cause);
		}
		return analyze(typeName, qualifier(point), bots, location, cause);
	}

	/**
	 * Whether a provider's name is a misspelling of ours.
	 */
	private static boolean isMisspelt(String provider) {
		return !provider.equalsIgnoreCase(PROVIDER)
				&& NearestProperty.distance(PropertyKey.uniform(provider), PROVIDER) <= MOST_TYPOS;
	}

	/**
	 * Whether all beans are those of bots. A lookup by type at run time finds them,
	 * because it does not ask which beans may be injected.
	 */
	private static boolean isOnlyOf(List<String> bots, NoUniqueBeanDefinitionException several) {
		return several.getBeanNamesFound() != null && several.getBeanNamesFound()
			.stream()
			.allMatch((name) -> bots.stream()
				.anyMatch((bot) -> name.equals(bot) || name.equals(BotNames.chatModel(bot))
						|| name.equals(BotNames.chatClientBuilder(bot))));
	}

	private static FailureAnalysis analyze(String typeName, @Nullable String qualifier, List<String> bots,
			String location, Throwable cause) {
		String nearest = (qualifier == null) ? bots.get(0)
				: bots.stream()
					.min(Comparator.comparing((String bot) -> !qualifier.startsWith(bot))
						.thenComparingInt((bot) -> NearestProperty.distance(bot, qualifier)))
					.orElseThrow();
		String qualified = "@Qualifier(\"" + nearest + "\")";
		if (qualifier != null) {
			return new FailureAnalysis(
					"There is no " + typeName + " of @Qualifier(\"" + qualifier + "\"), only the bots " + bots
							+ ": write " + qualified + ", or configure " + ChatBotKitProperties.Bot.prefix(qualifier)
							+ ".bot-id.",
					"Correct the name where the " + typeName + " is injected" + location + ".", cause);
		}
		return new FailureAnalysis(
				"There is no default " + typeName + ", only the bots " + bots + ": write " + qualified + ", or set "
						+ ChatBotKitProperties.PREFIX + ".chat.bot-id.",
				"Write " + qualified + " where the " + typeName + " is injected" + location + ", or set "
						+ ChatBotKitProperties.PREFIX + ".chat.bot-id to the id of the default bot.",
				cause);
	}

	/**
	 * Whether the beans of a bot have this type, so that Spring Boot would create them.
	 */
	private static boolean isBotBeanType(Class<?> type) {
		return type == ChatClient.class || type == ChatClient.Builder.class
				|| (type != Object.class && type.isAssignableFrom(ChatBotKitChatModel.class));
	}

	private static String name(Class<?> type) {
		return (type == ChatClient.Builder.class) ? "ChatClient.Builder" : type.getSimpleName();
	}

	/**
	 * Returns the outermost injection point, which is in the application. The inner ones
	 * are in Spring AI's or our own configuration.
	 */
	private static @Nullable InjectionPoint outermost(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof UnsatisfiedDependencyException unsatisfied && unsatisfied.getInjectionPoint() != null
					&& isBotBeanType(type(unsatisfied.getInjectionPoint()))) {
				return unsatisfied.getInjectionPoint();
			}
		}
		return null;
	}

	private static Class<?> type(InjectionPoint point) {
		// Spring AI's configuration of the builder, which a lookup at run time created.
		if (point.getMember().getDeclaringClass() == ChatClientAutoConfiguration.class) {
			return ChatClient.Builder.class;
		}
		Field field = point.getField();
		if (field != null) {
			return field.getType();
		}
		MethodParameter parameter = point.getMethodParameter();
		return (parameter != null) ? parameter.getParameterType() : Object.class;
	}

	private static @Nullable String qualifier(@Nullable InjectionPoint point) {
		if (point == null) {
			return null;
		}
		Qualifier qualifier = AnnotatedElementUtils
			.getMergedAnnotation(AnnotatedElementUtils.forAnnotations(point.getAnnotations()), Qualifier.class);
		return (qualifier != null && StringUtils.hasText(qualifier.value())) ? qualifier.value() : null;
	}

}
