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

import java.util.IdentityHashMap;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Lets Jetty pass the endpoint's paths in each spelling, such as
 * {@code models/bot%2Fid=support}. It refuses all other paths as before.
 */
final class JettyPaths implements JettyServerCustomizer {

	private final HttpEndpoint endpoint;

	private final String base;

	/**
	 * Creates a customizer.
	 * @param endpoint says which paths are its own
	 * @param base the path of the application, or empty
	 */
	JettyPaths(HttpEndpoint endpoint, String base) {
		this.endpoint = endpoint;
		this.base = base;
	}

	@Override
	public void customize(Server server) {
		IdentityHashMap<HttpConfiguration, UriCompliance> chosen = new IdentityHashMap<>();
		for (Connector connector : server.getConnectors()) {
			connector.getConnectionFactories()
				.stream()
				.filter(HttpConfiguration.ConnectionFactory.class::isInstance)
				.map((factory) -> ((HttpConfiguration.ConnectionFactory) factory).getHttpConfiguration())
				.forEach((http) -> chosen.putIfAbsent(http, http.getUriCompliance()));
		}
		chosen.forEach((http, compliance) -> http.setUriCompliance(
				compliance.with("ChatBotKit", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_EMPTY_SEGMENT)));
		for (ServletContextHandler context : server.getDescendants(ServletContextHandler.class)) {
			// Else filters that ask for the path of the servlet get an exception.
			context.getServletHandler().setDecodeAmbiguousURIs(true);
		}
		server.insertHandler(new Others(chosen));
	}

	private boolean isServed(HttpURI uri) {
		String path = uri.getPath();
		if (path == null || !path.startsWith(this.base)) {
			return false;
		}
		String within = path.substring(this.base.length());
		return uri.hasViolation(Violation.AMBIGUOUS_PATH_SEPARATOR)
				? !ServedPath.plain(this.endpoint, within).equals(within) : this.endpoint.serves(within);
	}

	/**
	 * Refuses what was refused before, except where the endpoint serves it.
	 */
	private final class Others extends Handler.Wrapper {

		private final IdentityHashMap<HttpConfiguration, UriCompliance> chosen;

		Others(IdentityHashMap<HttpConfiguration, UriCompliance> chosen) {
			this.chosen = chosen;
		}

		@Override
		public boolean handle(Request request, Response response, Callback callback) throws Exception {
			Violation violation = violation(request);
			if (violation == null || isServed(request.getHttpURI())) {
				return super.handle(request, response, callback);
			}
			Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400, violation.getDescription());
			return true;
		}

		private @Nullable Violation violation(Request request) {
			UriCompliance compliance = this.chosen.get(request.getConnectionMetaData().getHttpConfiguration());
			if (compliance != null) {
				for (Violation violation : request.getHttpURI().getViolations()) {
					if (!compliance.allows(violation)) {
						return violation;
					}
				}
			}
			return null;
		}

	}

}
