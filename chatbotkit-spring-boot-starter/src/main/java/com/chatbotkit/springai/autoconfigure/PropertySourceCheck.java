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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Finds the properties of one source that have no effect, and suggests the property that
 * was probably meant. Also finds values that Spring Boot reads in another way than they
 * were probably meant.
 */
final class PropertySourceCheck {

	private static final String BOTS = ChatBotKitProperties.PREFIX + ".bots.";

	private static final String HEADERS = ChatBotKitProperties.PREFIX + ".headers.";

	private static final ConfigurationPropertyName RETRY = ConfigurationPropertyName
		.of(ChatBotKitRetryProperties.PREFIX);

	private static final Map<String, Class<?>> TYPES = PropertyNames.types(ChatBotKitProperties.class);

	private static final Map<String, Class<?>> RETRY_TYPES = PropertyNames.types(ChatBotKitRetryProperties.class);

	private static final List<String> NAMES = Stream
		.concat(TYPES.keySet().stream(), Stream.of("emulator.enabled", "emulator.port"))
		.toList();

	private static final NearestProperty NEAREST = new NearestProperty(NAMES);

	private final ConfigurationPropertySource source;

	/** Whether the source contains environment variables. */
	private final boolean variable;

	private final Set<OptionalPart> present;

	private final Map<String, String> warnings;

	/**
	 * Creates a check.
	 * @param present the optional libraries on the class path
	 * @param warnings the warnings by the names of properties, to which this check adds
	 */
	PropertySourceCheck(ConfigurationPropertySource source, Set<OptionalPart> present, Map<String, String> warnings) {
		this.source = source;
		this.variable = isVariables(source);
		this.present = present;
		this.warnings = warnings;
	}

	void run() {
		if (this.source instanceof IterableConfigurationPropertySource iterable) {
			iterable.forEach(this::check);
		}
		if (this.source.getUnderlyingSource() instanceof EnumerablePropertySource<?> written) {
			Stream.of(written.getPropertyNames()).forEach((property) -> {
				checkBotName(property);
				checkHeaderName(property);
			});
			SpellingCheck.check(written, this.variable, this.warnings);
		}
	}

