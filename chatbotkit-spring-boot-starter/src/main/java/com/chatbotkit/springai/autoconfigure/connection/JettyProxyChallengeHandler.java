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

package com.chatbotkit.springai.autoconfigure.connection;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpMethod;

/**
 * Answers a proxy that asks for a password. Ignores a server that does so without a
 * proxy.
 */
final class JettyProxyChallengeHandler extends ProxyAuthenticationProtocolHandler {

	/** The maximum size of the proxy's page. Jetty's default is 16 KiB. */
	private static final int MAX_PAGE_BYTES = 1024 * 1024;

	JettyProxyChallengeHandler(HttpClient client) {
		super(client, MAX_PAGE_BYTES);
	}

	@Override
	public boolean accept(Request request, Response response) {
		// A request for a tunnel goes to the proxy itself.
		return super.accept(request, response) && (HttpMethod.CONNECT.is(request.getMethod())
				|| getHttpClient().resolveDestination(request).getProxy() != null);
	}

}
