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

package com.chatbotkit.springai.server.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A key, which one application or person uses.
 *
 * @param name its name, for logs and tools
 * @param secrets what its owner sends, plain or as {@code {sha256}<hex>}; each of them
 * works, so that one can take the other's place
 * @param models the ids that it may use; empty for all
 * @param trustUserHeaders whether the user that its requests name is believed
 * @param expires when it stops working, or null for never
 * @param limits how much it may use
 */
public record AccessKey(String name, List<String> secrets, Set<String> models, boolean trustUserHeaders,
		@Nullable Instant expires, AccessLimits limits) {

	private static final int SHORTEST = 32;

	/**
	 * Creates a key.
	 * @throws IllegalArgumentException if a secret is too short or not a digest
	 */
	public AccessKey {
		secrets = List.copyOf(secrets);
		models = Set.copyOf(models);
		for (String secret : secrets) {
			if (!SecretDigest.isDigest(secret) && secret.length() < SHORTEST) {
				throw new IllegalArgumentException(
						"The secret of the key '" + name + "' is shorter than " + SHORTEST + " characters.");
			}
		}
	}

	/** Names the key, never its secrets. */
	@Override
	public String toString() {
		return "AccessKey[" + this.name + "]";
	}

}
