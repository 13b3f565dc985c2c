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

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.access.AccessKey;
import com.chatbotkit.springai.server.access.AccessLimits;
import com.chatbotkit.springai.server.access.CallerLookup;
import com.chatbotkit.springai.server.access.KeyAccess;
import com.chatbotkit.springai.server.access.LimitBuckets;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Makes the keys of the properties, or one for the time of development.
 */
final class KeyAccessFactory {

	private static final Log logger = LogFactory.getLog(KeyAccessFactory.class);

	private static final String PREFIX = "spring.ai.chatbotkit.server.keys.";

	private static final String DEVTOOLS = "org.springframework.boot.devtools.restart.Restarter";

	private static final String GENERATED = "generated";

	private static final int BYTES = 24;

	private static final Pattern UNSENDABLE = Pattern.compile("[^\\x21-\\x7e]");

	private static final Pattern QUOTED = Pattern.compile("([\"']).*\\1");

	private static final Pattern OTHER_ENCODING = Pattern.compile("^\\{(?!sha256})[\\w.@-]+}");

	private KeyAccessFactory() {
	}

	static KeyAccess create(Map<String, ChatBotKitServerProperties.Key> properties, AgentDirectory directory,
			ClassLoader classLoader, CallerLookup others, LimitBuckets buckets) {
		List<AccessKey> keys = new ArrayList<>();
		properties.forEach((name, key) -> keys.add(key(name, key, directory)));
		if (keys.isEmpty() && !others.replacesKeys()) {
			if (!ClassUtils.isPresent(DEVTOOLS, classLoader)) {
				throw new ServerSettingException("The application serves its agents, but no key protects them.", "Set "
						+ PREFIX + "<name>.secret to at least 32 random characters, or "
						+ "spring.ai.chatbotkit.server.enabled=false. At development time spring-boot-devtools "
						+ "makes a key. With Spring Security, a JwtDecoder or a filter chain of the application "
						+ "protects them as well.");
			}
			keys.add(generated());
		}
		try {
			return KeyAccess.of(keys, others, buckets);
		}
		catch (IllegalArgumentException ex) {
			throw new ServerSettingException(String.valueOf(ex.getMessage()),
					"Give each key under " + PREFIX + "* a secret of its own.");
		}
	}

	/** The names of the keys that are made of the properties. */
	static Set<String> names(Map<String, ChatBotKitServerProperties.Key> properties) {
		return properties.isEmpty() ? Set.of(GENERATED) : properties.keySet();
	}

	private static AccessKey key(String name, ChatBotKitServerProperties.Key key, AgentDirectory directory) {
		List<String> secrets = key.secret().stream().filter((secret) -> !secret.isEmpty()).toList();
		if (secrets.isEmpty()) {
			throw new ServerSettingException("The key '" + name + "' has no secret.",
					"Set " + PREFIX + name + ".secret to at least 32 random characters.");
		}
		for (String secret : secrets) {
			checkSecret(name, secret);
		}
		Instant expires = KeyExpiry.of(name, key.expires());
		if (expires != null && !expires.isAfter(Instant.now())) {
			logger.warn("The key '" + name + "' has expired: remove " + PREFIX + name + ", or set " + PREFIX + name
					+ ".expires to a time to come");
		}
		Set<String> models = models("The key '" + name + "'", PREFIX + name, key.models(), directory);
		try {
			return new AccessKey(name, secrets, models, key.trustUserHeaders(), expires, key.limits());
		}
		catch (IllegalArgumentException ex) {
			throw new ServerSettingException(String.valueOf(ex.getMessage()),
					"Set " + PREFIX + name + ".secret to at least 32 random characters, and its limits to 1 or more.");
		}
	}

	/** Refuses a secret that no caller can send. */
	private static void checkSecret(String name, String secret) {
		String wrong = secret.contains("${") ? "a placeholder that nothing resolves"
				: UNSENDABLE.matcher(secret).find() ? "a blank or a character outside ASCII"
						: QUOTED.matcher(secret).matches() ? "quotes around it"
								: OTHER_ENCODING.matcher(secret).find() ? "an encoding other than {sha256}" : null;
		if (wrong != null) {
			throw new ServerSettingException(PREFIX + name + ".secret has " + wrong + ", so that no caller can use it.",
					"Set it to at least 32 random characters, or to '{sha256}' and a digest. Without \"Bearer\", "
							+ "which callers write before it.");
		}
	}

	/**
	 * The ids of what somebody may use, none for all. An empty list is refused: it may be
	 * meant as nothing, and would be everything.
	 */
	static Set<String> models(String who, String property, @Nullable List<String> names, AgentDirectory directory) {
		if (names == null) {
			return Set.of();
		}
		if (names.isEmpty()) {
			throw new ServerSettingException(property + ".models is empty.",
					"Remove it, for everything that is served, or set it to some of: " + ids(directory));
		}
		Set<String> models = new HashSet<>();
		for (String name : names) {
			ServedAgent agent = directory.find(name);
			if (agent == null) {
				throw new ServerSettingException(who + " names '" + name + "', which is not served.",
						"Set " + property + ".models to some of: " + ids(directory));
			}
			models.add(agent.id());
		}
		return models;
	}

	private static String ids(AgentDirectory directory) {
		return String.join(", ", directory.list().stream().map(ServedAgent::id).toList());
	}

	private static AccessKey generated() {
		byte[] random = new byte[BYTES];
		new SecureRandom().nextBytes(random);
		String secret = "sk-" + HexFormat.of().formatHex(random);
		logger.warn("Using generated key for the served agents: " + secret + " (for development only: set " + PREFIX
				+ "<name>.secret)");
		return new AccessKey(GENERATED, List.of(secret), Set.of(), false, null, AccessLimits.NONE);
	}

}
