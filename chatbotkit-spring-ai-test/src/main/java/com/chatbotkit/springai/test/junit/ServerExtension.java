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
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Injects a shared server into the parameters and fields of tests.
 * <p>
 * Fields are set again before each method: if this extension comes first, Spring replaces
 * a context that is marked dirty after this extension was called.
 *
 * @param <T> the type of the server, and of the parameters and fields
 */
abstract class ServerExtension<T extends AutoCloseable> implements ParameterResolver, InvocationInterceptor {

	private final Class<T> type;

	private final Supplier<T> start;

	private final Set<Object> injected = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Creates an extension.
	 * @param type the type of the server
	 * @param start starts a server if no application context contains one
	 */
	ServerExtension(Class<T> type, Supplier<T> start) {
		this.type = type;
		this.start = start;
	}

	final T server(ExtensionContext context) {
		return ServerSource.of(context).server(this.type, this.start, context);
	}

	/**
	 * Sets the fields that are not static, not final, and null or set by an earlier call.
	 */
	final void setFields(ExtensionContext context) throws IllegalAccessException {
		for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
			for (Field field : ReflectionSupport.findFields(instance.getClass(), this::isInjected,
					HierarchyTraversalMode.TOP_DOWN)) {
				field.setAccessible(true);
				Object value = field.get(instance);
				if (value == null || this.injected.contains(value)) {
					T server = server(context);
					this.injected.add(server);
					field.set(instance, server);
				}
			}
		}
	}

	private boolean isInjected(Field field) {
		return field.getType() == this.type && !Modifier.isStatic(field.getModifiers())
				&& !Modifier.isFinal(field.getModifiers());
	}

	@Override
	public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == this.type && ServerSource.of(context).provides(parameter, context);
	}

	@Override
	public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server(context);
	}

	@Override
	public final void interceptBeforeEachMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		setFields(context);
		invocation.proceed();
	}

	@Override
	public final void interceptTestMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		setFields(context);
		invocation.proceed();
	}

	@Override
	public final void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		setFields(context);
		invocation.proceed();
	}

	@Override
	public final <R extends @Nullable Object> R interceptTestFactoryMethod(Invocation<R> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		setFields(context);
		return invocation.proceed();
	}

}
