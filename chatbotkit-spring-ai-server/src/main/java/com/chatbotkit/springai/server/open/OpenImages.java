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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Decides from which hosts images may be fetched. This application may fetch them itself,
 * so that a caller must not choose addresses of its network.
 *
 * @param hosts the hosts, such as {@code images.example.com}, {@code *.example.com} or
 * {@code *}; empty for none
 */
record OpenImages(List<String> hosts) {

	/** Allows no address: an image must be part of the request. */
	static final OpenImages NONE = new OpenImages(List.of());

	OpenImages {
		hosts = hosts.stream().map((host) -> host.strip().toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Refuses an address that is not allowed.
	 * @param at the path to the image in the body
	 * @param url its address, which is not a {@code data:} URL
	 */
	void check(String at, String url) {
		URI uri = parse(url);
		String scheme = (uri != null) ? uri.getScheme() : null;
		String host = (uri != null) ? uri.getHost() : null;
		if (uri == null || host == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
			throw OpenRefusal.invalid(at, at + " must hold a URL (https: or data:).");
		}
		if (uri.getRawUserInfo() != null || this.hosts.stream().noneMatch((allowed) -> matches(allowed, host))) {
			throw OpenRefusal.invalid(at, at + ": images are not fetched from this address. Send the image itself as a "
					+ "data: URL, or have its host allowed (spring.ai.chatbotkit.server.image-hosts).");
		}
	}

	private static @Nullable URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static boolean matches(String allowed, String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return allowed.equals("*") || allowed.equals(name)
				|| (allowed.startsWith("*.") && name.endsWith(allowed.substring(1)));
	}

}
