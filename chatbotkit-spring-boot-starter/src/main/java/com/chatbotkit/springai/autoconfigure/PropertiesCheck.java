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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Warns on startup of properties that have no effect, and suggests the property that was
 * probably meant. Also warns of ids that YAML reads as numbers.
 * <p>
 * It runs before beans are created, so that the warnings appear even if that fails.
 * Warnings name properties without their values, because some are secrets.
 */
final class PropertiesCheck implements BeanFactoryPostProcessor, EnvironmentAware {

	/**
	 * Maximum number of warnings. More usually have one cause.
	 */
	private static final int MAX_WARNINGS = 20;

	private static final String BOTS = ChatBotKitProperties.PREFIX + ".bots.";

	private static final Log logger = LogFactory.getLog(PropertiesCheck.class);

	private static final ConfigurationPropertyName RETRY = ConfigurationPropertyName
		.of(ChatBotKitRetryProperties.PREFIX);

	private static final List<String> EMULATOR = List.of("emulator.enabled", "emulator.port");

	private final Map<String, Class<?>> types = PropertyNames.types(ChatBotKitProperties.class);

	private final Map<String, Class<?>> retryTypes = PropertyNames.types(ChatBotKitRetryProperties.class);

	private final List<String> names = Stream.concat(this.types.keySet().stream(), EMULATOR.stream()).toList();

