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
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Detects that a forward proxy refuses a tunnel (HTTP CONNECT). The JDK's client reports
 * this as an {@link IOException} with a message, or as a response with status 407.
 */
final class JdkTunnels {

	private static final int PROXY_AUTHENTICATION = 407;

	private static final Pattern REFUSED = Pattern.compile("Tunnel failed, got: (\\d{3})");

	private final AtomicReference<HttpClient.@Nullable Builder> settings = new AtomicReference<>();

	/**
	 * Remembers how the client was set up: which proxy it takes can be asked of a client
	 * only, and of this one nobody can.
	 */
	void through(HttpClient.Builder client) {
		this.settings.set(client);
	}

	/**
	 * Passes an answer on, unless it is the proxy's. The endpoint's own is encrypted, and
	 * never of this status.
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
		Matcher refused = REFUSED.matcher(String.valueOf(ex.getMessage()));
		return refused.matches() ? refused(uri, Integer.parseInt(refused.group(1))) : ex;
	}

	private IOException refused(URI uri, int status) {
		return RefusedTunnel.of(proxy(uri), uri.getHost() + ":" + ((uri.getPort() >= 0) ? uri.getPort() : 443), status);
	}

	private @Nullable String proxy(URI uri) {
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
