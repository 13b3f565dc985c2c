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

package com.chatbotkit.springai.server;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks a number, which may be written as text.
 *
 * @see <a href="https://joi.dev/api/#number">Joi, number</a>
 */
final class NumberCheck implements ValueCheck {

	static final ValueCheck NUMBER = new NumberCheck();

	static final ValueCheck INTEGER = (value, path) -> {
		JsonNode number = NUMBER.check(value, path);
		if (number.doubleValue() != Math.rint(number.doubleValue())) {
			throw path.refuse("must be an integer");
		}
		return number;
	};

	static final ValueCheck LENGTH = (value, path) -> {
		JsonNode number = INTEGER.check(value, path);
		if (number.doubleValue() < 0) {
			throw path.refuse("must be greater than or equal to 0");
		}
		return number;
	};

	static final ValueCheck POSITIVE = (value, path) -> {
		JsonNode number = NUMBER.check(value, path);
		if (number.doubleValue() <= 0) {
			throw path.refuse("must be a positive number");
		}
		return number;
	};

	private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");

	// Joi refuses these, because it cannot read its own normalized form of them.
	private static final Pattern ZEROS_AFTER_POINT = Pattern.compile("[+-]?\\.0+");

	private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?\\d+$");

	@Override
	public JsonNode check(JsonNode value, BodyPath path) {
		Double number = value.isString() ? read(value.stringValue(), path)
				: value.isNumber() ? Double.valueOf(value.doubleValue()) : null;
		if (number == null) {
			throw path.refuse("must be a number");
		}
		if (number.isInfinite()) {
			throw path.refuse("cannot be infinity");
		}
		if (!JavaScriptNumbers.isSafe(number)) {
			throw path.refuse("must be a safe number");
		}
		return (number == 0) ? JavaScriptJson.number(0) : JavaScriptJson.number(number);
	}

	private static @Nullable Double read(String raw, BodyPath path) {
		String text = JavaScriptNumbers.trim(raw);
		if (!DECIMAL.matcher(text).matches()) {
			return null;
		}
		double number = Double.parseDouble(text);
		if (!isKeptExactly(text, number)) {
			throw path.refuse("must be a safe number");
		}
		return number;
	}

	private static boolean isKeptExactly(String text, double number) {
		String printed = JavaScriptNumbers.toText(number);
		if (!EXPONENT.matcher(text).find()) {
			if (printed.contains("e")) {
				return true;
			}
			if (!Double.isFinite(number) || ZEROS_AFTER_POINT.matcher(text).matches()) {
				return false;
			}
		}
		return significantDigits(text).equals(significantDigits(printed));
	}

	private static String significantDigits(String text) {
		String digits = EXPONENT.matcher(text).replaceFirst("").replace(".", "");
		int from = (digits.startsWith("+") || digits.startsWith("-")) ? 1 : 0;
		int to = digits.length();
		while (from < to && digits.charAt(from) == '0') {
			from++;
		}
		while (to > from && digits.charAt(to - 1) == '0') {
			to--;
		}
		return digits.substring(from, to);
	}

}
