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

import com.chatbotkit.springai.server.http.HttpEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.RequestPath;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Unescapes the slashes of an id in a path of the endpoint, before Spring Security's
 * firewall refuses them. It checks what is then there as it checks everything else.
 */
final class EscapedSlashWebFilter implements WebFilter, Ordered {

	private final HttpEndpoint endpoint;

	EscapedSlashWebFilter(HttpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		RequestPath path = exchange.getRequest().getPath();
		String within = path.pathWithinApplication().value();
		String plain = ServedPath.plain(this.endpoint, within);
		return chain.filter(plain.equals(within) ? exchange
				: exchange.mutate().request((request) -> request.path(path.contextPath().value() + plain)).build());
	}

}
