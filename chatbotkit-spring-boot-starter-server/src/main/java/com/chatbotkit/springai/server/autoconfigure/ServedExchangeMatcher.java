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

import java.util.List;
import java.util.function.Supplier;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;

/**
 * Matches what the endpoint serves, unless the application has a filter chain that names
 * these paths.
 */
final class ServedExchangeMatcher implements ServerWebExchangeMatcher {

	// A chain that matches it as well does not mean the endpoint in particular.
	private static final String OTHER_PATH = "/" + ServedExchangeMatcher.class.getName();

	private final HttpEndpoint endpoint;

	private final Supplier<List<SecurityWebFilterChain>> others;

	ServedExchangeMatcher(HttpEndpoint endpoint, Supplier<List<SecurityWebFilterChain>> others) {
		this.endpoint = endpoint;
		this.others = SingletonSupplier.of(others);
	}

	@Override
	public Mono<MatchResult> matches(ServerWebExchange exchange) {
		if (!this.endpoint.serves(exchange.getRequest().getPath().pathWithinApplication().value())) {
			return MatchResult.notMatch();
		}
		return Flux.fromIterable(this.others.get())
			.concatMap((other) -> names(other, exchange))
			.any((named) -> named)
			.flatMap((named) -> named ? MatchResult.notMatch() : MatchResult.match());
	}

	private static Mono<Boolean> names(SecurityWebFilterChain chain, ServerWebExchange exchange) {
		return chain.matches(exchange).flatMap((matches) -> {
			if (!matches) {
				return Mono.just(false);
			}
			String path = exchange.getRequest().getPath().contextPath().value() + OTHER_PATH;
			return chain.matches(exchange.mutate().request((request) -> request.path(path)).build()).map((any) -> !any);
		});
	}

}