	private final NearestProperty nearest = new NearestProperty(this.names);

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Environment environment = this.environment;
		if (environment == null) {
			return;
		}
		Set<Part> present = Arrays.stream(Part.values())
			.filter((part) -> ClassUtils.isPresent(part.type, beanFactory.getBeanClassLoader()))
			.collect(Collectors.toSet());
		Map<String, String> warnings = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.forEach((name) -> check(name, source, present, warnings));
			}
			if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> written) {
				Stream.of(written.getPropertyNames()).forEach((name) -> checkBotName(name, warnings));
				SpellingCheck.check(written, isVariables(source), warnings);
			}
		}
		warnings.values().stream().limit(MAX_WARNINGS).forEach(logger::warn);
		if (warnings.size() > MAX_WARNINGS) {
			logger.warn("There are " + (warnings.size() - MAX_WARNINGS) + " more such properties");
		}
		if (!present.contains(Part.EMULATOR) && Binder.get(environment)
			.bind(ChatBotKitProperties.PREFIX + ".emulator.enabled", Boolean.class)
			.orElse(false)) {
			throw PropertyChecks.invalid(ChatBotKitProperties.PREFIX + ".emulator.enabled", true,
					"The emulator is not on the class path. Add the dependency "
							+ "com.chatbotkit:chatbotkit-spring-ai-test, or remove the property.");
		}
	}

	private void check(ConfigurationPropertyName name, ConfigurationPropertySource source, Set<Part> present,
			Map<String, String> warnings) {
		boolean variable = isVariables(source);
		int prefix = WrittenPrefix.length(name);
		PropertyKey key = PropertyKey.of(name, prefix, variable);
		if (WrittenPrefix.isReal(name)) {
			if (!key.elements().isEmpty()) {
				checkOurs(name, key, source, present, warnings);
			}
			else if (hasValue(name, source)) {
				warn(name, source, "write " + ChatBotKitProperties.PREFIX + ".chat.bot-id or another property below it",
						warnings);
			}
		}
		else if (RETRY.isAncestorOf(name)) {
			checkValue(name, PropertyKey.of(name, RETRY.getNumberOfElements(), variable), this.retryTypes, source,
					warnings);
		}
		else if (prefix > 0 && !key.elements().isEmpty()) {
			misplaced(name, key, source, warnings);
		}
		else if (WrittenPrefix.isOfAnyChat(name) && isOurs(PropertyKey.of(name, 3, variable))) {
			misplaced(name, PropertyKey.of(name, 2, variable), source, warnings);
		}
	}

	private static boolean isVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				|| (source.getUnderlyingSource() instanceof PropertySource<?> properties
						&& properties.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	/**
	 * Warns of a bot whose name has characters that Spring Boot drops.
	 */
	private static void checkBotName(String property, Map<String, String> warnings) {
		if (!property.startsWith(BOTS)) {
			return;
		}
		int end = property.indexOf('.', BOTS.length());
		String written = property.substring(BOTS.length(), (end < 0) ? property.length() : end);
		ConfigurationPropertyName read = ConfigurationPropertyName.adapt(BOTS + written, '.');
		String name = read.getElement(read.getNumberOfElements() - 1, Form.ORIGINAL);
		if (!name.equals(written)) {
			warnings.putIfAbsent(BOTS + written, BOTS + written + " names the bot \"" + name
					+ "\", because Spring Boot drops some characters: write " + BOTS + name);
		}
	}

	/**
	 * Whether it is a value, and not an empty map of YAML.
	 */
	private static boolean hasValue(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return property != null && StringUtils.hasText(String.valueOf(property.getValue()));
	}

	private void checkOurs(ConfigurationPropertyName name, PropertyKey key, ConfigurationPropertySource source,
			Set<Part> present, Map<String, String> warnings) {
		Part part = Part.of(key);
		if (part != null && !present.contains(part)) {
			warn(name, source, "needs com.chatbotkit:" + part.artifact + " on the class path", warnings);
		}
		else if (part == Part.SERVER) {
			return; // Its starter checks them.
		}
		else if (PropertyKey.uniform(key.elements().get(0)).equals("retry")) {
			PropertyKey meant = new PropertyKey(key.elements().subList(1, key.elements().size()), key.variable());
			String real = meant.elements().isEmpty() ? null
					: new NearestProperty(List.copyOf(this.retryTypes.keySet())).of(meant);
			warn(name, source, (real != null) ? "did you mean " + ChatBotKitRetryProperties.PREFIX + "." + real + "?"
					: "write " + ChatBotKitRetryProperties.PREFIX, warnings);
		}
		else if (this.names.stream().noneMatch(key::isWhole) && !below(key).isEmpty() && hasValue(name, source)) {
			warn(name, source, "it is the beginning of other properties: " + String.join(", ", below(key)), warnings);
		}
		else if (this.names.stream().noneMatch(key::isPartOf)) {
			warn(name, source, suggestion(this.nearest.of(key)), warnings);
		}
		else {
			checkValue(name, key, this.types, source, warnings);
		}
	}

	private List<String> below(PropertyKey key) {
		return PropertyNames.below(ChatBotKitProperties.PREFIX + ".", this.names, key);
	}

	/**
	 * Warns of a value that is read in another way than it was probably meant.
	 * @param types the types of all properties to which the key may belong
	 */
	private static void checkValue(ConfigurationPropertyName name, PropertyKey key, Map<String, Class<?>> types,
			ConfigurationPropertySource source, Map<String, String> warnings) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		if (property == null) {
			return;
		}
		types.forEach((real, type) -> {
			String problem = (key.isWhole(real) && !real.startsWith("headers."))
					? MisreadValue.problem(name.toString(), type, property.getValue()) : null;
			if (problem != null) {
				warnings.putIfAbsent(name.toString(), name + problem + origin(property));
			}
		});
	}

	/**
	 * Whether a property under {@code spring.ai.chat} can only be meant for ChatBotKit.
	 */
	private boolean isOurs(PropertyKey key) {
		return List
			.of("bot-id", "model-name", "secret-key", "base-url", "carry-settings", "legacy-functions",
					"tenant-replaces", "fallbacks")
			.stream()
			.anyMatch((name) -> PropertyKey.uniform(name).equals(PropertyKey.uniform(key.text())));
	}

	private void misplaced(ConfigurationPropertyName name, PropertyKey key, ConfigurationPropertySource source,
			Map<String, String> warnings) {
		String real = this.names.stream()
			.filter((candidate) -> candidate.indexOf('*') < 0
					&& PropertyKey.uniform(candidate).equals(PropertyKey.uniform(key.text())))
			.findFirst()
			.orElseGet(() -> isKnown(key) ? key.text() : this.nearest.of(key));
		warn(name, source, suggestion(real), warnings);
	}

	private boolean isKnown(PropertyKey key) {
		return Part.of(key) != null || this.names.stream().anyMatch(key::isPartOf);
	}

	private static String suggestion(@Nullable String nearest) {
		return (nearest != null) ? "did you mean " + ChatBotKitProperties.PREFIX + "." + nearest + "?"
				: "there is no such property: see docs/properties.md";
	}

	private static void warn(ConfigurationPropertyName name, ConfigurationPropertySource source, String suggestion,
			Map<String, String> warnings) {
		String writtenName = name.toString().replaceFirst("\\[\\d+]$", "");
		warnings.computeIfAbsent(writtenName, (key) -> {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			return key + " has no effect: " + suggestion + ((property != null) ? origin(property) : "");
		});
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	/**
	 * A part with properties of its own.
	 */
	private enum Part {

		EMULATOR("chatbotkit-spring-ai-test",
				"com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorAutoConfiguration"),

		SERVER("chatbotkit-spring-boot-starter-server",
				"com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerAutoConfiguration");

		private final String artifact;

		private final String type;

		Part(String artifact, String type) {
			this.artifact = artifact;
			this.type = type;
		}

		static @Nullable Part of(PropertyKey key) {
			String name = PropertyKey.uniform(key.elements().get(0));
			return Arrays.stream(values())
				.filter((part) -> part.name().toLowerCase(Locale.ROOT).equals(name))
				.findFirst()
				.orElse(null);
		}

	}

}
