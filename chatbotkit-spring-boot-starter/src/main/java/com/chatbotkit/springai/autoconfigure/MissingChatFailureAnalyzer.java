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
import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
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
 * Says what to write where a chat client or chat model is asked for without a name, or by
 * a wrong one, and there are only named bots.
 * <p>
 * It comes before Spring Boot's own analysis, which makes each bean of the type that was
 * asked for: those of the bots cannot be made when the context is closed, and what is
 * left is a trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingChatFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String CLIENTS = "spring.ai.chat.client.enabled";

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
		if (missing == null || cause instanceof NoUniqueBeanDefinitionException || !isOfBots(missing)
				|| !this.beans.containsBean(BotFactory.BEAN_NAME)) {
			return null;
		}
		List<String> bots = BotNames.of(this.environment).stream().sorted().toList();
		if (bots.isEmpty()) {
			return null;
		}
		InjectionPoint point = outermost(rootFailure);
		Class<?> type = (point != null) ? type(point) : null;
		String asked = name((type != null && isOfBots(type)) ? type : missing);
		String place = (description != null) ? " (" + description + ")" : "";
		if (asked.startsWith("ChatClient") && !this.environment.getProperty(CLIENTS, Boolean.class, true)) {
			return new FailureAnalysis("There is no " + asked + ", for those of Spring AI are switched off.",
					"Set " + CLIENTS + " to true, or ask for a ChatModel" + place + ".", cause);
		}
		return analyze(asked, qualifier(point), bots, place, cause);
	}

	private static FailureAnalysis analyze(String asked, @Nullable String qualifier, List<String> bots, String place,
			Throwable cause) {
		String qualified = "@Qualifier(\"" + bots.get(0) + "\")";
		if (qualifier != null) {
			return new FailureAnalysis(
					"There is no " + asked + " of @Qualifier(\"" + qualifier + "\"), only the bots " + bots + ": write "
							+ qualified + ", or configure " + ChatBotKitProperties.Bot.prefix(qualifier) + ".bot-id.",
					"Correct the name where the " + asked + " is asked for" + place + ".", cause);
		}
		return new FailureAnalysis(
				"There is no default " + asked + ", only the bots " + bots + ": write " + qualified + ", or set "
						+ ChatBotKitProperties.PREFIX + ".chat.bot-id.",
				"Write " + qualified + " where the " + asked + " is asked for" + place + ", or set "
						+ ChatBotKitProperties.PREFIX + ".chat.bot-id to the id of the bot to talk to by default.",
				cause);
	}

	/**
	 * Whether a bot's beans are of the type: then Spring Boot would make them.
	 */
	private static boolean isOfBots(Class<?> type) {
		return type == ChatClient.class || type == ChatClient.Builder.class
				|| (type != Object.class && type.isAssignableFrom(ChatBotKitChatModel.class));
	}

	private static String name(Class<?> type) {
		return (type == ChatClient.Builder.class) ? "ChatClient.Builder" : type.getSimpleName();
	}

	/**
	 * Returns where the application asked: what is asked for on the way from there was
	 * not its wish.
	 */
	private static @Nullable InjectionPoint outermost(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof UnsatisfiedDependencyException unsatisfied && unsatisfied.getInjectionPoint() != null
					&& isOfBots(type(unsatisfied.getInjectionPoint()))) {
				return unsatisfied.getInjectionPoint();
			}
		}
		return null;
	}

	private static Class<?> type(InjectionPoint point) {
		// Spring AI's shared builder is where somebody asked for it at run time.
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
