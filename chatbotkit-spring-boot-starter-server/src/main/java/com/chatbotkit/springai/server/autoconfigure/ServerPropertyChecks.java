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

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties.Allowance;
import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties.Cors;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Refuses values of the server's properties that cannot work, with what to write instead.
 */
final class ServerPropertyChecks {

	private static final String PREFIX = ServerPropertiesCheck.PREFIX + ".";

	/** Timers count milliseconds, some in an {@code int}. */
	private static final Duration LONGEST = Duration.ofDays(24);

	private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

	/** Texts that scripts write for a missing value. An origin may be "null". */
	private static final String MISSING = "(null|undefined|None)";

	private static final String GIVEN = "(?!" + MISSING + "$)";

	private static final Pattern PATH = Pattern.compile("/?" + GIVEN + "([\\w.~-]+/)*[\\w.~-]*");

	private static final Pattern HOST = Pattern
		.compile(GIVEN + "(\\*|(\\*\\.)?[\\w-]+(\\.[\\w-]+)*|\\[[0-9a-fA-F:.]+])");

	/** A token of RFC 9110, section 5.6.2. */
	private static final Pattern HEADER = Pattern.compile(GIVEN + "[\\w!#$%&'*+.^`|~-]+");

	private static final Pattern TEXT = Pattern.compile(GIVEN + ".*\\S.*");

	private static final Pattern ORIGIN = Pattern
		.compile("\\*|null|[a-z][a-z0-9+.-]*://(?!(null|undefined)/?$)[^/*?#\\s]+/?");

	private static final List<String> METHODS = List.of("*", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE");

	private ServerPropertyChecks() {
	}

	static void check(ChatBotKitServerProperties properties) {
		String path = properties.path();
		check(PATH.matcher(path).matches() && !DOTS.matcher(path).matches(), "path", path, "a path such as /v1");
		duration("keep-alive", properties.keepAlive(), Duration.ofMillis(1), "10s");
		duration("shutdown-grace", properties.shutdownGrace(), Duration.ZERO, "20s");
		duration("timeout", properties.timeout(), Duration.ZERO, "5m");
		duration("cors.max-age", properties.cors().maxAge(), Duration.ZERO, "30m");
		long size = properties.maxRequestSize().toBytes();
		check(size > 0 && size < Integer.MAX_VALUE, "max-request-size", properties.maxRequestSize(),
				"more than 0 and less than 2GB, such as 1MB");
		atLeastOne("max-rounds", properties.maxRounds());
		atLeastOne("max-threads", properties.maxThreads());
		atLeastOne("max-waiting", properties.maxWaiting());
		duration("disconnect", Disconnect.finishAfter(properties.disconnect()), Duration.ZERO, "finish-after=30s");
		each("image-hosts", properties.imageHosts(), HOST,
				"hosts without a scheme, port or path, such as images.example.com or *.example.com");
		properties.keys().forEach((name, key) -> {
			check("keys." + name + ".", key);
			KeyExpiry.of(name, key.expires());
		});
		properties.grants().forEach((name, grant) -> {
			String prefix = "grants." + name + ".";
			check(prefix, grant);
			String authority = grant.authority();
			check(authority == null || !authority.strip().matches(MISSING), prefix + "authority", authority,
					"an authority, such as SCOPE_agents");
		});
		properties.agents().forEach((id, agent) -> {
			String prefix = "agents." + id + ".";
			each(prefix + "aliases", agent.aliases(), TEXT, "names without an empty one");
			each(prefix + "conversation", agent.conversation(), HEADER,
					"'header', or the names of headers and fields, such as X-Conversation-Id");
		});
		check(properties.cors());
	}

	private static void check(String prefix, Allowance allowance) {
		atLeastOne(prefix + "requests-per-minute", allowance.requestsPerMinute());
		atLeastOne(prefix + "tokens-per-day", allowance.tokensPerDay());
		atLeastOne(prefix + "concurrent", allowance.concurrent());
	}

	private static void check(Cors cors) {
		each("cors.allowed-origins", cors.allowedOrigins(), ORIGIN, "origins such as https://chat.example.com, with "
				+ "a scheme and without a path, or " + PREFIX + "cors.allowed-origin-patterns to patterns");
		each("cors.allowed-methods", cors.allowedMethods(), METHODS::contains,
				"some of " + String.join(", ", METHODS.subList(1, METHODS.size())));
		check(!Boolean.TRUE.equals(cors.allowCredentials()) || !cors.allowedOrigins().contains("*"),
				"cors.allow-credentials", true, "false, or name the origins that may send credentials in " + PREFIX
						+ "cors.allowed-origins or " + PREFIX + "cors.allowed-origin-patterns");
	}

	private static void each(String property, List<String> values, Pattern valid, String expected) {
		each(property, values, (value) -> valid.matcher(value.strip()).matches(), expected);
	}

	/** Names the wrong one, because Spring Boot prints the whole list. */
	private static void each(String property, List<String> values, Predicate<String> valid, String expected) {
		for (String value : values) {
			if (!valid.test(value)) {
				throw invalid(property, value, "Instead of '" + value + "', set it to " + expected + ".");
			}
		}
	}

	private static void atLeastOne(String property, @Nullable Number value) {
		check(value == null || value.longValue() > 0, property, value, "a number of at least 1");
	}

	private static void duration(String property, @Nullable Duration value, Duration shortest, String example) {
		check(value == null || (value.compareTo(shortest) >= 0 && value.compareTo(LONGEST) <= 0), property, value,
				(shortest.isZero() ? "zero or more, " : "at least 1ms, ") + "and at most " + LONGEST.toDays()
						+ "d, such as " + example);
	}

	private static void check(boolean valid, String property, @Nullable Object value, String expected) {
		if (!valid) {
			throw invalid(property, value, "Set it to " + expected + ".");
		}
	}

	static RuntimeException invalid(String property, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
	}

}
