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

package com.chatbotkit.springai.server.autoconfigure;

import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.PropertyMatches;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Warns at the start of properties of the server that have no effect, with the one that
 * was probably meant. It names properties without their values, some of which are keys.
 */
final class ServerPropertiesCheck implements BeanFactoryPostProcessor, EnvironmentAware {

	static final String PREFIX = "spring.ai.chatbotkit.server";

	private static final ConfigurationPropertyName NAME = ConfigurationPropertyName.of(PREFIX);

	private static final String SECURITY = "org.springframework.security.web.SecurityFilterChain";

	/** The property of each group that is probably meant by a value of the group. */
	private static final Map<String, String> USUAL = Map.of("keys", "secret", "grants", "authority", "agents",
			"description", "cors", "allowed-origins");

	private static final Log logger = LogFactory.getLog(ServerPropertiesCheck.class);

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		boolean security = ClassUtils.isPresent(SECURITY, beanFactory.getBeanClassLoader());
		Map<String, String> warnings = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources
			.get(Objects.requireNonNull(this.environment))) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream()
					.filter((name) -> (NAME.isAncestorOf(name) || NAME.equals(name)) && hasValue(name, source))
					.forEach((name) -> check(name, source, security, warnings));
			}
		}
		warnings.values().forEach(logger::warn);
	}

	/** Whether it is a value, and not an empty map of YAML. */
	private static boolean hasValue(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return property != null && StringUtils.hasText(String.valueOf(property.getValue()));
	}

	/**
	 * Returns the name of a whole property that begins with a group of properties, or
	 * null if the name is no such group.
	 */
	static @Nullable String below(ConfigurationPropertyName group) {
		Found found = NAME.isAncestorOf(group) ? find(ChatBotKitServerProperties.class, elements(group), false) : null;
		return (found != null && !found.exists() && found.nearest() != null
				&& found.nearest().startsWith(String.join(".", elements(group)) + ".")) ? PREFIX + "." + found.nearest()
						: null;
	}

	private static List<String> elements(ConfigurationPropertyName name) {
		return Stream.iterate(NAME.getNumberOfElements(), (i) -> i + 1)
			.limit(name.getNumberOfElements() - NAME.getNumberOfElements())
			.map((i) -> name.getElement(i, Form.ORIGINAL))
			.toList();
	}

	private static void check(ConfigurationPropertyName name, ConfigurationPropertySource source, boolean security,
			Map<String, String> warnings) {
		boolean variable = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
		List<String> elements = elements(name);
		if (elements.isEmpty()) {
			warn(name, source, "write a property below it, such as " + PREFIX + ".path", warnings);
			return;
		}
		Found found = find(ChatBotKitServerProperties.class, elements, variable);
		if (!found.exists()) {
			warn(name, source, (found.nearest() != null) ? "did you mean " + PREFIX + "." + found.nearest() + "?"
					: "there is no such property: see docs/properties.md", warnings);
		}
		else if (!security && elements.get(0).equals("grants")) {
			warn(name, source, "it needs Spring Security on the class path", warnings);
		}
		else if (found.type() == Duration.class) {
			checkUnit(name, source, warnings);
		}
	}

	/**
	 * Warns of a number that is rarely meant as milliseconds, which Spring Boot reads in
	 * it.
	 */
	private static void checkUnit(ConfigurationPropertyName name, ConfigurationPropertySource source,
			Map<String, String> warnings) {
		Object value = Objects.requireNonNull(source.getConfigurationProperty(name)).getValue();
		if (value.toString().strip().matches("[1-9]\\d{0,2}")) {
			warnings.putIfAbsent(name.toString(),
					name + " is " + value + " without a unit, which Spring Boot takes for milliseconds: write " + value
							+ "s for seconds, or " + value + "ms");
		}
	}

	private static void warn(ConfigurationPropertyName name, ConfigurationPropertySource source, String what,
			Map<String, String> warnings) {
		String written = name.toString().replaceFirst("\\[\\d+]$", "");
		ConfigurationProperty property = source.getConfigurationProperty(name);
		String origin = (property != null && property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		warnings.putIfAbsent(written, written + " has no effect: " + what + origin);
	}

	/**
	 * Looks for a property, one element after the other. In an environment variable each
	 * word of a name looks like an element.
	 */
	private static Found find(Class<?> type, List<String> elements, boolean variable) {
		for (int words = 1; words <= (variable ? elements.size() : 1); words++) {
			Parameter property = property(type, String.join("", elements.subList(0, words)));
			if (property != null) {
				return below(property, elements, words, variable);
			}
		}
		String written = String.join("-", variable ? elements : elements.subList(0, 1));
		List<String> rest = variable ? List.of() : elements.subList(1, elements.size());
		return new Found(false, nearest(type, written, rest), null);
	}

	private static Found below(Parameter property, List<String> elements, int from, boolean variable) {
		boolean map = property.getType() == Map.class;
		Class<?> value = value(property);
		int next = map ? from + 1 : from;
		List<String> rest = elements.subList(Math.min(next, elements.size()), elements.size());
		if (!value.isRecord()) {
			boolean element = rest.size() == 1 && rest.get(0).chars().allMatch(Character::isDigit);
			String name = DataObjectPropertyName.toDashedForm(property.getName());
			return new Found(map ? elements.size() >= next : rest.isEmpty() || element, map ? name + ".<name>" : name,
					value);
		}
		String above = DataObjectPropertyName.toDashedForm(property.getName()) + "."
				+ (map ? ((elements.size() > from) ? elements.get(from) : "<name>") + "." : "");
		if (rest.isEmpty()) {
			return new Found(false, above + USUAL.get(property.getName()), null);
		}
		Found found = find(value, rest, variable);
		return new Found(found.exists(), (found.nearest() != null) ? above + found.nearest() : null, found.type());
	}

	private static boolean isGroup(Parameter property) {
		return property.getType() == Map.class || property.getType().isRecord();
	}

	/** The type of a property, or of the values of a map. */
	private static Class<?> value(Parameter property) {
		return (property.getType() != Map.class) ? property.getType()
				: ResolvableType.forType(property.getParameterizedType()).getGeneric(1).resolve(Object.class);
	}

	private static @Nullable Parameter property(Class<?> type, String written) {
		return properties(type).filter((property) -> uniform(property.getName()).equals(uniform(written)))
			.findFirst()
			.orElse(null);
	}

	private static Stream<Parameter> properties(Class<?> type) {
		return Arrays.stream(BeanUtils.getResolvableConstructor(type).getParameters());
	}

	/** The name of a property that is spelt almost so, or that stands elsewhere. */
	private static @Nullable String nearest(Class<?> type, String written, List<String> rest) {
		String[] words = written.split("[-_]");
		String name = words[0]
				+ String.join("", Arrays.stream(words).skip(1).map(StringUtils::capitalize).toArray(String[]::new));
		List<String> similar = List.of(PropertyMatches.forField(name, type).getPossibleMatches());
		// The names of groups are so short that "cors" is similar to "port".
		String near = Stream
			.concat(properties(type).filter((property) -> !isGroup(property))
				.map(Parameter::getName)
				.filter(similar::contains),
					properties(type).map(Parameter::getName)
						.filter((group) -> group.startsWith(name) || name.startsWith(group)))
			.findFirst()
			.orElse(null);
		if (near != null) {
			return Stream.concat(Stream.of(DataObjectPropertyName.toDashedForm(near)), rest.stream())
				.collect(Collectors.joining("."));
		}
		if (type != ChatBotKitServerProperties.class) {
			return null;
		}
		return properties(type).flatMap((group) -> elsewhere(group, written)).findFirst().orElse(null);
	}

	private static Stream<String> elsewhere(Parameter group, String written) {
		boolean map = group.getType() == Map.class;
		Class<?> value = value(group);
		Parameter property = value.isRecord() ? property(value, written) : null;
		return (property == null) ? Stream.empty() : Stream.of(DataObjectPropertyName.toDashedForm(group.getName())
				+ "." + (map ? "<name>." : "") + DataObjectPropertyName.toDashedForm(property.getName()));
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether a property exists, and if not, which one was meant.
	 *
	 * @param exists whether it is a whole property
	 * @param nearest the name of the property that was probably meant
	 * @param type the type of its value, if it exists
	 */
	private record Found(boolean exists, @Nullable String nearest, @Nullable Class<?> type) {

	}

}
