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

import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Names tests within their outermost class, such as {@code answers()} or
 * {@code Inside/answers()/#2}. Parameter types are part of the name only if the method is
 * overloaded, so that a test keeps its name when it gets another parameter.
 */
final class TestName {

	// JUnit's unique ids: [nested-class:Inside]/[method:answers()], escaped as in URLs.
	private static final Pattern SEGMENT = Pattern.compile("\\[[^:\\]]+:([^\\]]*)]");

	private static final Pattern PARAMETERS = Pattern.compile("\\([^)]*\\)");

	private TestName() {
	}

	static String of(ExtensionContext context) {
		String id = context.getUniqueId().substring(outermost(context).getUniqueId().length());
		String name = SEGMENT.matcher(id)
			.results()
			.map((segment) -> URLDecoder.decode(segment.group(1), StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
		boolean overloaded = methods(context.getRequiredTestClass(), context.getRequiredTestMethod().getName())
			.size() > 1;
		return overloaded ? name : PARAMETERS.matcher(name).replaceFirst("()");
	}

	static ExtensionContext outermost(ExtensionContext context) {
		return context.getParent()
			.filter((parent) -> parent.getTestClass().isPresent())
			.map(TestName::outermost)
			.orElse(context);
	}

	/**
	 * Tells whether the class has a test of that name. Repetition numbers are ignored.
	 */
	static boolean exists(Class<?> outermost, String name) {
		Class<?> type = outermost;
		for (String part : name.split("/", -1)) {
			int parameters = part.indexOf('(');
			if (parameters >= 0) {
				return !methods(type, part.substring(0, parameters)).isEmpty();
			}
			if (!part.startsWith("#")) {
				List<Class<?>> nested = ReflectionSupport.findNestedClasses(type,
						(candidate) -> candidate.getSimpleName().equals(part));
				if (nested.isEmpty()) {
					return false;
				}
				type = nested.get(0);
			}
		}
		return false;
	}

	private static List<Method> methods(Class<?> type, String name) {
		return ReflectionSupport.findMethods(type, (method) -> method.getName().equals(name) && !method.isSynthetic(),
				HierarchyTraversalMode.TOP_DOWN);
	}

}
