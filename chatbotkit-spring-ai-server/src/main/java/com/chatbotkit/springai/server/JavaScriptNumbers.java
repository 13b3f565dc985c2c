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

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and prints numbers as JavaScript does, because the platform is written in it.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-numeric-types-number-tostring">ECMAScript,
 * Number::toString</a>
 */
final class JavaScriptNumbers {

	static final double MAX_SAFE_INTEGER = 9007199254740991d;

	// ECMAScript WhiteSpace and LineTerminator.
	private static final String SPACES = "\t\n\u000B\f\r \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
			+ "\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

	private static final String DECIMAL = "[+-]?(?:Infinity|(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)";

	private static final Pattern NUMERIC = Pattern.compile(DECIMAL + "|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|");

	private static final Pattern LEADING_DECIMAL = Pattern.compile(DECIMAL);

	private static final int MAX_PRECISION = 17;

	private JavaScriptNumbers() {
	}

	static String trim(String text) {
		int from = 0;
		int to = text.length();
		while (from < to && isSpace(text.charAt(from))) {
			from++;
		}
		while (to > from && isSpace(text.charAt(to - 1))) {
			to--;
		}
		return text.substring(from, to);
	}

	private static boolean isSpace(char c) {
		return SPACES.indexOf(c) >= 0;
	}

	/**
	 * Returns the result of {@code !isNaN(Number(text))}.
	 */
	static boolean isNumeric(String text) {
		return NUMERIC.matcher(trim(text)).matches();
	}

	/**
	 * Returns the result of {@code parseFloat(text)}.
	 */
	static double parseFloat(String text) {
		Matcher leading = LEADING_DECIMAL.matcher(trim(text));
		return leading.lookingAt() ? Double.parseDouble(leading.group()) : Double.NaN;
	}

	static boolean isSafe(double value) {
		return Math.abs(value) <= MAX_SAFE_INTEGER;
	}

	static String toText(double value) {
		if (Double.isNaN(value) || Double.isInfinite(value)) {
			return Double.toString(value);
		}
		if (isSafe(value) && value == Math.rint(value)) {
			return Long.toString((long) value);
		}
		return (value < 0) ? "-" + positive(shortest(-value)) : positive(shortest(value));
	}

	// Double.toString is not always the shortest before JDK 19 (JDK-4511638).
	private static BigDecimal shortest(double value) {
		BigDecimal exact = new BigDecimal(value);
		for (int precision = 1; precision < MAX_PRECISION; precision++) {
			BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
			if (rounded.doubleValue() == value) {
				return rounded.stripTrailingZeros();
			}
		}
		return exact.round(new MathContext(MAX_PRECISION, RoundingMode.HALF_EVEN)).stripTrailingZeros();
	}

	private static String positive(BigDecimal value) {
		String digits = value.unscaledValue().toString();
		int point = digits.length() - value.scale();
		if (point > 21 || point < -5) {
			String fraction = (digits.length() > 1) ? "." + digits.substring(1) : "";
			return digits.charAt(0) + fraction + "e" + ((point > 0) ? "+" : "-") + Math.abs(point - 1);
		}
		return value.toPlainString();
	}

}
