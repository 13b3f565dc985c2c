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

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;

/**
 * Says who issued the token by which a caller is known.
 */
final class TokenIssuer {

	private TokenIssuer() {
	}

	/** The issuer, empty if the token has none, null without a token. */
	static @Nullable String of(Authentication known) {
		Object token = (known.getPrincipal() instanceof ClaimAccessor) ? known.getPrincipal() : known.getCredentials();
		if (!(token instanceof ClaimAccessor claims)) {
			return null;
		}
		Object issuer = claims.getClaims().get("iss");
		return (issuer != null) ? issuer.toString() : "";
	}

}
