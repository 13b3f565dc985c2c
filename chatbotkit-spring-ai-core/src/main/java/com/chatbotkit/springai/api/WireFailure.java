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
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Classifies the exceptions of the four connectors, so that the same failure has the same
 * kind on each of them.
 * <p>
 * The connectors are optional, and for some failures they have no type but only a message
 * of their own. Such types and messages are compared as text. They were seen with Reactor
 * Netty 1.3.6 (Netty 4.2.15), Jetty 12.1.10, HttpComponents 5.6.1 (core 5.4.2) and the
 * JDK 17; {@code WireFailureTests} has an example of each.
 */
enum WireFailure {

	/** The server answered a TLS handshake in plain text. */
	PLAIN_TEXT,

	/** No connection was established, so that nothing was executed. */
	NO_CONNECTION,

	/** TLS failed for a reason that lasts, such as a certificate. */
	NO_SECURE_CONNECTION,

	/** A timeout of the connector itself. The request may have been executed. */
	TIMEOUT,

	/** The connection was lost before the response headers. */
	LOST,

	/** The response is not HTTP, or something else went wrong. */
	OTHER;

	/** Netty's type for plain text in a TLS handshake ({@code io.netty.handler.ssl}). */
	private static final String PLAIN_TEXT_TYPE = "NotSslRecordException";

	/**
	 * The JDK's messages for the same: "Unsupported or unrecognized SSL message" and
	 * "Unrecognized SSL message, plaintext connection?".
	 */
	private static final Pattern PLAIN_TEXT_MESSAGE = Pattern
		.compile("[uU]nrecognized SSL message|plaintext connection");

	/**
	 * Simple names of the types for a connection that was never established, besides
	 * those of the JDK: of Netty ({@code io.netty.channel}, {@code io.netty.handler.ssl},
	 * {@code io.netty.handler.proxy}), of Reactor Pool, which Reactor Netty shades, of
	 * HttpComponents ({@code org.apache.hc}) and of this client.
	 */
	private static final Set<String> NO_CONNECTION_TYPES = Set.of("ConnectTimeoutException", "ProxyConnectException",
			"HttpProxyConnectException", "PoolAcquireTimeoutException", "PoolAcquirePendingLimitException",
			"DeadlineTimeoutException", "ConnectionRequestTimeoutException", "UnsentRequestException",
			"SslHandshakeTimeoutException");

	/**
	 * Messages for a response that ends within its head. Jetty's {@code HttpParser} says
	 * "Early EOF". HttpComponents has no message for it: {@code BasicLineParser} parses
	 * what has arrived, for example {@code HTTP/1.} or {@code Content-Ty}, and quotes it.
	 * It does the same with unexpected bytes right before the next head. Jetty shows its
	 * connection between the same brackets.
	 */
	private static final Pattern CUT_HEAD = Pattern.compile(
			"early eof$|^(?!http protocol violation).*<.+http/1\\.|<h?t{0,2}p?/?\\d?\\.?\\d? ?\\d{0,2}>$|^invalid header: <[a-z0-9-]+>$");

	/**
	 * Jetty's type for an answer that has begun. Jetty writes the body of a request after
	 * its head, so that the answer may come before the body is requested.
	 */
	private static final String ANSWER_TYPE = "org.eclipse.jetty.client.HttpResponseException";

	/** Jetty's message if that answer comes from a proxy that refuses a tunnel. */
	private static final String REFUSED_TUNNEL = "Unexpected ";

	/** Netty's type for an end within the headers. */
	private static final String LOST_TYPE = "PrematureChannelClosureException";

	/**
	 * Message of the {@link SocketTimeoutException} that Jetty's {@code ManagedSelector}
	 * throws for a connect timeout. The JDK has the same type for a read timeout. An
	 * example: <a href="https://github.com/jetty/jetty.project/issues/6519">Jetty issue
	 * 6519</a>.
	 */
	private static final String CONNECT_TIMEOUT = "Connect Timeout";

	/** In the messages of Netty's {@code SslHandler} and of the starter's connectors. */
	private static final String LATE_HANDSHAKE = "handshake timed out";

	/**
	 * Messages for a peer that closes the connection during the TLS handshake: of the
	 * JDK's {@code SSLEngine}, Jetty's {@code SslConnection}, HttpComponents'
	 * {@code SSLIOSession} and Netty's {@code SslHandler}. All of them throw the same
	 * {@link SSLException} for a certificate that is refused.
	 */
	private static final Pattern TLS_ENDED = Pattern.compile("terminated the handshake|abruptly closed|"
			+ "tls handshake failed|closed the channel|closed during|connection reset|broken pipe|closing inbound before|"
			+ "inbound closed before|engine closed|buffer_underflow|sslengine closed|" + LATE_HANDSHAKE);

