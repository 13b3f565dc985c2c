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

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.chatbotkit.springai.api.netty.ExpectedHead;
import com.chatbotkit.springai.api.netty.IdleLimit;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Ends the use of a connection after an unexpected head, and that of an idle one shortly
 * before its server closes it. HttpComponents' own strategy has no margin, and keeps a
 * connection for 3 minutes if the server declares no time.
 */
final class HttpComponentsKeepAlive implements ConnectionKeepAliveStrategy, ConnectionReuseStrategy {

	/** A connection that may be idle for less is closed: a request could just take it. */
	private static final Duration SHORTEST = Duration.ofMillis(10);

	private final @Nullable Duration maxIdle;

	HttpComponentsKeepAlive(@Nullable Duration maxIdle) {
		this.maxIdle = maxIdle;
	}

	@Override
	public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
		Duration declared = declared(response);
		return TimeValue.of((declared != null) ? declared
				: IdleLimit.otherwise(HttpClientContext.cast(context).getHttpRoute().isSecure()));
	}

	/**
	 * Is also asked for the answer of a proxy that opens a tunnel, before there is a
	 * route.
	 */
	@Override
	public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
		return (Method.CONNECT.isSame(request.getMethod()) || (allowsReuse(request, response) && isKept(response)))
				&& DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
	}

	private static boolean allowsReuse(HttpRequest request, HttpResponse response) {
		return ExpectedHead.allowsReuse(first(request, HttpHeaders.ACCEPT), response.getCode(),
				first(response, HttpHeaders.CONTENT_TYPE), values(response, HttpHeaders.CONTENT_ENCODING));
	}

	private boolean isKept(HttpResponse response) {
		Duration declared = declared(response);
		return declared == null || declared.compareTo(SHORTEST) >= 0;
	}

	private static @Nullable String first(HttpMessage message, String name) {
		Header header = message.getFirstHeader(name);
		return (header != null) ? header.getValue() : null;
	}

	private static List<String> values(HttpMessage message, String name) {
		return Arrays.stream(message.getHeaders(name)).map(NameValuePair::getValue).toList();
	}

	/**
	 * Returns the time that the user or else the server declares, or null.
	 */
	private @Nullable Duration declared(HttpResponse response) {
		return (this.maxIdle != null) ? this.maxIdle : IdleLimit.ofServer(values(response, "Keep-Alive"));
	}

}
