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
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes connectors with the JDK's HTTP client, whose connections end when it is
 * garbage-collected.
 */
final class JdkConnections implements ConnectorProvider {

	/**
	 * Reactor's key for a subscriber's own hook for dropped errors.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	private static final String HTTPS = "https";

	/** The JDK's message (17 to 25) for a 204 that declares a body. */
	private static final String BODY_OF_204 = "content length header with 204 response";

	/** The versions of TLS that HTTP/2 allows. */
	private static final String[] TLS = { "TLSv1.3", "TLSv1.2" };

	private final boolean http2;

	JdkConnections(ConnectionSettings settings) {
		this.http2 = settings.http2();
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof JdkClientHttpConnectorBuilder jdk)) {
			return null;
		}
		JdkTunnels tunnels = new JdkTunnels();
		JdkClientHttpConnectorBuilder complete = jdk.withHttpClientCustomizer(tunnels::through);
		Supplier<ClientHttpConnector> http1 = clients(complete.withHttpClientCustomizer(JdkConnections::http1),
				settings, tunnels, false);
		Supplier<ClientHttpConnector> offering = this.http2
				? clients(complete.withHttpClientCustomizer((client) -> offerHttp2(client, settings)), settings,
						tunnels, true)
				: http1;
		Consumer<Throwable> quiet = JdkConnections::dropped;
		return (method, uri, request) -> (HTTPS.equalsIgnoreCase(uri.getScheme()) ? offering : http1).get()
			.connect(method, uri, request)
			.handle(tunnels.checking(uri))
			.onErrorMap(IOException.class, (ex) -> tunnels.failure(uri, ex))
			.onErrorMap(JdkConnections::isUnreadable, (ex) -> new ProtocolException(ex.getMessage()))
			.map(DeliveryThreads::of)
			.onErrorResume(DeliveryThreads::of)
			.contextWrite((context) -> context.put(ON_ERROR_DROPPED, quiet));
	}

	private static Supplier<ClientHttpConnector> clients(JdkClientHttpConnectorBuilder builder,
			HttpClientSettings settings, JdkTunnels tunnels, boolean offersHttp2) {
		return SingletonSupplier.of(() -> new RestedClients(() -> new TunnelDeadline(builder.build(settings),
				Objects.requireNonNull(settings.connectTimeout()), tunnels), offersHttp2));
	}

	/**
	 * Without this setting, the client would ask for an upgrade to HTTP/2 on plain
	 * {@code http}.
	 */
	private static void http1(HttpClient.Builder client) {
		client.version(HttpClient.Version.HTTP_1_1);
	}

	/**
	 * Sets the versions of TLS if an SSL bundle of Spring Boot names none, because the
	 * client does not offer HTTP/2 then.
	 */
	private static void offerHttp2(HttpClient.Builder client, HttpClientSettings settings) {
		if (settings.sslBundle() == null) {
			return;
		}
		SSLParameters parameters = client.build().sslParameters();
		if (parameters.getProtocols() == null) {
			parameters.setProtocols(TLS);
			client.sslParameters(parameters);
		}
	}

	/**
	 * Whether a response had a whole head that the client does not accept, which it
	 * reports like a lost connection.
	 */
	private static boolean isUnreadable(Throwable ex) {
		return ex instanceof IOException && String.valueOf(ex.getMessage()).contains(BODY_OF_204);
	}

	/**
	 * Ignores the failure of a cancelled request, which Reactor would log as an error
	 * with a stack trace.
	 */
	private static void dropped(Throwable ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (!(cause instanceof CancellationException)) {
			Operators.onErrorDropped(ex, Context.empty());
		}
	}

	@Override
	public int inUse() {
		return 0;
	}

	@Override
	public void close() {
		// The client cannot be closed before Java 21.
	}

}
