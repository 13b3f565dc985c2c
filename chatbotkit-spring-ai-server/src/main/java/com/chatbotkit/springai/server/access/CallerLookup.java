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

import com.chatbotkit.springai.server.http.EndpointRequest;
import reactor.core.publisher.Mono;

/**
 * Identifies callers without a key: by the token of another issuer, or because the
 * application's own security has authenticated them.
 */
@FunctionalInterface
public interface CallerLookup {

	/**
	 * Identifies no caller.
	 */
	CallerLookup NONE = (request, token) -> Mono.empty();

	/**
	 * Finds the caller of a request.
	 * @param request the request
	 * @param token its bearer token, which is not a key; empty without one
	 * @return the caller; empty for a 401; a {@link RefusedException} for any other
	 * refusal. Must not block
	 */
	Mono<ServerCaller> find(EndpointRequest request, String token);

	/**
	 * Whether callers can be identified if no key is configured.
	 * @return true if the endpoint can be used without keys; defaults to false
	 */
	default boolean replacesKeys() {
		return false;
	}

}
