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

package com.chatbotkit.springai.test;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The secret key of a received request. It can be compared but not read, so that it
 * appears in no test report and no log.
 */
public final class ReceivedKey {

	private static final String BEARER = "Bearer ";

	private static final String TEST_KEY = "sk-test";

	private static final String HIDDEN = "a key that is not shown";

	private final @Nullable String key;

	private ReceivedKey(@Nullable String key) {
		this.key = key;
	}

	/** Reads the key from an Authorization header, which may be missing. */
	static ReceivedKey of(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return new ReceivedKey(null);
		}
		return new ReceivedKey(authorization.substring(BEARER.length()).strip());
	}

	/**
	 * Tells whether the request used the given key.
	 * @param key the key
	 * @return true if the request used exactly this key
	 */
	public boolean matches(String key) {
		return key.equals(this.key);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ReceivedKey that && Objects.equals(this.key, that.key);
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.key);
	}

	/**
	 * Describes the key for people who test.
	 * @return the key if it begins with {@code sk-test}, because test keys are no
	 * secrets; else a text that hides it
	 */
	public String description() {
		if (this.key == null) {
			return "no key";
		}
		return this.key.startsWith(TEST_KEY) ? this.key : HIDDEN;
	}

	/**
	 * Hides the key.
	 * @return a text that says whether there is a key
	 */
	@Override
	public String toString() {
		return (this.key != null) ? HIDDEN : "no key";
	}

}
