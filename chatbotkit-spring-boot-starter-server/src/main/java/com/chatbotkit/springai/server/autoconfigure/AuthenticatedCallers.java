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

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.access.CallerLookup;
import com.chatbotkit.springai.server.access.RefusedException;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.access.Sha256;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/**
 * Knows callers that Spring Security knows: by a filter chain of the application, or by a
 * JWT.
 */
final class AuthenticatedCallers implements CallerLookup {

	// RFC 7519, section 3.1: a signed JWT has three parts in base64url.
	private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

	private static final boolean TOKENS = ClassUtils.isPresent("org.springframework.security.oauth2.core.ClaimAccessor",
			AuthenticatedCallers.class.getClassLoader());

	private static final int FORBIDDEN = 403;

	private final List<Grant> grants;

	private final @Nullable TokenReader tokens;

	private final boolean ownChain;

	/**
	 * @param grants what they may use; empty for everything
	 * @param tokens reads JWTs, or null if the application does not
	 * @param ownChain whether the application has a filter chain of its own
	 */
	AuthenticatedCallers(List<Grant> grants, @Nullable TokenReader tokens, boolean ownChain) {
		this.grants = grants;
		this.tokens = tokens;
		this.ownChain = ownChain;
	}

	boolean readsTokens() {
		return this.tokens != null;
	}

	@Override
	public boolean replacesKeys() {
		return readsTokens() || this.ownChain;
	}

	@Override
	public Mono<ServerCaller> find(EndpointRequest request, String token) {
		if (request.principal() instanceof Authentication known && known.isAuthenticated()
				&& !(known instanceof AnonymousAuthenticationToken)) {
			return caller(known);
		}
		return (this.tokens != null && JWT.matcher(token).matches()) ? this.tokens.read(token).flatMap(this::caller)
				: Mono.empty();
	}

	private Mono<ServerCaller> caller(Authentication known) {
		String name = known.getName();
		// Two callers without a name could not be told apart.
		if (name == null || name.isBlank()) {
			return Mono.empty();
		}
		Grant grant = grant(known);
		if (grant == null) {
			return Mono.error(new RefusedException(FORBIDDEN, "insufficient_scope",
					"None of your authorities allows the use of an agent here.", null));
		}
		return Mono.just(new ServerCaller(name, grant.models(), grant.trustUserHeaders(), id(known, name),
				grant.limits(), known));
	}

	private @Nullable Grant grant(Authentication known) {
		if (this.grants.isEmpty()) {
			return Grant.ALL;
		}
		return this.grants.stream().filter((grant) -> has(known, grant.authority())).findFirst().orElse(null);
	}

	private static boolean has(Authentication known, String authority) {
		return known.getAuthorities().stream().anyMatch((granted) -> authority.equals(granted.getAuthority()));
	}

	/** Different for each issuer and name. No key has an id with a colon. */
	private static String id(Authentication known, String name) {
		String issuer = TOKENS ? TokenIssuer.of(known) : null;
		if (issuer == null) {
			issuer = known.getClass().getName();
		}
		byte[] digest = Sha256.of(issuer.length() + ":" + issuer + name);
		return "user:" + HexFormat.of().formatHex(digest, 0, 16);
	}

}
