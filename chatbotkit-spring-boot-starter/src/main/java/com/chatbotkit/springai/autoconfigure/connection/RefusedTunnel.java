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

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Creates the exception for a forward proxy that refuses a tunnel, with the same message
 * for each connector.
 */
final class RefusedTunnel {

	private RefusedTunnel() {
	}

	/**
	 * Creates the exception.
	 * @param proxy the proxy's host and port, or null if unknown
	 * @param target the endpoint's host and port
	 * @param status the proxy's status
	 */
	static ConnectException of(@Nullable String proxy, String target, int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return new ConnectException("the proxy " + ((proxy != null) ? proxy + " " : "") + "refused a tunnel to "
				+ target + ": " + status + ((known != null) ? " " + known.getReasonPhrase() : "")
				+ ((status == 407) ? "; give the HTTP client the user name and password that the proxy takes" : ""));
	}

}
