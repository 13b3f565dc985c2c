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

import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Detects by the status that a forward proxy refuses a tunnel (HTTP CONNECT). Jetty
 * (12.1.10) closes the connection first, and may report only that if the response is not
 * complete.
 */
final class JettyTunnels {

	private JettyTunnels() {
	}

	static void watch(HttpClient client) {
		client.getRequestListeners().addBeginListener((request) -> {
			if (HttpMethod.CONNECT.is(request.getMethod())) {
				request.onResponseBegin(JettyTunnels::check);
			}
		});
	}

	private static void check(Response response) {
		if (response.getStatus() != HttpStatus.OK_200) {
			// It does not matter whether the request was still under way.
			CompletableFuture<Boolean> unused = response.abort(refused(response.getRequest(), response));
		}
	}

	/**
	 * Translates the exception for a refusal that asks for a password, because its
	 * response was read completely, and for a response without a valid status.
	 */
	static Throwable failure(Throwable ex) {
		Response response = (ex instanceof HttpResponseException refused) ? refused.getResponse() : null;
		Request request = (response != null) ? response.getRequest() : null;
		if (response == null || request == null || !HttpMethod.CONNECT.is(request.getMethod())) {
			return ex;
		}
		Throwable unreadable = ex.getCause();
		return (unreadable != null)
				? new ConnectException("the proxy's answer to CONNECT cannot be read: " + unreadable.getMessage())
				: refused(request, response);
	}

	private static Throwable refused(Request request, Response response) {
		return RefusedTunnel.of(request.getHost() + ":" + request.getPort(), request.getPath(), response.getStatus());
	}

}
