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

package com.chatbotkit.springai.autoconfigure;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A property that a record of this module is bound to.
 *
 * @param name the name as it is written
 * @param type the type, with what it holds
 * @param defaultValue the values of its default; none where it has none
 */
record BoundProperty(String name, ResolvableType type, List<String> defaultValue) {

	static List<BoundProperty> ofModule() {
		return ModuleClasses.all()
			.stream()
			.filter((type) -> type.isAnnotationPresent(ConfigurationProperties.class))
			.flatMap((type) -> of(prefix(type) + ".", type))
			.toList();
	}

	/**
	 * The properties of a record, with names that are relative to it.
	 */
	static List<BoundProperty> ofSource(Class<?> type) {
		return of("", type).toList();
	}

	private static String prefix(Class<?> type) {
		ConfigurationProperties annotation = AnnotatedElementUtils.findMergedAnnotation(type,
				ConfigurationProperties.class);
		if (annotation == null || !type.isRecord()) {
			throw new AssertionError(type + " is no record");
		}
		return annotation.prefix();
	}

	private static Stream<BoundProperty> of(String prefix, Class<?> type) {
		Class<?>[] components = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		try {
			return Arrays.stream(type.getDeclaredConstructor(components).getParameters())
				.flatMap((parameter) -> of(prefix, parameter));
		}
		catch (NoSuchMethodException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Stream<BoundProperty> of(String prefix, Parameter parameter) {
		String name = prefix + DataObjectPropertyName.toDashedForm(parameter.getName());
		if (parameter.getType().isRecord()) {
			return of(name + ".", parameter.getType());
		}
		DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
		return Stream.of(new BoundProperty(name, ResolvableType.forType(parameter.getParameterizedType()),
				(defaultValue != null) ? List.of(defaultValue.value()) : List.of()));
	}

	/**
	 * The record that each value of a map is bound to, if it is such a map.
	 */
	Stream<Class<?>> source() {
		return Stream.<Class<?>>ofNullable(this.type.asMap().resolveGeneric(1)).filter(Class::isRecord);
	}

	/**
	 * Whether it holds texts, for which the metadata may have hints.
	 */
	boolean isText() {
		return this.type.resolve() == String.class || this.type.asCollection().resolveGeneric() == String.class
				|| this.type.asMap().resolveGeneric(1) == String.class;
	}

}
