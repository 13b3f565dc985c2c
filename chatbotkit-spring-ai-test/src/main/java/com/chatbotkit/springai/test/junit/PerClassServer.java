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
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * Starts a server for each outermost test class. JUnit closes the server with the class.
 */
record PerClassServer() implements ServerSource {

	private static final Namespace NAMESPACE = Namespace.create(PerClassServer.class);

	@Override
	public <T extends AutoCloseable> T server(Class<T> type, Supplier<T> start, ExtensionContext context) {
		return TestName.outermost(context).getStore(NAMESPACE).computeIfAbsent(type, (unknown) -> start.get(), type);
	}

	@Override
	public boolean provides(ParameterContext parameter, ExtensionContext context) {
		return true;
	}

}
