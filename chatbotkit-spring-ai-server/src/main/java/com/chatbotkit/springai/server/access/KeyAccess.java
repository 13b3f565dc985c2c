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
import reactor.core.publisher.Mono;

/**
 * Identifies callers by their keys, and applies their limits. A key is looked up by its
 * digest and compared in constant time. Too many wrong keys from one address are refused
 * with status 429, but a right key is always accepted.
 */
public final class KeyAccess implements ChatBotKitServerAccess {

	private static final String SCHEME = "Bearer ";

	private final Map<SecretDigest, AccessKey> keys = new HashMap<>();

	private final CallerLookup others;

	private final CallerLimiters limiters;

	private final FailedLogins failedLogins = new FailedLogins();

	private final Clock clock;

	KeyAccess(List<AccessKey> keys, CallerLookup others, LimitBuckets buckets, Clock clock) {
		this.others = others;
		this.limiters = new CallerLimiters(buckets);
		this.clock = clock;
		for (AccessKey key : keys) {
			for (String secret : key.secrets()) {
				AccessKey other = this.keys.put(SecretDigest.parse(secret), key);
				if (other != null && !other.equals(key)) {
					throw new IllegalArgumentException(
							"The keys '" + other.name() + "' and '" + key.name() + "' have the same secret.");
				}
			}
		}
	}

	/**
	 * Creates access for keys and for callers that are identified by other means.
	 * @param keys the keys
	 * @param others identifies callers without a key
	 * @param buckets count the use of each caller
	 * @return the access
	 * @throws IllegalArgumentException if a secret is malformed, or two keys have the
	 * same
	 */
	public static KeyAccess of(List<AccessKey> keys, CallerLookup others, LimitBuckets buckets) {
		return new KeyAccess(keys, others, buckets, Clock.systemUTC());
	}

	/**
	 * Whether there is a key.
	 * @return false if callers are only identified by other means
	 */
	public boolean hasKeys() {
		return !this.keys.isEmpty();
	}

	@Override
	public Mono<ServerCaller> identify(EndpointRequest request) {
		return Mono.defer(() -> {
			String token = bearer(request);
			AccessKey key = token.isEmpty() ? null : this.keys.get(SecretDigest.of(token));
			if (key != null && (key.expires() == null || key.expires().isAfter(this.clock.instant()))) {
				return Mono.just(new ServerCaller(key.name(), key.models(), key.trustUserHeaders(),
						ServerCaller.idOf(key.name()), key.limits(), null));
			}
			Mono<ServerCaller> other = this.others.find(request, token);
			return token.isEmpty() ? other
					: other.switchIfEmpty(Mono.fromRunnable(() -> this.failedLogins.add(request.remoteAddress())));
		});
	}

	@Override
	public Mono<Admission> admit(ServerCaller caller) {
		return caller.limits().equals(AccessLimits.NONE) ? Mono.just(Admission.UNLIMITED)
				: this.limiters.of(caller).admit();
	}

	private static String bearer(EndpointRequest request) {
		String authorization = request.header("authorization");
		return (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
				? authorization.substring(SCHEME.length()).strip() : "";
	}

}
