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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.chatbotkit.springai.api.netty.NettyConnections;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes connectors with Reactor Netty. They have their own event loops, unless the
 * application has set others in Spring Boot's builder.
 */
final class ReactorNettyConnections implements ConnectorProvider {

	private final NettyConnections connections;

	private final List<ClientHttpConnector> connectors = new CopyOnWriteArrayList<>();

	ReactorNettyConnections(ConnectionSettings settings) {
		this.connections = new NettyConnections(settings.max(), settings.maxIdle(), settings.http2(),
				settings.warmUp());
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof ReactorClientHttpConnectorBuilder reactor)) {
			return null;
		}
		Duration connect = Objects.requireNonNull(settings.connectTimeout());
		ClientHttpConnector connector = this.connections.connector(connect,
				(client) -> connector(reactor, settings, client));
		this.connectors.add(connector);
		return connector;
	}

	@Override
	public boolean warmUp(URI server) {
		this.connectors.forEach((connector) -> this.connections.warmUp(connector, server));
		return !this.connectors.isEmpty();
	}

	private ClientHttpConnector connector(ReactorClientHttpConnectorBuilder reactor, HttpClientSettings settings,
			HttpClient client) {
		SslBundle bundle = settings.sslBundle();
		if (bundle != null && List.of(client.configuration().protocols()).contains(HttpProtocol.H2)) {
			// Spring Boot's TLS context does not offer HTTP/2.
			return build(reactor, settings.withSslBundle(null),
					client.secure((spec) -> spec.sslContext((GenericSslContextSpec<?>) tls(bundle))));
		}
		return build(reactor, settings, client);
	}

	private static Http2SslContextSpec tls(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		return Http2SslContextSpec.forClient().configure((builder) -> {
			builder.keyManager(bundle.getManagers().getKeyManagerFactory())
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.protocols(options.getEnabledProtocols());
			if (options.getCiphers() != null) {
				builder.ciphers(SslOptions.asSet(options.getCiphers()));
			}
		});
	}

	private ClientHttpConnector build(ReactorClientHttpConnectorBuilder reactor, HttpClientSettings settings,
			HttpClient client) {
		return reactor.withHttpClientFactory(() -> client)
			// The client's own timeouts apply, and a silent server may take longer.
			.withHttpClientCustomizer((made) -> made.responseTimeout(null))
			// A compressed body that is cut would look like an empty one.
			.withHttpClientCustomizer((made) -> made.compress(false))
			.withHttpClientCustomizer(this.connections::runOnOwnLoops)
			.build(settings);
	}

	@Override
	public int inUse() {
		return this.connections.inUse();
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
