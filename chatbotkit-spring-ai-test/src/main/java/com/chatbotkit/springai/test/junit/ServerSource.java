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

import java.util.Arrays;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Provides the server that the tests of a class share.
 */
sealed interface ServerSource permits PerClassServer, ContextServer {

	/** Returns the server, and starts it if necessary. */
	<T extends AutoCloseable> T server(Class<T> type, Supplier<T> start, ExtensionContext context);

	/** Tells whether no other extension provides this parameter of the server's type. */
	boolean provides(ParameterContext parameter, ExtensionContext context);

	/** Returns the source for a test: its application context if it has one. */
	static ServerSource of(ExtensionContext context) {
		return isSpringTest(context.getRequiredTestClass()) ? new ContextServer() : new PerClassServer();
	}

	// By name, because Spring is an optional dependency.
	private static boolean isSpringTest(@Nullable Class<?> testClass) {
		return testClass != null && (AnnotationSupport.findRepeatableAnnotations(testClass, ExtendWith.class)
			.stream()
			.flatMap((extensions) -> Arrays.stream(extensions.value()))
			.anyMatch((extension) -> extension.getName()
				.equals("org.springframework.test.context.junit.jupiter.SpringExtension"))
				|| isSpringTest(testClass.getEnclosingClass()));
	}

}
