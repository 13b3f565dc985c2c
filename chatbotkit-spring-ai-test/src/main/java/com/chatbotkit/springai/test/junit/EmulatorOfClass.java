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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * An emulator for each outermost test class, closed with it by JUnit.
 */
record EmulatorOfClass() implements EmulatorSource {

	private static final Namespace NAMESPACE = Namespace.create(EmulatorOfClass.class);

	@Override
	public ChatBotKitEmulator emulator(ExtensionContext context) {
		return outermost(context).getStore(NAMESPACE)
			.computeIfAbsent(ChatBotKitEmulator.class, (type) -> ChatBotKitEmulator.start(), ChatBotKitEmulator.class);
	}

	private static ExtensionContext outermost(ExtensionContext context) {
		return context.getParent()
			.filter((parent) -> parent.getTestClass().isPresent())
			.map(EmulatorOfClass::outermost)
			.orElse(context);
	}

	@Override
	public boolean provides(ParameterContext parameter, ExtensionContext context) {
		return true;
	}

}
