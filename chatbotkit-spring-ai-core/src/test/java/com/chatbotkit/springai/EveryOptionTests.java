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

package com.chatbotkit.springai;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.tool.DeclaredTools;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.SimpleApiKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No place is forgotten when an option is added to {@link ChatBotKitChatOptions}: each
 * option is copied, compared and merged, and is either sent or reported as ignored.
 */
class EveryOptionTests {

	private static final TenantPolicy NO_TENANTS = new TenantPolicy(false, ChatBotKitTenant.Replaces.WHEN_CALLED, true);

	/** Options with two values each, of which the first is not a default. */
	private static final Map<String, List<Object>> VALUES = Map.ofEntries(
			Map.entry("model", List.of("model/name=m1", "model/name=m2")), Map.entry("temperature", List.of(0.5, 0.7)),
			Map.entry("maxTokens", List.of(7, 8)), Map.entry("frequencyPenalty", List.of(0.1, 0.2)),
			Map.entry("presencePenalty", List.of(0.3, 0.4)), Map.entry("topP", List.of(0.8, 0.9)),
			Map.entry("topK", List.of(3, 4)), Map.entry("stopSequences", List.of(List.of("END"), List.of("STOP"))),
			Map.entry("reasoningEffort", List.of("low", "high")), Map.entry("carrySettings", List.of(true, false)),
			Map.entry("legacyFunctions", List.of(true, false)),
			Map.entry("secretKey", List.of(new SimpleApiKey("sk-1"), new SimpleApiKey("sk-2"))),
			Map.entry("toolCallbacks",
					List.of(List.of(new QuietTool("weather", "Tells the weather")),
							List.of(new QuietTool("time", "Tells the time")))),
			Map.entry("toolContext", List.of(Map.of("a", 1), Map.of("b", 2))));

	/** They travel beside the request: in the context, and to the tools. */
	private static final List<String> NOT_IN_THE_REQUEST = List.of("secretKey", "toolContext");

	@Test
	void eachOptionHasValuesHere() throws IntrospectionException {
		assertThat(options().map(PropertyDescriptor::getName)).containsExactlyInAnyOrderElementsOf(VALUES.keySet());
	}

	@ParameterizedTest
	@MethodSource("options")
	void aCopyKeepsIt(PropertyDescriptor option) throws Exception {
		ChatBotKitChatOptions options = with(ChatBotKitChatOptions.builder(), option, 0).build();
		assertThat(read(option, options)).isEqualTo(value(option, 0));
		assertThat(read(option, options.mutate().build())).isEqualTo(value(option, 0));
		assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
		assertThat(options).isNotEqualTo(with(ChatBotKitChatOptions.builder(), option, 1).build());
	}

	@ParameterizedTest
	@MethodSource("options")
	void buildersCombineIt(PropertyDescriptor option) throws Exception {
		ChatOptions.Builder<?> set = with(ChatBotKitChatOptions.builder(), option, 0);
		assertThat(read(option, ChatBotKitChatOptions.builder().combineWith(set).build())).isEqualTo(value(option, 0));
		assertThat(read(option,
				with(ChatBotKitChatOptions.builder(), option, 1).combineWith(ChatBotKitChatOptions.builder()).build()))
			.isEqualTo(value(option, 1));
	}

	@ParameterizedTest
	@MethodSource("options")
	void aPromptMayLeaveItToTheModelOrSetIt(PropertyDescriptor option) throws Exception {
		ChatBotKitChatOptions defaults = with(ChatBotKitChatOptions.builder(), option, 0).build();
		Prompt open = new Prompt("Hi", ChatBotKitChatOptions.builder().build());
		assertThat(read(option, filledIn(open, defaults))).isEqualTo(value(option, 0));
		Prompt own = new Prompt("Hi", with(ChatBotKitChatOptions.builder(), option, 1).build());
		assertThat(read(option, filledIn(own, defaults))).isEqualTo(value(option, 1));
	}

	@ParameterizedTest
	@MethodSource("options")
	void itIsSentOrReportedAsIgnored(PropertyDescriptor option) throws Exception {
		ChatBotKitChatOptions with = with(base(), option, 0).build();
		ChatBotKitChatOptions without = with(base(), option, 1).build();
		if (!NOT_IN_THE_REQUEST.contains(option.getName()) && !with.ignoredParameters().containsKey(option.getName())) {
			assertThat(request(with)).isNotEqualTo(request(without));
		}
	}

	/**
	 * Settings are carried, some are set, and there is a tool.
	 */
	private static ChatBotKitChatOptions.Builder base() throws Exception {
		ChatBotKitChatOptions.Builder builder = ChatBotKitChatOptions.builder();
		for (PropertyDescriptor option : options().toList()) {
			if (List.of("model", "temperature", "carrySettings", "toolCallbacks").contains(option.getName())) {
				with(builder, option, 0);
			}
		}
		return builder;
	}

	private static ChatCompletionRequest request(ChatBotKitChatOptions options) {
		Prompt prompt = new Prompt("Hi", options);
		return new RequestMapper().map(prompt, DeclaredTools.of(options, prompt.getInstructions()));
	}

	private static ChatBotKitChatOptions filledIn(Prompt prompt, ChatBotKitChatOptions defaults) {
		return EffectiveOptions.of(EffectiveOptions.fillIn(prompt, defaults, null, NO_TENANTS));
	}

	private static Object value(PropertyDescriptor option, int index) {
		return VALUES.get(option.getName()).get(index);
	}

	private static @Nullable Object read(PropertyDescriptor option, ChatBotKitChatOptions options) throws Exception {
		return option.getReadMethod().invoke(options);
	}

	private static ChatBotKitChatOptions.Builder with(ChatBotKitChatOptions.Builder builder, PropertyDescriptor option,
			int index) throws Exception {
		Object value = value(option, index);
		Method setter = Arrays.stream(ChatBotKitChatOptions.Builder.class.getMethods())
			.filter((method) -> method.getName().equals(option.getName()) && method.getParameterCount() == 1
					&& (method.getParameterTypes()[0].isInstance(value)))
			.findFirst()
			.orElseThrow();
		setter.setAccessible(true);
		setter.invoke(builder, value);
		return builder;
	}

	private static Stream<PropertyDescriptor> options() throws IntrospectionException {
		BeanInfo bean = Introspector.getBeanInfo(ChatBotKitChatOptions.class, Object.class);
		return Arrays.stream(bean.getPropertyDescriptors());
	}

}
