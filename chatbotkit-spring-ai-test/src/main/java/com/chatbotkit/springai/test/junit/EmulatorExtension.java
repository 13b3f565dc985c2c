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

package com.chatbotkit.springai.test.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Resets the emulator before each test and injects it.
 */
final class EmulatorExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) throws IllegalAccessException {
		ChatBotKitEmulator emulator = EmulatorSource.of(context).emulator(context);
		emulator.reset();
		for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
			inject(emulator, instance);
		}
	}

	private static void inject(ChatBotKitEmulator emulator, Object instance) throws IllegalAccessException {
		for (Field field : ReflectionSupport.findFields(instance.getClass(), EmulatorExtension::isInjected,
				HierarchyTraversalMode.TOP_DOWN)) {
			field.setAccessible(true);
			if (field.get(instance) == null) {
				field.set(instance, emulator);
			}
		}
	}

	private static boolean isInjected(Field field) {
		return field.getType() == ChatBotKitEmulator.class && !Modifier.isStatic(field.getModifiers())
				&& !Modifier.isFinal(field.getModifiers());
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == ChatBotKitEmulator.class
				&& EmulatorSource.of(context).provides(parameter, context);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return EmulatorSource.of(context).emulator(context);
	}

}
