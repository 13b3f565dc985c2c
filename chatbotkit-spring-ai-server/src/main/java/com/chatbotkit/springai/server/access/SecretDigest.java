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

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 digest of a secret. A key has at least 128 random bits, so that no slower
 * function is needed.
 */
final class SecretDigest {

	private static final String PREFIX = "{sha256}";

	private final byte[] bytes;

	private SecretDigest(byte[] bytes) {
		this.bytes = bytes;
	}

	static boolean isDigest(String secret) {
		return secret.startsWith(PREFIX);
	}

	/**
	 * Returns the digest of a plain secret.
	 */
	static SecretDigest of(String secret) {
		return new SecretDigest(Sha256.of(secret));
	}

	/**
	 * Returns the digest of a secret as it is written in the properties: plain, or as a
	 * digest.
	 */
	static SecretDigest parse(String secret) {
		if (!isDigest(secret)) {
			return of(secret);
		}
		String hex = secret.substring(PREFIX.length()).strip().toLowerCase(Locale.ROOT);
		if (hex.length() != 64) {
			throw new IllegalArgumentException("A {sha256} secret has 64 hexadecimal digits.");
		}
		return new SecretDigest(HexFormat.of().parseHex(hex));
	}

	boolean matches(SecretDigest other) {
		return MessageDigest.isEqual(this.bytes, other.bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SecretDigest digest && matches(digest);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

}
