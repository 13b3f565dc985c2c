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

package com.chatbotkit.springai.server.open;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The paths that the endpoint serves, in both spellings of each: with a slash at the end
 * and without. Not all clients follow redirects.
 */
record OpenPaths(List<String> bases) {

	static final String COMPLETIONS = "chat/completions";

	static final String MODELS = "models";

	/** Where ChatBotKit's own clients look up a bot (docs/operations.md). */
	private static final Pattern BOT = Pattern.compile("bot/([^/]+)/fetch");

	static OpenPaths under(String path) {
		String base = tidy(path.startsWith("/") ? path : "/" + path);
		String root = base.equals("/") ? "" : base;
		return new OpenPaths(List.of(root + "/openai/", root + "/"));
	}

	/**
	 * Returns the resource of a path: {@link #COMPLETIONS}, {@link #MODELS},
	 * {@code models/<id>}, {@code bot/<id>/fetch}, or null if the path is not served.
	 */
	@Nullable String resource(String path) {
		String tidy = tidy(path);
		for (String base : this.bases) {
			if (tidy.startsWith(base)) {
				String resource = tidy.substring(base.length());
				if (resource.equals(COMPLETIONS) || resource.equals(MODELS) || resource.startsWith(MODELS + "/")
						|| BOT.matcher(resource).matches()) {
					return resource;
				}
			}
		}
		return null;
	}

	/** Whether a path is below those that are served, and none of them. */
	boolean isBeside(String path) {
		String tidy = tidy(path);
		// Served at the root, all of the application would be below it.
		return resource(path) == null
				&& this.bases.stream().anyMatch((base) -> base.length() > 1 && tidy.startsWith(base));
	}

	/** The id in {@code models/<id>}, whose slash may be escaped. */
	static String model(String resource) {
		return unescaped(resource.substring(MODELS.length() + 1));
	}

	/** The id in {@code bot/<id>/fetch}, or null for another resource. */
	static @Nullable String bot(String resource) {
		Matcher path = BOT.matcher(resource);
		return path.matches() ? unescaped(path.group(1)) : null;
	}

	private static String unescaped(String id) {
		try {
			// A plus sign is no blank in a path.
			return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return id;
		}
	}

	private static String tidy(String path) {
		String single = path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
		return (single.length() > 1 && single.endsWith("/")) ? single.substring(0, single.length() - 1) : single;
	}

}
