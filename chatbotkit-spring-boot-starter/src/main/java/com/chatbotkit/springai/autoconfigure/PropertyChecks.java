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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Checks the values of properties. An exception for a wrong value names the property and
 * says what to write instead.
 */
final class PropertyChecks {

	/**
	 * Property binding leaves a placeholder as it is when nothing resolves it.
	 */
	private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([\\w.-]+)}");

	/**
	 * Timers count milliseconds, some in an {@code int}.
	 */
	private static final Duration LONGEST = Duration.ofDays(24);

	private PropertyChecks() {
	}

	/**
	 * Returns a text, or null for an empty one.
	 */
	static @Nullable String text(String property, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		Matcher unresolved = UNRESOLVED.matcher(value.trim());
		if (unresolved.matches()) {
			String name = unresolved.group(1);
			throw new InvalidSettingException(property + " is ${" + name + "}, but " + name + " is not set.",
					"Set the environment variable or property " + name + ", or write the value of " + property
							+ " itself.",
					null);
		}
		return value;
	}

	/**
	 * Returns a duration that is more than zero.
	 */
	static Duration positive(String property, Duration value) {
		return positive(property, value, LONGEST);
	}

	/**
	 * Returns a duration that is more than zero, and at most so long.
	 */
	static Duration positive(String property, Duration value, Duration longest) {
		return of(property, () -> {
			Assert.isTrue(value.compareTo(Duration.ZERO) > 0 && value.compareTo(longest) <= 0,
					() -> "must be more than zero, for example 10s, and at most " + longest.toDays() + "d, but is "
							+ print(value));
			return value;
		});
	}

	/**
	 * The simple style is in milliseconds, of which there may be too many.
	 */
	private static String print(Duration value) {
		return (value.abs().compareTo(LONGEST) <= 0) ? DurationStyle.SIMPLE.print(value) : value.toString();
	}

	/**
	 * Returns a number that is at least one.
	 */
	static int atLeastOne(String property, int value) {
		return of(property, () -> {
			Assert.isTrue(value > 0, () -> "must be at least 1, but is " + value);
			return value;
		});
	}

	/**
	 * Converts a property's value. An {@link IllegalArgumentException} becomes an
	 * {@link InvalidSettingException} that names the property.
	 */
	static <T> T of(String property, Supplier<T> made) {
		try {
			return made.get();
		}
		catch (IllegalArgumentException ex) {
			String problem = String.valueOf(ex.getMessage());
			boolean named = problem.contains(property);
			throw new InvalidSettingException((named ? problem : property + ": " + problem) + ".",
					named ? null : "Correct it.", ex);
		}
	}

}