	private static boolean isVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				|| (source.getUnderlyingSource() instanceof PropertySource<?> properties
						&& properties.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	private void check(ConfigurationPropertyName name) {
		int prefix = WrittenPrefix.length(name);
		PropertyKey key = PropertyKey.of(name, prefix, this.variable);
		if (WrittenPrefix.isReal(name)) {
			if (!key.elements().isEmpty()) {
				checkOurs(name, key);
			}
			else if (hasValue(name)) {
				warn(name, "write " + ChatBotKitProperties.PREFIX + ".chat.bot-id or another property below it");
			}
		}
		else if (RETRY.isAncestorOf(name)) {
			checkValue(name, PropertyKey.of(name, RETRY.getNumberOfElements(), this.variable), RETRY_TYPES);
		}
		else if (prefix > 0 && !key.elements().isEmpty()) {
			misplaced(name, key);
		}
		else if (WrittenPrefix.isOfAnyChat(name) && isOurs(PropertyKey.of(name, 3, this.variable))) {
			misplaced(name, PropertyKey.of(name, 2, this.variable));
		}
	}

	/**
	 * Warns of a bot whose name has characters that Spring Boot drops.
	 */
	private void checkBotName(String property) {
		if (!property.startsWith(BOTS)) {
			return;
		}
		int end = property.indexOf('.', BOTS.length());
		String written = property.substring(BOTS.length(), (end < 0) ? property.length() : end);
		ConfigurationPropertyName read = ConfigurationPropertyName.adapt(BOTS + written, '.');
		String name = read.getElement(read.getNumberOfElements() - 1, Form.ORIGINAL);
		if (!name.equals(written)) {
			this.warnings.putIfAbsent(BOTS + written, BOTS + written + " names the bot \"" + name
					+ "\", because Spring Boot drops some characters: write " + BOTS + name);
		}
	}

	/**
	 * Warns of a header whose name has characters that Spring Boot drops.
	 */
	private void checkHeaderName(String property) {
		if (!property.startsWith(HEADERS) || property.indexOf('[') >= 0) {
			return;
		}
		String written = property.substring(HEADERS.length());
		ConfigurationPropertyName read = ConfigurationPropertyName.adapt(property, '.');
		String name = IntStream.range(HEADERS.split("\\.").length, read.getNumberOfElements())
			.mapToObj((element) -> read.getElement(element, Form.ORIGINAL))
			.collect(Collectors.joining("."));
		if (!name.equals(written)) {
			this.warnings.putIfAbsent(property,
					property + " names the header \"" + name + "\", because Spring Boot drops some characters: write "
							+ HEADERS + name + ", or " + ChatBotKitProperties.PREFIX + ".headers[<name>]");
		}
	}

	/**
	 * Whether it is a value, and not an empty map of YAML.
	 */
	private boolean hasValue(ConfigurationPropertyName name) {
		ConfigurationProperty property = this.source.getConfigurationProperty(name);
		return property != null && StringUtils.hasText(String.valueOf(property.getValue()));
	}

	private void checkOurs(ConfigurationPropertyName name, PropertyKey key) {
		OptionalPart part = OptionalPart.of(key);
		if (part != null && !this.present.contains(part)) {
			warn(name, "needs com.chatbotkit:" + part.artifact + " on the class path");
		}
		else if (part == OptionalPart.SERVER) {
			return; // Its starter checks them.
		}
		else if (PropertyKey.uniform(key.elements().get(0)).equals("retry")) {
			PropertyKey meant = new PropertyKey(key.elements().subList(1, key.elements().size()), key.variable());
			String real = meant.elements().isEmpty() ? null
					: new NearestProperty(List.copyOf(RETRY_TYPES.keySet())).of(meant);
			warn(name, (real != null) ? "did you mean " + ChatBotKitRetryProperties.PREFIX + "." + real + "?"
					: "write " + ChatBotKitRetryProperties.PREFIX);
		}
		else if (NAMES.stream().noneMatch(key::isWhole) && !below(key).isEmpty() && hasValue(name)) {
			warn(name, "it is the beginning of other properties: " + String.join(", ", below(key)));
		}
		else if (NAMES.stream().noneMatch(key::isPartOf)) {
			warn(name, suggestion(NEAREST.of(key)));
		}
		else {
			checkValue(name, key, TYPES);
		}
	}

	private static List<String> below(PropertyKey key) {
		return PropertyNames.below(ChatBotKitProperties.PREFIX + ".", NAMES, key);
	}

	/**
	 * Warns of a value that is read in another way than it was probably meant.
	 * @param types the types of all properties to which the key may belong
	 */
	private void checkValue(ConfigurationPropertyName name, PropertyKey key, Map<String, Class<?>> types) {
		ConfigurationProperty property = this.source.getConfigurationProperty(name);
		if (property == null) {
			return;
		}
		types.forEach((real, type) -> {
			String problem = (key.isWhole(real) && !real.startsWith("headers."))
					? MisreadValue.problem(name.toString(), type, property.getValue()) : null;
			if (problem != null) {
				this.warnings.putIfAbsent(name.toString(), name + problem + origin(property));
			}
		});
	}

	/**
	 * Whether a property under {@code spring.ai.chat} can only be meant for ChatBotKit.
	 */
	private static boolean isOurs(PropertyKey key) {
		return List
			.of("bot-id", "model-name", "secret-key", "base-url", "carry-settings", "legacy-functions",
					"tenant-replaces", "fallbacks")
			.stream()
			.anyMatch((name) -> PropertyKey.uniform(name).equals(PropertyKey.uniform(key.text())));
	}

	private void misplaced(ConfigurationPropertyName name, PropertyKey key) {
		String real = NAMES.stream()
			.filter((candidate) -> candidate.indexOf('*') < 0
					&& PropertyKey.uniform(candidate).equals(PropertyKey.uniform(key.text())))
			.findFirst()
			.orElseGet(() -> isKnown(key) ? key.text() : NEAREST.of(key));
		warn(name, suggestion(real));
	}

	private static boolean isKnown(PropertyKey key) {
		return OptionalPart.of(key) != null || NAMES.stream().anyMatch(key::isPartOf);
	}

	private static String suggestion(@Nullable String nearest) {
		return (nearest != null) ? "did you mean " + ChatBotKitProperties.PREFIX + "." + nearest + "?"
				: "there is no such property: see docs/properties.md";
	}

	private void warn(ConfigurationPropertyName name, String suggestion) {
		String writtenName = name.toString().replaceFirst("\\[\\d+]$", "");
		this.warnings.computeIfAbsent(writtenName, (key) -> {
			ConfigurationProperty property = this.source.getConfigurationProperty(name);
			return key + " has no effect: " + suggestion + ((property != null) ? origin(property) : "");
		});
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

}
