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

import com.chatbotkit.springai.server.http.HttpEndpoint;

/**
 * A path that the endpoint serves, in the form that Spring Security's firewalls let pass.
 */
final class ServedPath {

	private ServedPath() {
	}

	static String unescaped(String path) {
		return path.replace("%2F", "/").replace("%2f", "/");
	}

	/**
	 * The path with the slashes of an id no longer escaped, as clients escape them in
	 * {@code models/bot%2Fid=support}. Any other path, and one that would lead elsewhere,
	 * stays as it is.
	 * @param endpoint serves both forms
	 * @param path the path within the application, escaped
	 */
	static String plain(HttpEndpoint endpoint, String path) {
		if (!path.contains("%2F") && !path.contains("%2f")) {
			return path;
		}
		String plain = unescaped(path);
		boolean leadsElsewhere = plain.contains("//") || plain.contains("/./") || plain.contains("/../")
				|| plain.endsWith("/.") || plain.endsWith("/..");
		return (!leadsElsewhere && endpoint.serves(path) && endpoint.serves(plain)) ? plain : path;
	}

}
