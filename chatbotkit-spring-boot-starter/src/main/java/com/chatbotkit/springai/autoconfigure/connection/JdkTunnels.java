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
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Detects that a forward proxy refuses a tunnel (HTTP CONNECT). The JDK's client reports
 * this as an {@link IOException} with a message, or as a response with status 407. The
 * messages are those of the JDK 17 and 25.
 */
final class JdkTunnels {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final int PROXY_AUTHENTICATION = 407;

	private static final Pattern REFUSED = Pattern.compile("Tunnel failed, got: (\\d{3})");

	/** The message for a 101 of the proxy or the endpoint. */
	private static final String SWITCHED = "Unexpected 101 response";

	/** The message for a user name and password that the proxy does not accept. */
	private static final String REFUSED_PASSWORD = "too many authentication attempts";

	/** The message for a proxy that sends a body right after the headers. */
	private static final String BEHIND_HEAD = "Unexpected remaining: ";

	private static final String BASIC = ". By itself the JVM gives a proxy no password for a tunnel by Basic:"
			+ " start it with -Djdk.http.auth.tunneling.disabledSchemes=";

	private final AtomicReference<HttpClient.@Nullable Builder> settings = new AtomicReference<>();

	/**
	 * Remembers the builder of the client, because the proxy can only be read from a
	 * client that it builds.
	 */
	void through(HttpClient.Builder client) {
		this.settings.set(client);
	}

	/**
	 * Passes a response on, unless it is one of the proxy, which has a status that the
	 * endpoint never sends.
	 */
	BiConsumer<ClientHttpResponse, SynchronousSink<ClientHttpResponse>> checking(URI uri) {
		return (response, sink) -> {
			if (response.getStatusCode().value() == PROXY_AUTHENTICATION && "https".equalsIgnoreCase(uri.getScheme())) {
				response.getBody().subscribe(DataBufferUtils.releaseConsumer());
				sink.error(refused(uri, PROXY_AUTHENTICATION));
			}
			else {
				sink.next(response);
			}
		};
	}

	Throwable failure(URI uri, IOException ex) {
		String message = String.valueOf(ex.getMessage());
		Matcher refused = REFUSED.matcher(message);
		if (refused.matches()) {
			return refused(uri, Integer.parseInt(refused.group(1)));
		}
		if (!"https".equalsIgnoreCase(uri.getScheme()) || proxy(uri) == null) {
			return ex;
		}
		if (message.startsWith(REFUSED_PASSWORD)) {
			return RefusedTunnel.of(proxy(uri), target(uri), PROXY_AUTHENTICATION);
		}
		return message.startsWith(BEHIND_HEAD) ? new SSLException("Unrecognized SSL message, plaintext connection?", ex)
				: ex;
	}

	/**
	 * Translates a failure before the body was requested, so that the request has not
	 * reached the endpoint.
	 */
	IOException failureBeforeBody(URI uri, IOException ex) {
		return (String.valueOf(ex.getMessage()).startsWith(SWITCHED) && proxy(uri) != null)
				? refused(uri, SWITCHING_PROTOCOLS) : ex;
	}

	private IOException refused(URI uri, int status) {
		ConnectException refused = RefusedTunnel.of(proxy(uri), target(uri), status);
		return (status == PROXY_AUTHENTICATION) ? new ConnectException(refused.getMessage() + BASIC) : refused;
	}

	private static String target(URI uri) {
		return uri.getHost() + ":" + ((uri.getPort() >= 0) ? uri.getPort() : 443);
	}

	/**
	 * Returns the host and port of the proxy for an address, or null if there is none.
	 */
	@Nullable String proxy(URI uri) {
		HttpClient.Builder settings = this.settings.get();
		ProxySelector proxies = (settings != null) ? settings.build().proxy().orElseGet(ProxySelector::getDefault)
				: ProxySelector.getDefault();
		return (proxies != null) ? proxies.select(uri)
			.stream()
			.map(Proxy::address)
			.filter(InetSocketAddress.class::isInstance)
			.map(InetSocketAddress.class::cast)
			.map((address) -> address.getHostString() + ":" + address.getPort())
			.findFirst()
			.orElse(null) : null;
	}

}
