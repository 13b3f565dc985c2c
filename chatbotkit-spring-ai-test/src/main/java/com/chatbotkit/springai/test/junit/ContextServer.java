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

import java.util.function.Supplier;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Gets the server from the test's application context.
 */
record ContextServer() implements ServerSource {

	@Override
	public <T extends AutoCloseable> T server(Class<T> type, Supplier<T> start, ExtensionContext context) {
		return SpringExtension.getApplicationContext(context).getBean(type);
	}

	/**
	 * JUnit refuses a parameter that two extensions provide, so Spring's extension takes
	 * precedence.
	 */
	@Override
	public boolean provides(ParameterContext parameter, ExtensionContext context) {
		return !new SpringExtension().supportsParameter(parameter, context);
	}

}
