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

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What an exception of a connector comes to, which each of the four says in its own way:
 * the same failure is the same kind on all of them.
 */
enum WireFailure {

	/** No connection stood, so that nothing can have run. */
	NO_CONNECTION,

	/** TLS refused, which it will do again. */
	NO_SECURE_CONNECTION,

	/** A timeout that was set on the connector itself. The request may have been run. */
	TIMEOUT,

	/** The connection was lost before the answer's headers. */
	LOST,

	/** Something else than an answer came, or something else went wrong. */
	OTHER;

	/**
	 * The types of the four connectors for a connection that never stood, besides those
	 * of the JDK.
	 */
	private static final Set<String> NO_CONNECTION_TYPES = Set.of("ConnectTimeoutException", "ProxyConnectException",
			"HttpProxyConnectException", "PoolAcquireTimeoutException", "PoolAcquirePendingLimitException",
			"DeadlineTimeoutException", "ConnectionRequestTimeoutException", "UnsentRequestException",
			"SslHandshakeTimeoutException");

	/**
	 * Messages of Jetty 12.1 about a head that is cut, and of HttpComponents 5.6 about a
	 * cut status line, a cut name of a header, and bytes that nobody asked for right
	 * before the next head. Jetty shows its connection between the same brackets.
	 */
	private static final Pattern CUT_HEAD = Pattern.compile(
			"early eof$|^(?!http protocol violation).*<.+http/1\\.|<h?t{0,2}p?/?\\d?\\.?\\d? ?\\d{0,2}>$|^invalid header: <[a-z0-9-]+>$");

	/** Netty's for an end within the headers. */
	private static final String LOST_TYPE = "PrematureChannelClosureException";

	/** Jetty has no type of its own for it. */
	private static final String CONNECT_TIMEOUT = "Connect Timeout";

	/**
	 * What the TLS of the JDK, Jetty, HttpComponents and Netty say where the other side
	 * has gone during the handshake.
	 */
	private static final Pattern TLS_ENDED = Pattern.compile("terminated the handshake|abruptly closed|"
			+ "tls handshake failed|closed the channel|closed during|connection reset|broken pipe|closing inbound before|"
			+ "inbound closed before|engine closed|buffer_underflow|handshake timed out|sslengine closed");

	private static final Pattern PROXY_STATUS = Pattern
		.compile("^[^/]*/(\\S+) => ([^/,]+)(?:/[^:,]*)?(:\\d+).*, status: (\\d{3})");

	/**
	 * Tells the kind.
	 * @param sent whether anything of the request may have been sent
	 */
	static WireFailure of(Throwable cause, boolean sent) {
		if (chain(cause).anyMatch(WireFailure::isFailedConnect)) {
			return NO_CONNECTION;
		}
		if (chain(cause).anyMatch(SSLException.class::isInstance)) {
			if (!isTlsEnded(cause)) {
				return NO_SECURE_CONNECTION;
			}
			boolean stood = sent && chain(cause).noneMatch(SSLHandshakeException.class::isInstance);
			return stood ? LOST : NO_CONNECTION;
		}
		if (!sent && chain(cause).anyMatch(WireFailure::isOfTheWire)) {
			return NO_CONNECTION;
		}
		if (isTimeout(cause)) {
			return TIMEOUT;
		}
		return isLost(cause) ? LOST : OTHER;
	}

	/**
	 * Words for an exception.
	 */
	static String describe(Throwable cause) {
		String refused = chain(cause).map(WireFailure::refusedTunnel)
			.flatMap(Stream::ofNullable)
			.findFirst()
			.orElse(null);
		if (refused != null) {
			return refused;
		}
		String message = cause.getMessage();
		return (message != null) ? message : cause.getClass().getSimpleName();
	}

	private static boolean isFailedConnect(Throwable cause) {
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof HttpConnectTimeoutException || cause instanceof UnresolvedAddressException
				|| cause instanceof NoRouteToHostException
				|| NO_CONNECTION_TYPES.contains(cause.getClass().getSimpleName())
				|| (cause instanceof SocketTimeoutException && CONNECT_TIMEOUT.equals(cause.getMessage()));
	}

	/**
	 * A certificate that is not trusted, an alert, or plain text stay as they are.
	 */
	private static boolean isTlsEnded(Throwable cause) {
		if (chain(cause).anyMatch(GeneralSecurityException.class::isInstance)) {
			return false;
		}
		return chain(cause).anyMatch((part) -> isEndOfConnection(part) || TLS_ENDED.matcher(text(part)).find());
	}

	private static boolean isEndOfConnection(Throwable cause) {
		return cause instanceof EOFException || cause instanceof SocketException
				|| cause instanceof ClosedChannelException;
	}

	/**
	 * What the connectors report of the wire, and not of a request that they refuse.
	 */
	private static boolean isOfTheWire(Throwable cause) {
		String name = cause.getClass().getName();
		return isTimeout(cause) || cause instanceof IOException || name.startsWith("org.apache.hc.core5.http.")
				|| name.startsWith("org.eclipse.jetty.client.HttpResponseException");
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof SocketTimeoutException
				|| cause.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	private static boolean isLost(Throwable cause) {
		return (cause instanceof IOException && !isBadAnswer(cause))
				|| LOST_TYPE.equals(cause.getClass().getSimpleName()) || isCutHead(cause);
	}

	/**
	 * The JDK's type for what is no HTTP.
	 */
	private static boolean isBadAnswer(Throwable cause) {
		return cause instanceof ProtocolException;
	}

	/**
	 * Jetty says why an answer's head is none, HttpComponents parses what was cut off.
	 */
	private static boolean isCutHead(Throwable cause) {
		return chain(cause).anyMatch((part) -> CUT_HEAD.matcher(text(part)).find());
	}

	/**
	 * What Netty says of a proxy that refuses a tunnel, in the words that are used for
	 * all connectors.
	 */
	private static @Nullable String refusedTunnel(Throwable cause) {
		if (!cause.getClass().getSimpleName().equals("HttpProxyConnectException")) {
			return null;
		}
		Matcher message = PROXY_STATUS.matcher(String.valueOf(cause.getMessage()));
		return message.find() ? refusedTunnel(message.group(1), message.group(2) + message.group(3),
				Integer.parseInt(message.group(4))) : null;
	}

	static String refusedTunnel(String proxy, String target, int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return "the proxy " + proxy + " refused a tunnel to " + target + ": " + status
				+ ((known != null) ? " " + known.getReasonPhrase() : "")
				+ ((status == 407) ? "; give the HTTP client the proxy's user name and password" : "");
	}

	private static String text(Throwable cause) {
		return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
	}

	private static Stream<Throwable> chain(Throwable cause) {
		return Stream.<Throwable>iterate(cause, (part) -> part != null, Throwable::getCause).limit(10);
	}

}
