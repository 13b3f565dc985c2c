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
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Checks the values of properties. An exception for an invalid value names the property
 * and says what to write instead.
 */
final class PropertyChecks {

	/**
	 * A placeholder that property binding has not resolved, at any position of a text.
	 */
	private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([\\w.-]+)}");

	/**
	 * Timers count milliseconds, some in an {@code int}.
	 */
	private static final Duration LONGEST = Duration.ofDays(24);

	private static final Pattern SECRET_KEY = Pattern.compile("sk-[A-Za-z0-9_-]{8}");

	private PropertyChecks() {
	}

	/**
	 * Returns a text, or null for an empty one.
	 */
	static @Nullable String text(String property, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		Matcher unresolved = UNRESOLVED.matcher(value);
		if (unresolved.find()) {
			String name = unresolved.group(1);
			throw invalid(property, value, name + " is not set. Set the environment variable or property " + name
					+ ", or write the value itself.");
		}
		return value;
	}

	/**
	 * Returns a list of texts unless it has an empty element, as after two commas in a
	 * row or a comma at the end.
	 */
	static <T extends Collection<?>> T elements(String property, T values) {
		return of(property, values, () -> {
			Assert.isTrue(values.stream().allMatch((value) -> StringUtils.hasText(Objects.toString(value, null))),
					"has an empty element: remove the comma before or behind it, or the property");
			return values;
		});
	}

	/**
	 * Returns a duration that is more than zero.
	 */
	static Duration positive(String property, Duration value) {
		return positive(property, value, LONGEST);
	}

	/**
	 * Returns a duration that is more than zero and no longer than a limit.
	 */
	static Duration positive(String property, Duration value, Duration longest) {
		return of(property, value, () -> {
			Assert.isTrue(value.compareTo(Duration.ZERO) > 0 && value.compareTo(longest) <= 0,
					() -> "must be more than zero, for example 10s, and at most " + longest.toDays() + "d, but is "
							+ print(value));
			return value;
		});
	}

	/**
	 * Prints a duration. The simple style counts milliseconds, which can overflow.
	 */
	private static String print(Duration value) {
		return (value.abs().compareTo(LONGEST) <= 0 && value.toNanosPart() % 1_000_000 == 0)
				? DurationStyle.SIMPLE.print(value) : value.toString();
	}

	/**
	 * Returns a number that is at least one.
	 */
	static int atLeastOne(String property, int value) {
		return of(property, value, () -> {
			Assert.isTrue(value > 0, () -> "must be at least 1, but is " + value);
			return value;
		});
	}

	/**
	 * Converts a property's value. An {@link IllegalArgumentException} becomes a failure
	 * that names the property.
	 */
	static <T> T of(String property, @Nullable Object value, Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, value, ex.getMessage() + ".");
		}
	}

	/**
	 * Returns the exception for an invalid value.
	 * @param reason what is wrong and what to write instead, in whole sentences
	 */
	static RuntimeException invalid(String property, @Nullable Object value, String reason) {
		if (isPrintable(property, value)) {
			// The constructor with a cause is new in Spring Boot 4.1.
			return new InvalidConfigurationPropertyValueException(property, value, StringUtils.capitalize(reason));
		}
		return new InvalidSettingException(reason.contains(property) ? reason : property + " is invalid: " + reason,
				null);
	}

	/**
	 * Whether a failure may show the value. Keys are secret, the headers and the URL of a
	 * gateway can be, and any other property may hold a copied URL or key.
	 */
	private static boolean isPrintable(String property, @Nullable Object value) {
		return property.startsWith("spring.") && !property.endsWith(".secret-key")
				&& !property.startsWith(ChatBotKitProperties.PREFIX + ".headers.")
				&& !property.equals(ChatBotKitProperties.PREFIX + ".base-url") && !String.valueOf(value).contains("://")
				&& !SECRET_KEY.matcher(String.valueOf(value)).find();
	}

}
