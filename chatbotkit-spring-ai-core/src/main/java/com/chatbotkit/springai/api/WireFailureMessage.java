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

package com.chatbotkit.springai.api;

import java.net.SocketException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Describes the exceptions of the four connectors for the message of a failure. Replaces
 * those that show the state of a connection instead of a reason.
 */
final class WireFailureMessage {

	/**
	 * Jetty (12.1.10) shows its connection instead of a reason. Its {@code HttpParser} is
	 * in the state CLOSE if it cannot read a response, and in CLOSED if the connection
	 * has ended.
	 */
	private static final Pattern JETTY_CONNECTION = Pattern.compile("(?: on )?\\w*\\.HttpConnectionOverHTTP@.*",
			Pattern.DOTALL);

	/**
	 * The message of Netty's {@code ProxyHandler}: proxy, target, and status or reason.
	 */
	private static final Pattern PROXY = Pattern
		.compile("^[^/]*/(\\S+) => ([^/,]+)(?:/[^:,]*)?(:\\d+), (?:status: (\\d{3})|(.*))");

	private WireFailureMessage() {
	}

	static String of(Throwable cause) {
		String tunnel = WireFailure.chain(cause)
			.map(WireFailureMessage::ofTunnel)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		if (tunnel != null) {
			return tunnel;
		}
		String message = cause.getMessage();
		if (message == null) {
			return cause.getClass().getSimpleName();
		}
		Matcher connection = JETTY_CONNECTION.matcher(message);
		return connection.find() ? ofJetty(message.substring(0, connection.start()), cause)
				: withReason(message, cause.getCause());
	}

	/**
	 * Adds the reason to Jetty's "Could not connect to …".
	 */
	private static String withReason(String message, @Nullable Throwable reason) {
		return (reason instanceof SocketException && !message.contains(String.valueOf(reason.getMessage())))
				? message + ": " + reason.getMessage() : message;
	}

	private static String ofJetty(String message, Throwable cause) {
		if (message.isEmpty()) {
			return WireFailure.isMalformedChunk(cause) ? "a chunk or a trailer is not one of HTTP, or too long"
					: "the server closed the connection";
		}
		Throwable reason = cause.getCause();
		return (reason != null) ? message + ": " + reason.getMessage() : message;
	}

	/**
	 * Returns the message for a proxy that opened no tunnel, or null for another failure.
	 * Netty (4.2.15) reports the proxy and its status only in a message, behind an
	 * exception of its {@code SslHandler}.
	 */
	private static @Nullable String ofTunnel(Throwable cause) {
		if (!cause.getClass().getSimpleName().endsWith("ProxyConnectException")) {
			return null;
		}
		Matcher message = PROXY.matcher(String.valueOf(cause.getMessage()));
		if (!message.find()) {
			return cause.getMessage();
		}
		String target = message.group(2) + message.group(3);
		return (message.group(4) != null) ? refusedTunnel(message.group(1), target, Integer.parseInt(message.group(4)))
				: "the proxy " + message.group(1) + " opened no tunnel to " + target + ": " + message.group(5);
	}

	private static String refusedTunnel(String proxy, String target, int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return "the proxy " + proxy + " refused a tunnel to " + target + ": " + status
				+ ((known != null) ? " " + known.getReasonPhrase() : "")
				+ ((status == 407) ? "; give the HTTP client the user name and password that the proxy takes" : "");
	}

}
