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

package com.chatbotkit.springai.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Completes and checks the base URL of the endpoint.
 */
final class BaseUrl {

	static final String DEFAULT = "https://api.chatbotkit.com/v1/openai";

	/** The lengths that DNS allows (RFC 1035, section 2.3.4). */
	private static final Pattern LENGTHS = Pattern.compile("(?=.{1,253}\\.?$)[^.]{1,63}(\\.[^.]{1,63})*\\.?");

	private static final String HOSTED = "api.chatbotkit.com";

	private static final String HOSTED_PATH = "/v1/openai";

	private static final String SELF_HOSTED_PATH = "/api/v1/openai";

	private static final String OPENAI = "/openai";

	private static final String COMPLETIONS = "/chat/completions";

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final Pattern TWO_SCHEMES = Pattern.compile("(?i)https?:(//)?https?:/");

	private static final Pattern HOST_AND_PORT = Pattern.compile("([^:]*)(:.*)?");

	private BaseUrl() {
	}

	/**
	 * Returns the address of the endpoint below a base URL.
	 * @throws IllegalArgumentException if the base URL cannot work; the message says what
	 * to write instead
	 */
	static URI endpoint(@Nullable String baseUrl, boolean allowPlainHttp) {
		String text = (baseUrl != null && !baseUrl.isBlank()) ? WrittenId.trim(baseUrl) : DEFAULT;
		URI uri = parse(text);
		check(!TWO_SCHEMES.matcher(text).lookingAt(), text,
				"begins with a scheme twice: write " + text.replaceFirst("(?i)^https?://", ""));
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		check(scheme.equals("https") || scheme.equals("http"), text, mustStartWith(text));
		String host = uri.getHost();
		if (host == null) {
			throw refused(text, withoutHost(uri));
		}
		check(!host.equals("null") && !host.equals("undefined"), text, "has the host " + host
				+ ", which is what a script writes for a missing value: write for example " + DEFAULT);
		check(LENGTHS.matcher(host).matches(), text,
				"has a host name that is too long: write one of at most 253 characters, and 63 between two dots");
		check(uri.getRawUserInfo() == null, text,
				"contains user info: remove the part before the @, and set the secret key"
						+ " in spring.ai.chatbotkit.secret-key");
		check(uri.getRawQuery() == null, text, "has a query: write it without the ? and what follows");
		check(uri.getRawFragment() == null, text, "has a fragment: write it without the # and what follows");
		String lowerHost = host.toLowerCase(Locale.ROOT);
		check(scheme.equals("https") || allowPlainHttp || isLoopback(lowerHost), text,
				"would send the secret key in plain text: write https://" + withoutScheme(text)
						+ ", or allow plain http by spring.ai.chatbotkit.allow-plain-http=true");
		check(uri.getPort() != 0 && uri.getPort() <= 65535, text,
				"has a port that no server has: write one from 1 to 65535");
		String path = path(uri, lowerHost, text);
		String port = (uri.getPort() != -1) ? ":" + uri.getPort() : "";
		return URI.create(scheme + "://" + lowerHost + port + path + COMPLETIONS);
	}

	/**
	 * Returns the base URL of the platform's native API on the same server, or null if
	 * the path of the endpoint is one that a gateway has chosen.
	 */
	static @Nullable String nativeApi(URI endpoint) {
		String beside = OPENAI + COMPLETIONS;
		String url = endpoint.toString();
		return url.endsWith(beside) ? url.substring(0, url.length() - beside.length()) : null;
	}

	/**
	 * Describes why {@link URI#getHost()} is null. Names with an underscore, as in Docker
	 * Compose, or with an umlaut resolve, but are not valid host names (RFC 1123, section
	 * 2.1).
	 */
	private static String withoutHost(URI uri) {
		String name = (uri.getRawAuthority() != null) ? withoutSecrets(uri.getRawAuthority()) : "";
		Matcher host = HOST_AND_PORT.matcher(name);
		if (!host.matches() || host.group(1).isEmpty()) {
			return "has no host: write for example " + DEFAULT;
		}
		if (!host.group(1).matches("[A-Za-z0-9.-]+")) {
			return "has a host name that Java does not take, " + host.group(1)
					+ ": write one of letters, digits, dots and hyphens, or an IP address";
		}
		return "has a port or host name that cannot be, " + name + ": write for example " + DEFAULT;
	}

	private static URI parse(String text) {
		String missing = MissingValue.problem(text);
		if (missing != null) {
			throw refused(text, missing);
		}
		check(!WrittenId.isQuoted(text), text, "stands in quotes: write it without them");
		check(WrittenId.isOnePiece(text), text, "is no URL: write for example " + DEFAULT);
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw refused(text, (isOnThisMachine(text) && !text.contains("://")) ? mustStartWith(text)
					: "is no URL: write for example " + DEFAULT);
		}
	}

	private static String mustStartWith(String text) {
		return isOnThisMachine(text) ? "must start with http:// or https://: write http://" + withoutScheme(text)
				: "must start with https://: write https://" + withoutScheme(text);
	}

	private static String path(URI uri, String host, String text) {
		String path = uri.getRawPath().replaceAll("/{2,}", "/");
		if (path.endsWith("/")) {
			path = path.substring(0, path.length() - 1);
		}
		if (path.endsWith(COMPLETIONS)) {
			path = path.substring(0, path.length() - COMPLETIONS.length());
		}
		if (path.isEmpty()) {
			return host.equals(HOSTED) ? HOSTED_PATH : SELF_HOSTED_PATH;
		}
		check(!host.equals(HOSTED) || path.equals(HOSTED_PATH), text,
				"does not point to ChatBotKit's endpoint: write " + DEFAULT);
		return path;
	}

	private static boolean isLoopback(String host) {
		return LOOPBACK.contains(host) || host.endsWith(".localhost") || host.matches("127(\\.\\d{1,3}){3}");
	}

	/**
	 * Whether a URL without a scheme begins with a name of this machine, where servers
	 * rarely use TLS.
	 */
	private static boolean isOnThisMachine(String text) {
		String host = withoutScheme(text).replaceFirst("[/?#].*", "").replaceFirst(":\\d*$", "");
		return isLoopback(host.toLowerCase(Locale.ROOT)) || host.equals("::1") || host.equals("0.0.0.0");
	}

	private static String withoutScheme(String text) {
		return withoutSecrets(text.replaceFirst("^[^:/]*:?//", ""));
	}

	private static void check(boolean condition, String text, String problem) {
		if (!condition) {
			throw refused(text, problem);
		}
	}

	private static IllegalArgumentException refused(String text, String problem) {
		return new IllegalArgumentException(
				"The base URL \"" + withoutSecrets(text) + "\" " + problem + " (spring.ai.chatbotkit.base-url)");
	}

	/**
	 * Removes the user info and the query, which may contain secrets.
	 */
	private static String withoutSecrets(String text) {
		String path = text.replaceFirst("(?s)[?#].*", "").replaceAll("\\p{Cntrl}", "\uFFFD");
		return path.substring(path.lastIndexOf('@') + 1);
	}

}
