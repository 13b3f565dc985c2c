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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Represents the end of a property's name as the user wrote it.
 *
 * @param elements the elements as written, without a list index
 * @param variable whether it is an environment variable, which does not distinguish a dot
 * from a dash
 */
record PropertyKey(List<String> elements, boolean variable) {

	private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

	static PropertyKey of(ConfigurationPropertyName name, int from, boolean variable) {
		List<String> elements = new ArrayList<>();
		for (int i = from; i < name.getNumberOfElements(); i++) {
			if (name.isNumericIndex(i) && i == name.getNumberOfElements() - 1) {
				break;
			}
			elements.add(name.getElement(i, Form.ORIGINAL));
		}
		return new PropertyKey(elements, variable);
	}

	/**
	 * Whether it is this property or one of its parents.
	 */
	boolean isPartOf(String real) {
		String[] parts = real.split("\\.");
		if (parts[parts.length - 1].equals("*")) {
			return this.elements.isEmpty() || isEqual(parts[0], this.elements.get(0));
		}
		if (!this.variable || parts.length >= this.elements.size()) {
			return this.elements.size() <= parts.length && matches(parts);
		}
		// CHAT_BOT_ID means chat.bot-id, which has fewer elements.
		int keys = keys(parts);
		return matches(parts, keys) && uniform(real.substring(prefix(parts, keys))).equals(uniform(rest(keys)));
	}

	/**
	 * Whether it is this whole property.
	 */
	boolean isWhole(String real) {
		return this.elements.size() >= real.split("\\.").length && isPartOf(real);
	}

	private boolean matches(String[] parts) {
		return matches(parts, this.elements.size());
	}

	private boolean matches(String[] parts, int count) {
		for (int i = 0; i < count; i++) {
			if (!parts[i].equals("*") && !isEqual(parts[i], this.elements.get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the number of elements up to and including the key of a map.
	 */
	private static int keys(String[] parts) {
		return (parts.length > 1 && parts[1].equals("*")) ? 2 : 0;
	}

	private static int prefix(String[] parts, int keys) {
		return (keys == 0) ? 0 : parts[0].length() + parts[1].length() + 2;
	}

	String rest(int from) {
		return String.join(".", this.elements.subList(Math.min(from, this.elements.size()), this.elements.size()));
	}

	String text() {
		return rest(0);
	}

	String last() {
		return this.elements.get(this.elements.size() - 1);
	}

	private static boolean isEqual(String one, String other) {
		return uniform(one).equals(uniform(other));
	}

	/**
	 * Returns the form in which the binder compares names: lower case without dashes.
	 */
	static String uniform(String text) {
		return PUNCTUATION.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
	}

}
