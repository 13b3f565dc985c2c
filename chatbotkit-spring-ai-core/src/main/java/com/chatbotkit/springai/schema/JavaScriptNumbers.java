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

package com.chatbotkit.springai.schema;

import tools.jackson.databind.JsonNode;

/**
 * Reads numbers as the endpoint does: as JavaScript's doubles. It refuses those outside
 * of the range in which a double holds every integer exactly.
 */
final class JavaScriptNumbers {

	static final double MAX_SAFE = 9007199254740991d;

	private JavaScriptNumbers() {
	}

	/**
	 * Returns a number as the endpoint reads it, or infinity if it is too large for a
	 * double.
	 */
	static double number(JsonNode value) {
		return value.decimalValue().doubleValue();
	}

	static boolean isSafe(JsonNode value) {
		return value.isNumber() && Math.abs(number(value)) <= MAX_SAFE;
	}

	static boolean isInteger(JsonNode value) {
		return value.isNumber() && number(value) == Math.rint(number(value));
	}

	/**
	 * Whether a value can be a length or a number of items.
	 */
	static boolean isCount(JsonNode value) {
		return isSafe(value) && isInteger(value) && number(value) >= 0;
	}

	/**
	 * Whether a length or a number of items is within a minimum and a maximum, each of
	 * which may be missing or invalid.
	 */
	static boolean isWithin(int count, JsonNode minimum, JsonNode maximum) {
		return !(isCount(minimum) && count < number(minimum)) && !(isCount(maximum) && count > number(maximum));
	}

}
