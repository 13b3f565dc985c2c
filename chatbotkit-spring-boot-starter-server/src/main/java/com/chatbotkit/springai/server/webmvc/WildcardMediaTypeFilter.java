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

package com.chatbotkit.springai.server.webmvc;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.RequestPath;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a content type such as {@code *}{@code /*} for none: Spring MVC fails on it
 * before any route is asked, where the endpoint has an answer.
 */
public final class WildcardMediaTypeFilter extends OncePerRequestFilter implements Ordered {

	private final HttpEndpoint endpoint;

	/**
	 * Creates a filter.
	 * @param endpoint the endpoint whose paths it looks at
	 */
	public WildcardMediaTypeFilter(HttpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String type = request.getContentType();
		boolean wildcard = type != null && type.contains("*") && this.endpoint.serves(
				RequestPath.parse(request.getRequestURI(), request.getContextPath()).pathWithinApplication().value());
		chain.doFilter(wildcard ? new Typeless(request) : request, response);
	}

	private static final class Typeless extends HttpServletRequestWrapper {

		Typeless(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getContentType() {
			return null;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? Collections.emptyEnumeration()
					: super.getHeaders(name);
		}

		@Override
		public Enumeration<String> getHeaderNames() {
			return Collections.enumeration(Collections.list(super.getHeaderNames())
				.stream()
				.filter((name) -> !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE))
				.toList());
		}

	}

}
