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

import java.lang.reflect.Field;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

class ContextCachingTests {

	@Test
	void classesShareAContextAndAnotherOneHasNoEmulator() throws Exception {
		assertThat(configuration(One.class)).isEqualTo(configuration(Two.class))
			.isNotEqualTo(configuration(None.class));
	}

	private static MergedContextConfiguration configuration(Class<?> testClass) throws Exception {
		Object testContext = new TestContextManager(testClass).getTestContext();
		Field field = testContext.getClass().getDeclaredField("mergedConfig");
		field.setAccessible(true);
		return (MergedContextConfiguration) field.get(testContext);
	}

	@EmulatedChatBotKit
	@ContextConfiguration(classes = Beans.class)
	static class One {

	}

	@EmulatedChatBotKit
	@ContextConfiguration(classes = Beans.class)
	static class Two {

	}

	@ContextConfiguration(classes = Beans.class)
	static class None {

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

	}

}
