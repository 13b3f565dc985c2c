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

package com.chatbotkit.springai.test.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Names the bots of an application that runs without its account. An emulator answers for
 * any bot.
 * <p>
 * A value that is empty, or holds a placeholder that nothing resolves, is not set.
 */
public final class EmulatedBots {

	private static final List<String> SELECTORS = List.of("bot-id", "model-name", "model");

	private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^}]*}");

	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9-]+");

	private final Binder binder;

	private final Map<String, Object> added = new LinkedHashMap<>();

	private EmulatedBots(Binder binder) {
		this.binder = binder;
	}

	/**
	 * Adds properties for what the application does not set. A named bot gets its name as
	 * its id.
	 * @param environment the environment to read and to add to
	 * @param bot the id of the bot that an application talks to if it names none
	 */
	public static void addTo(ConfigurableEnvironment environment, String bot) {
		EmulatedBots bots = new EmulatedBots(Binder.get(environment));
		bots.add(bot);
		if (!bots.added.isEmpty()) {
			environment.getPropertySources().addFirst(new MapPropertySource("ChatBotKit emulator", bots.added));
		}
	}

	private void add(String bot) {
		String prefix = EmulatorProperty.PREFIX;
		Set<String> named = this.binder.bind(prefix + "bots", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElse(Set.of());
		addSelector(prefix + "chat.", bot, named.isEmpty() ? "bot-id" : null);
		for (String name : named) {
			String own = prefix + (PLAIN_NAME.matcher(name).matches() ? "bots." + name + "." : "bots[" + name + "].");
			addSelector(own, name, find(own, (value) -> true));
			if (isUnresolved(value(own + "secret-key"))) {
				this.added.put(own + "secret-key", "");
			}
		}
	}

	private void addSelector(String prefix, String bot, @Nullable String missing) {
		if (find(prefix, (value) -> StringUtils.hasText(value) && !isUnresolved(value)) != null) {
			return;
		}
		String unresolved = find(prefix, EmulatedBots::isUnresolved);
		String property = (unresolved != null) ? unresolved : missing;
		if (property != null) {
			this.added.put(prefix + property, property.equals("model") ? "bot/id=" + bot : bot);
		}
	}

	/** Returns the first property of a selector with such a value. */
	private @Nullable String find(String prefix, Predicate<String> matching) {
		for (String name : SELECTORS) {
			String value = value(prefix + name);
			if (value != null && matching.test(value)) {
				return name;
			}
		}
		return null;
	}

	private @Nullable String value(String property) {
		return this.binder.bind(ConfigurationPropertyName.adapt(property, '.'), Bindable.of(String.class)).orElse(null);
	}

	private static boolean isUnresolved(@Nullable String value) {
		return value != null && UNRESOLVED.matcher(value).find();
	}

}
