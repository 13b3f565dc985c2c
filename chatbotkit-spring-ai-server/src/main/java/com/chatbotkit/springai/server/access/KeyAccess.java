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

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Knows callers by their keys, and how much each may use. A key is looked up by its
 * digest and compared in constant time. Keys that are wrong too often are answered with a
 * 429; a right one always passes.
 */
public final class KeyAccess implements ChatBotKitServerAccess {

	private static final String SCHEME = "Bearer ";

	private final Map<SecretDigest, AccessKey> keys = new HashMap<>();

	private final Map<String, KeyLimiter> limiters = new HashMap<>();

	private final FailedLogins failedLogins = new FailedLogins();

	private final Clock clock;

	KeyAccess(List<AccessKey> keys, Clock clock) {
		this.clock = clock;
		for (AccessKey key : keys) {
			this.limiters.put(key.name(), new KeyLimiter(key.limits()));
			for (String secret : key.secrets()) {
				AccessKey other = this.keys.put(SecretDigest.parse(secret), key);
				if (other != null) {
					throw new IllegalArgumentException(
							"The keys '" + other.name() + "' and '" + key.name() + "' have the same secret.");
				}
			}
		}
	}

	/**
	 * Creates access for keys.
	 * @param keys the keys
	 * @return the access
	 * @throws IllegalArgumentException if a secret is malformed, or two keys have the
	 * same
	 */
	public static KeyAccess of(List<AccessKey> keys) {
		return new KeyAccess(keys, Clock.systemUTC());
	}

	@Override
	public Mono<ServerCaller> identify(EndpointRequest request) {
		return Mono.fromSupplier(() -> caller(request));
	}

	@Override
	public Mono<Admission> admit(ServerCaller caller) {
		KeyLimiter limiter = this.limiters.get(caller.name());
		return (limiter != null) ? Mono.fromSupplier(limiter::admit) : Mono.just(Admission.UNLIMITED);
	}

	private @Nullable ServerCaller caller(EndpointRequest request) {
		String authorization = request.header("authorization");
		if (authorization == null) {
			return null;
		}
		String secret = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
				? authorization.substring(SCHEME.length()).strip() : "";
		if (secret.isEmpty()) {
			return null;
		}
		AccessKey key = this.keys.get(SecretDigest.of(secret));
		if (key == null || (key.expires() != null && !key.expires().isAfter(this.clock.instant()))) {
			this.failedLogins.add(request.remoteAddress());
			return null;
		}
		return new ServerCaller(key.name(), key.models(), key.trustUserHeaders());
	}

}
