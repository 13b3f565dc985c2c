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
 * A key of one application or person.
 *
 * @param name its name, for logs and tools
 * @param secrets the secrets that its owner may send, plain or as {@code {sha256}<hex>};
 * several, so that one can replace the other
 * @param models the ids that it may use; empty for all
 * @param trustUserHeaders whether its requests may name a user
 * @param expires when it expires, or null for never
 * @param limits its limits
 */
public record AccessKey(String name, List<String> secrets, Set<String> models, boolean trustUserHeaders,
		@Nullable Instant expires, AccessLimits limits) {

	private static final int MIN_LENGTH = 32;

	/**
	 * Creates a key.
	 * @throws IllegalArgumentException if a secret is too short or not a digest
	 */
	public AccessKey {
		secrets = List.copyOf(secrets);
		models = Set.copyOf(models);
		for (String secret : secrets) {
			if (!SecretDigest.isDigest(secret) && secret.length() < MIN_LENGTH) {
				throw new IllegalArgumentException(
						"The secret of the key '" + name + "' is shorter than " + MIN_LENGTH + " characters.");
			}
		}
	}

	/** Does not contain the secrets. */
	@Override
	public String toString() {
		return "AccessKey[" + this.name + "]";
	}

}
