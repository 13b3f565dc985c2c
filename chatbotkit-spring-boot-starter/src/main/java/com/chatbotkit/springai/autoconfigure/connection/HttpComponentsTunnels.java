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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Translates the failures of HttpComponents for a tunnel through a forward proxy (HTTP
 * CONNECT).
 */
final class HttpComponentsTunnels {

	/**
	 * The message of HttpComponents (5.6.1), and of {@link HttpComponentsTunnelHead}, for
	 * a status below 300 other than 200.
	 */
	private static final Pattern UNEXPECTED = Pattern
		.compile("Unexpected response to CONNECT request: \\S+ (\\d{3}).*");

	private HttpComponentsTunnels() {
	}

	static ConnectException refused(HttpRoute route, int status) {
		return RefusedTunnel.of(named(route.getProxyHost()), named(route.getTargetHost()), status);
	}

	/**
	 * Translates a failure before the request is sent. TLS, a proxy that cannot be
	 * reached and a cancel have types of their own.
	 */
	static Exception failure(HttpRoute route, Exception cause) {
		Matcher status = UNEXPECTED.matcher(String.valueOf(cause.getMessage()));
		if (status.matches()) {
			return refused(route, Integer.parseInt(status.group(1)));
		}
		if (!isOfTunnel(cause)) {
			return cause;
		}
		ConnectException failed = new ConnectException(
				"the proxy " + named(route.getProxyHost()) + " opened no tunnel to " + named(route.getTargetHost())
						+ ": " + ((cause instanceof SocketTimeoutException) ? "timeout" : cause.getMessage()));
		failed.initCause(cause);
		return failed;
	}

	private static boolean isOfTunnel(Exception cause) {
		if (cause instanceof InterruptedIOException) {
			return cause instanceof SocketTimeoutException && !(cause instanceof ConnectTimeoutException);
		}
		return cause instanceof HttpException || (cause instanceof IOException && !(cause instanceof SSLException)
				&& !(cause instanceof ConnectException) && !(cause instanceof UnknownHostException));
	}

	private static String named(@Nullable HttpHost host) {
		return (host != null) ? host.getHostName() + ":" + host.getPort() : "";
	}

}
