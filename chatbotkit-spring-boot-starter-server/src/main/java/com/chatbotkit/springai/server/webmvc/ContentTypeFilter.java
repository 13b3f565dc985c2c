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
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Hides the content types at which Spring MVC fails before any route is asked, where the
 * endpoint has an answer: {@code *}{@code /*} counts as none, and {@code multipart/} is
 * left to the endpoint, which refuses it.
 */
public final class ContentTypeFilter extends OncePerRequestFilter implements Ordered {

	private final HttpEndpoint endpoint;

	/**
	 * Creates a filter.
	 * @param endpoint the endpoint whose paths it looks at
	 */
	public ContentTypeFilter(HttpEndpoint endpoint) {
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
		boolean wildcard = type != null && type.contains("*");
		boolean multipart = StringUtils.startsWithIgnoreCase(type, "multipart/");
		chain.doFilter(((wildcard || multipart) && isServed(request)) ? new Typeless(request, wildcard) : request,
				response);
	}

	private boolean isServed(HttpServletRequest request) {
		return this.endpoint.serves(
				RequestPath.parse(request.getRequestURI(), request.getContextPath()).pathWithinApplication().value());
	}

	private static final class Typeless extends HttpServletRequestWrapper {

		private final boolean headerless;

		Typeless(HttpServletRequest request, boolean headerless) {
			super(request);
			this.headerless = headerless;
		}

		private boolean hides(String header) {
			return this.headerless && header.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
		}

		@Override
		public @Nullable String getContentType() {
			return null;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return hides(name) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return hides(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

		@Override
		public Enumeration<String> getHeaderNames() {
			return Collections
				.enumeration(Collections.list(super.getHeaderNames()).stream().filter((name) -> !hides(name)).toList());
		}

	}

}
