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

package com.chatbotkit.springai.test.context;

import java.util.List;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.chatbotkit.springai.test.junit.RecordedChatBotKit;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Adds the emulator to the application context of a test with {@link EmulatedChatBotKit}.
 */
final class EmulatorContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		if (!TestContextAnnotationUtils.hasAnnotation(testClass, EmulatedChatBotKit.class)) {
			return null;
		}
		// A recorded test slice has an unused emulator, too.
		return new EmulatorContextCustomizer(
				!TestContextAnnotationUtils.hasAnnotation(testClass, RecordedChatBotKit.class));
	}

}
