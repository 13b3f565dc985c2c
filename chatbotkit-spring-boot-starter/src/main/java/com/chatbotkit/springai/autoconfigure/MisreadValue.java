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

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes a value that Spring Boot accepts, but probably reads in another way than it
 * was meant.
 */
final class MisreadValue {

	/**
	 * A smaller number probably means seconds, because a timeout of less than a second is
	 * rare.
	 */
	private static final int MAX_SECONDS = 1000;

	private MisreadValue() {
	}

	/**
	 * Returns what is wrong with the value of a property and what to write instead, or
	 * null. The text does not show a secret.
	 * @param name the whole name of the property
	 * @param type the type to which it is bound
	 * @param value the value as the source has it
	 */
	static @Nullable String problem(String name, Class<?> type, Object value) {
		if (name.endsWith("]") && !Collection.class.isAssignableFrom(type)) {
			return " has no effect: it is one value and not a list, write " + name.substring(0, name.lastIndexOf('['));
		}
		if (type == Duration.class && isSmallNumber(value)) {
			return " is " + value + " without a unit, which Spring Boot takes for milliseconds: write " + value
					+ "s for seconds, or " + value + "ms";
		}
		if (type != Duration.class && (value instanceof Number || value instanceof Boolean) && isText(type)) {
			String kind = (value instanceof Number) ? "number" : "boolean";
			return " is a " + kind
					+ (PropertyKey.uniform(name).endsWith("secretkey") ? "" : ", and arrives as " + value)
					+ ": write it in quotes, because YAML changes what looks like a number or a boolean, 0123 to 83"
					+ " and no to false";
		}
		return null;
	}

	private static boolean isText(Class<?> type) {
		return type == String.class || Collection.class.isAssignableFrom(type);
	}

	private static boolean isSmallNumber(Object value) {
		String text = value.toString().strip();
		return text.matches("\\d{1,9}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) < MAX_SECONDS;
	}

}
