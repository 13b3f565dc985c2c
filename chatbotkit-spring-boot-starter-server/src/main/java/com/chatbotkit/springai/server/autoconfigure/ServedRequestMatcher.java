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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Matches what the endpoint serves, unless the application has a filter chain that names
 * these paths.
 */
final class ServedRequestMatcher implements RequestMatcher {

	private final HttpEndpoint endpoint;

	private final Supplier<List<SecurityFilterChain>> others;

	ServedRequestMatcher(HttpEndpoint endpoint, Supplier<List<SecurityFilterChain>> others) {
		this.endpoint = endpoint;
		this.others = SingletonSupplier.of(others);
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		if (!this.endpoint.serves(path(request).pathWithinApplication().value())) {
			return false;
		}
		for (SecurityFilterChain other : this.others.get()) {
			if (other.matches(request) && !other.matches(new OtherPath(request))) {
				return false;
			}
		}
		return true;
	}

	/** The path as the route sees it. */
	private static RequestPath path(HttpServletRequest request) {
		if (ServletRequestPathUtils.hasParsedRequestPath(request)) {
			return ServletRequestPathUtils.getParsedRequestPath(request);
		}
		RequestPath path = ServletRequestPathUtils.parseAndCache(request);
		ServletRequestPathUtils.clearParsedRequestPath(request);
		return path;
	}

	/**
	 * The same request for a path that nobody names: a chain that matches it as well does
	 * not mean the endpoint in particular.
	 */
	private static final class OtherPath extends HttpServletRequestWrapper {

		private static final String PATH = "/" + OtherPath.class.getName();

		private @Nullable Object parsed;

		OtherPath(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getRequestURI() {
			return getContextPath() + PATH;
		}

		@Override
		public String getServletPath() {
			return PATH;
		}

		@Override
		public @Nullable String getPathInfo() {
			return null;
		}

		@Override
		public @Nullable Object getAttribute(String name) {
			return name.equals(ServletRequestPathUtils.PATH_ATTRIBUTE) ? this.parsed : super.getAttribute(name);
		}

		@Override
		public void setAttribute(String name, @Nullable Object value) {
			if (name.equals(ServletRequestPathUtils.PATH_ATTRIBUTE)) {
				this.parsed = value;
			}
			else {
				super.setAttribute(name, value);
			}
		}

		@Override
		public void removeAttribute(String name) {
			if (name.equals(ServletRequestPathUtils.PATH_ATTRIBUTE)) {
				this.parsed = null;
			}
			else {
				super.removeAttribute(name);
			}
		}

	}

}
