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

import java.time.Duration;

import com.chatbotkit.springai.server.access.RefusedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Reads JWTs with the decoder of the application's resource server.
 */
final class JwtReaders {

	private static final Log logger = LogFactory.getLog(JwtReaders.class);

	private JwtReaders() {
	}

	/** The decoder may fetch keys, so it gets a thread that may block. */
	static TokenReader of(JwtDecoder decoder, Converter<Jwt, ? extends AbstractAuthenticationToken> converter) {
		return (token) -> checked(
				Mono.defer(() -> Mono.<Authentication>justOrEmpty(converter.convert(decoder.decode(token))))
					.subscribeOn(Schedulers.boundedElastic()));
	}

	static TokenReader reactive(ReactiveJwtDecoder decoder,
			Converter<Jwt, ? extends Mono<? extends AbstractAuthenticationToken>> converter) {
		return (token) -> checked(Mono.defer(() -> decoder.decode(token)).flatMap((jwt) -> {
			Mono<? extends AbstractAuthenticationToken> authentication = converter.convert(jwt);
			return (authentication != null) ? authentication : Mono.empty();
		}));
	}

	private static Mono<Authentication> checked(Mono<? extends Authentication> authentication) {
		return authentication.<Authentication>map((known) -> known)
			.onErrorResume(BadJwtException.class, (invalid) -> Mono.empty())
			.onErrorMap(JwtException.class, (failure) -> {
				logger.warn("A token could not be checked", failure);
				return new RefusedException(503, "token_not_checked",
						"The token cannot be checked now. Try again in a moment.", Duration.ofSeconds(5));
			});
	}

}
