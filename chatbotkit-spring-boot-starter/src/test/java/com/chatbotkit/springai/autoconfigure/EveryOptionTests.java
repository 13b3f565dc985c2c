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

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each option of {@link ChatBotKitChatOptions} has a property, for the default
 * chat and for each named bot.
 */
class EveryOptionTests {

	/** Set in code only, or by other properties: the selector. */
	private static final List<String> WITHOUT_PROPERTY = List.of("model", "toolCallbacks", "toolContext", "secretKey");

	private static final Map<Class<?>, String> VALUES = Map.of(Double.class, "0.25", Integer.class, "7", Boolean.class,
			"true", List.class, "END", String.class, "low");

	@ParameterizedTest
	@MethodSource("options")
	void itHasAProperty(PropertyDescriptor option) {
		String value = VALUES.get(option.getPropertyType());
		String name = DataObjectPropertyName.toDashedForm(option.getName());
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.chat." + name + "=" + value,
					"spring.ai.chatbotkit.bots.support.bot-id=clx2",
					"spring.ai.chatbotkit.bots.support." + name + "=" + value)
			.run((context) -> {
				for (String model : List.of("chatBotKitChatModel", "supportChatModel")) {
					Object bound = option.getReadMethod().invoke(context.getBean(model, ChatModel.class).getOptions());
					assertThat((bound instanceof List<?> list) ? list.get(0) : bound).as(model).hasToString(value);
				}
			});
	}

	private static Stream<PropertyDescriptor> options() throws IntrospectionException {
		return Arrays
			.stream(Introspector.getBeanInfo(ChatBotKitChatOptions.class, Object.class).getPropertyDescriptors())
			.filter((option) -> !WITHOUT_PROPERTY.contains(option.getName()));
	}

}
