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

import java.io.IOException;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.server.RequestPath;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Unescapes the slashes of an id in a path of the endpoint, before Spring Security's
 * firewall refuses them. It checks what is then there as it checks everything else.
 */
final class EscapedSlashFilter extends OncePerRequestFilter implements Ordered {

	private final HttpEndpoint endpoint;

	EscapedSlashFilter(HttpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String uri = request.getRequestURI();
		if (!uri.contains("%2F") && !uri.contains("%2f")) {
			chain.doFilter(request, response);
			return;
		}
		RequestPath path = RequestPath.parse(uri, request.getContextPath());
		String within = path.pathWithinApplication().value();
		String plain = ServedPath.plain(this.endpoint, within);
		chain.doFilter(plain.equals(within) ? request : new Unescaped(request, path.contextPath().value() + plain),
				response);
	}

	private static final class Unescaped extends HttpServletRequestWrapper {

		private final String uri;

		Unescaped(HttpServletRequest request, String uri) {
			super(request);
			this.uri = uri;
		}

		@Override
		public String getRequestURI() {
			return this.uri;
		}

		@Override
		public StringBuffer getRequestURL() {
			StringBuffer url = super.getRequestURL();
			int end = url.length() - super.getRequestURI().length();
			return new StringBuffer(url.substring(0, Math.max(0, end))).append(this.uri);
		}

		@Override
		public String getServletPath() {
			return ServedPath.unescaped(super.getServletPath());
		}

		@Override
		public @Nullable String getPathInfo() {
			String info = super.getPathInfo();
			return (info != null) ? ServedPath.unescaped(info) : null;
		}

	}

}