	/**
	 * HttpComponents' type for an invalid chunk. Its subtype
	 * {@code TruncatedChunkException} is for a body that breaks off.
	 */
	private static final String MALFORMED_CHUNK_TYPE = "MalformedChunkCodingException";

	/** The JDK's messages for the same. */
	private static final Pattern MALFORMED_CHUNK = Pattern
		.compile("^(Illegal character in chunk size|invalid chunk header)");

	/** The state of Jetty's parser after a response that it cannot read. */
	private static final String JETTY_CANNOT_READ = "HttpParser{s=CLOSE,";

	/**
	 * Classifies an exception.
	 * @param sent whether anything of the request may have been sent
	 */
	static WireFailure of(Throwable cause, boolean sent) {
		if (chain(cause).anyMatch(WireFailure::isPlainText)) {
			return PLAIN_TEXT;
		}
		if (chain(cause).anyMatch(WireFailure::isFailedConnect)) {
			return NO_CONNECTION;
		}
		if (chain(cause).anyMatch(SSLException.class::isInstance)) {
			if (!isTlsEnded(cause)) {
				return NO_SECURE_CONNECTION;
			}
			boolean established = sent && chain(cause).noneMatch(SSLHandshakeException.class::isInstance);
			return established ? LOST : NO_CONNECTION;
		}
		if (!sent && chain(cause).anyMatch(WireFailure::isNetworkFailure)) {
			return NO_CONNECTION;
		}
		if (isTimeout(cause)) {
			return TIMEOUT;
		}
		return isLost(cause) ? LOST : OTHER;
	}

	/**
	 * Whether a body ended because its chunks cannot be read, and not because the
	 * connection was lost.
	 */
	static boolean isMalformedChunk(Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		return cause.getClass().getSimpleName().equals(MALFORMED_CHUNK_TYPE) || MALFORMED_CHUNK.matcher(message).find()
				|| message.contains(JETTY_CANNOT_READ);
	}

	/**
	 * Whether a TLS handshake timed out, for example because a server of plain HTTP waits
	 * for the end of a line.
	 */
	static boolean isLateHandshake(Throwable cause) {
		return chain(cause).anyMatch((part) -> part instanceof SSLException && text(part).contains(LATE_HANDSHAKE));
	}

	private static boolean isPlainText(Throwable cause) {
		return cause.getClass().getSimpleName().equals(PLAIN_TEXT_TYPE) || (cause instanceof SSLException
				&& PLAIN_TEXT_MESSAGE.matcher(String.valueOf(cause.getMessage())).find());
	}

	private static boolean isFailedConnect(Throwable cause) {
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof HttpConnectTimeoutException || cause instanceof UnresolvedAddressException
				|| cause instanceof NoRouteToHostException
				|| NO_CONNECTION_TYPES.contains(cause.getClass().getSimpleName())
				|| (cause instanceof SocketTimeoutException && CONNECT_TIMEOUT.equals(cause.getMessage()));
	}

	/**
	 * Whether the peer closed the connection. A certificate that is not trusted, an alert
	 * and plain text are other failures.
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
	 * Whether the connector reports the network, and not a request that it refuses.
	 */
	private static boolean isNetworkFailure(Throwable cause) {
		String name = cause.getClass().getName();
		return isTimeout(cause) || cause instanceof IOException || name.startsWith("org.apache.hc.core5.http.")
				|| name.equals(ANSWER_TYPE);
	}

	/**
	 * Whether the answer has begun, which proves that the request was sent.
	 */
	static boolean isOfAnswer(Throwable cause) {
		return chain(cause).anyMatch((part) -> part.getClass().getName().equals(ANSWER_TYPE)
				&& !String.valueOf(part.getMessage()).startsWith(REFUSED_TUNNEL));
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof SocketTimeoutException
				|| cause.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	private static boolean isLost(Throwable cause) {
		Throwable reason = cause.getCause();
		if (reason != null && cause.getClass().getName().equals(ANSWER_TYPE)) {
			return isLost(reason) || isCutHead(cause);
		}
		// The JDK reports a response that is not HTTP as a ProtocolException.
		return (cause instanceof IOException && !(cause instanceof ProtocolException))
				|| LOST_TYPE.equals(cause.getClass().getSimpleName()) || isCutHead(cause);
	}

	/**
	 * Whether the response ended within its head.
	 */
	private static boolean isCutHead(Throwable cause) {
		return chain(cause).anyMatch((part) -> CUT_HEAD.matcher(text(part)).find());
	}

	private static String text(Throwable cause) {
		return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns an exception and its causes.
	 */
	static Stream<Throwable> chain(Throwable cause) {
		return Stream.<Throwable>iterate(cause, (part) -> part != null, Throwable::getCause).limit(10);
	}

}
