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
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Lists the names of the properties that are bound to a record. It reads them from the
 * constructor, as the binder does. A {@code *} stands for the key of a map.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	static List<String> of(Class<?> type) {
		return List.copyOf(types(type).keySet());
	}

	/**
	 * Returns the names with the types of their values.
	 */
	static Map<String, Class<?>> types(Class<?> type) {
		Map<String, Class<?>> types = new LinkedHashMap<>();
		collect("", type, types);
		return types;
	}

	/**
	 * Returns up to three whole names that begin with a group of properties, none if it
	 * is no group.
	 */
	static List<String> below(String prefix, List<String> names, PropertyKey group) {
		String key = (group.elements().size() > 1) ? group.elements().get(1) : "<name>";
		return names.stream()
			.filter((name) -> group.isPartOf(name) && !group.isWhole(name))
			.limit(3)
			.map((name) -> prefix + name.replace("*", key))
			.toList();
	}

	private static void collect(String prefix, Class<?> type, Map<String, Class<?>> types) {
		for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
			String name = prefix + DataObjectPropertyName.toDashedForm(parameter.getName());
			if (parameter.getType().isRecord()) {
				collect(name + ".", parameter.getType(), types);
			}
			else if (!Map.class.isAssignableFrom(parameter.getType())) {
				types.put(name, parameter.getType());
			}
			else if (mapValue(parameter.getParameterizedType()) instanceof Class<?> value && value.isRecord()) {
				collect(name + ".*.", value, types);
			}
			else {
				types.put(name + ".*", String.class);
			}
		}
	}

	private static Type mapValue(Type map) {
		return (map instanceof ParameterizedType type) ? type.getActualTypeArguments()[1] : Object.class;
	}

}
