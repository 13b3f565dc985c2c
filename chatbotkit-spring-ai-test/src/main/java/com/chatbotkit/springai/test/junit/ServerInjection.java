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
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Injects a shared server into the parameters and fields of tests.
 *
 * @param type the type of the server, and of the parameters and fields
 * @param start starts a server if no application context contains one
 */
record ServerInjection<T extends AutoCloseable>(Class<T> type, Supplier<T> start) {

	T server(ExtensionContext context) {
		return ServerSource.of(context).server(this.type, this.start, context);
	}

	boolean provides(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == this.type && ServerSource.of(context).provides(parameter, context);
	}

	/** Sets the fields that are not static, not final and null. */
	void setFields(ExtensionContext context) throws IllegalAccessException {
		for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
			for (Field field : ReflectionSupport.findFields(instance.getClass(), this::isInjected,
					HierarchyTraversalMode.TOP_DOWN)) {
				field.setAccessible(true);
				if (field.get(instance) == null) {
					field.set(instance, server(context));
				}
			}
		}
	}

	private boolean isInjected(Field field) {
		return field.getType() == this.type && !Modifier.isStatic(field.getModifiers())
				&& !Modifier.isFinal(field.getModifiers());
	}

}
