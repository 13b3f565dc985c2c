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

package com.chatbotkit.samples.webchat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses requests of pages of other sites, because without a login any page in a browser
 * on this machine could send them. Other clients do not send these headers.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SameOriginFilter implements WebFilter {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

	// From the page itself, or from the user by the address bar or a bookmark.
	private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

	private final Set<String> hosts;

	SameOriginFilter(WebChatProperties properties) {
		this.hosts = Set.copyOf(properties.hosts().stream().map(SameOriginFilter::lowerCase).toList());
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		// No other site may show this page in a frame (clickjacking).
		exchange.getResponse().getHeaders().set("X-Frame-Options", "DENY");
		String reason = refusal(exchange.getRequest());
		return (reason != null) ? refuse(exchange.getResponse(), reason) : chain.filter(exchange);
	}

	private @Nullable String refusal(ServerHttpRequest request) {
		List<String> host = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
		// A foreign site can resolve its own name to this machine (DNS rebinding).
		if (host.size() != 1 || !isOwn(lowerCase(host.get(0)))) {
			return "This application does not have that host name. Add it to web-chat.hosts.";
		}
		return (isOfOwnPage(request, lowerCase(host.get(0))) || isLink(request)) ? null
				: "Pages of other sites have no access.";
	}

	private boolean isOwn(String host) {
		String name = PORT.matcher(host).replaceFirst("");
		return LOOPBACK.matcher(name).matches() || this.hosts.contains(name) || this.hosts.contains(host);
	}

	/** Browsers send the origin of the page. */
	private static boolean isOfOwnPage(ServerHttpRequest request, String host) {
		HttpHeaders headers = request.getHeaders();
		return headers.getOrEmpty(HttpHeaders.ORIGIN).stream().allMatch((origin) -> isOrigin(lowerCase(origin), host))
				&& OWN_SITE.containsAll(headers.getOrEmpty("Sec-Fetch-Site"));
	}

	/** A link on another site may open the page, but not its data. */
	private static boolean isLink(ServerHttpRequest request) {
		return HttpMethod.GET.equals(request.getMethod()) && request.getHeaders().getOrigin() == null
				&& "navigate".equals(request.getHeaders().getFirst("Sec-Fetch-Mode"))
				&& request.getPath().value().equals("/");
	}

	/**
	 * Ignores the scheme, because a proxy may terminate TLS.
	 */
	private static boolean isOrigin(String origin, String host) {
		return withoutDefaultPort(origin, "http://", ":80").equals(withoutDefaultPort(host, "", ":80"))
				|| withoutDefaultPort(origin, "https://", ":443").equals(withoutDefaultPort(host, "", ":443"));
	}

	private static String withoutDefaultPort(String text, String prefix, String port) {
		if (!text.startsWith(prefix)) {
			return "";
		}
		String rest = text.substring(prefix.length());
		return rest.endsWith(port) ? rest.substring(0, rest.length() - port.length()) : rest;
	}

	private static Mono<Void> refuse(ServerHttpResponse response, String reason) {
		response.setStatusCode(HttpStatus.FORBIDDEN);
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		byte[] problem = ("{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"" + reason + "\"}")
			.getBytes(StandardCharsets.UTF_8);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(problem)));
	}

	private static String lowerCase(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
