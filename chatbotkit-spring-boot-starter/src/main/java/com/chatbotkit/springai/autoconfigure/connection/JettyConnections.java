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

import java.net.ProtocolException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * The connections to ChatBotKit where Jetty makes them. Spring starts its client and
 * leaves it to others to stop.
 */
final class JettyConnections implements ConnectorProvider {

	/**
	 * Head, trailers and chunk extensions of an answer, taken together. It has no limit
	 * by itself; this is the JDK's.
	 */
	private static final int MOST_BYTES_OF_HEAD = 384 * 1024;

	/** Of the page with which a proxy asks for a password. By itself it takes 16 KiB. */
	private static final int MOST_BYTES_OF_PAGE = 1024 * 1024;

	private static final String INTERIM = InterimResponses.class.getName();

	private static final boolean HTTP2_PRESENT = ClassUtils.isPresent(
			"org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2",
			JettyConnections.class.getClassLoader());

	private final int max;

	private final boolean http2;

	private final JettyHandshakes handshakes = new JettyHandshakes();

	private final ConnectionRest rest = new ConnectionRest();

	/** Connections that a cancel came for, which may have come after the answer's end. */
	private final Set<Connection> cancelled = Collections
		.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

	private final List<HttpClient> clients = new CopyOnWriteArrayList<>();

	JettyConnections(ConnectionSettings settings) {
		this.max = settings.max();
		this.http2 = settings.http2() && HTTP2_PRESENT;
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof JettyClientHttpConnectorBuilder jetty)) {
			return null;
		}
		long connect = Objects.requireNonNull(settings.connectTimeout()).toMillis();
		JettyClientHttpConnectorBuilder complete = (this.http2 ? jetty.with(JettyHttp2::offer) : jetty)
			.withHttpClientCustomizer((client) -> pool(client, connect));
		return new RestingConnector(
				new AbortingConnector(complete.build(settings), (request) -> exchange(request, connect)),
				this.rest.over());
	}

	/**
	 * Jetty's parser (12.1.10) reports what is wrong with a response by an exception with
	 * the response's own status, and the constructor asserts that this is an error's.
	 * Where assertions are on, as in tests, the reason would be lost.
	 */
	private static void letJettyTellReasons() {
		ClassLoader loader = HttpException.class.getClassLoader();
		if (loader != null) {
			loader.setClassAssertionStatus(HttpException.class.getName(), false);
		}
	}

	private void pool(HttpClient client, long connectTimeout) {
		letJettyTellReasons();
		// Of a connection without an exchange: one that does not come to an end of its
		// TLS handshake, or that is kept.
		client.setIdleTimeout(connectTimeout);
		client.addBean(this.handshakes);
		JettyTunnels.watch(client);
		client.setMaxConnectionsPerDestination(this.max);
		client.getHttpClientTransport()
			.setConnectionPoolFactory(
					(destination) -> new JettyRestingPool(destination, this.rest, this.cancelled::remove));
		JettyReadBuffers.use(client);
		client.setMaxResponseHeadersSize(MOST_BYTES_OF_HEAD);
		client.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
		// A cookie would tie together all users and tenants.
		client.setHttpCookieStore(new HttpCookieStore.Empty());
		client.getProtocolHandlers().put(new InterimResponseHandler());
		client.addEventListener(new LifeCycle.Listener() {

			// The client adds these as it starts.
			@Override
			public void lifeCycleStarted(LifeCycle started) {
				// A decoder waits for more where a body is cut.
				client.getContentDecoderFactories().clear();
				// The key is sent with each request. Jetty (12.1.10) holds a 401 back,
				// and loses its body if it has no challenge or more than 16 KiB.
				client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
				client.getProtocolHandlers().put(new ProxyChallengeHandler(client));
			}

		});
		this.clients.add(client);
	}

	private Disposable exchange(ClientHttpRequest request, long connectTimeout) {
		Request exchange = request.getNativeRequest();
		// Our own timeouts count, and a silent server may take longer than Jetty's 30 s.
		exchange.idleTimeout(0, TimeUnit.MILLISECONDS);
		// The client asks for gzip on its own, beside what the request says.
		exchange.headers((headers) -> headers.remove(HttpHeader.ACCEPT_ENCODING));
		exchange.attribute(INTERIM, new InterimResponses());
		// Jetty (12.1.10) gives a connection that switches away, and never closes it.
		exchange.onResponseBegin((response) -> {
			if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
				abort(response.getRequest(), new ProtocolException(
						"the server's answer switches to another protocol, which nobody asked for"));
			}
		});
		boolean proxied = this.clients.stream()
			.anyMatch((client) -> !client.getProxyConfiguration().getProxies().isEmpty());
		return new JettyExchange(exchange, this.handshakes, connectTimeout, proxied, this.cancelled::add);
	}

	private static void abort(Request request, Throwable cause) {
		// Whether it was still under way does not matter.
		CompletableFuture<Boolean> unused = request.abort(cause);
	}

	@Override
	public int inUse() {
		return this.clients.stream()
			.flatMap((client) -> client.getDestinations().stream())
			.map(Destination::getConnectionPool)
			.mapToInt(
					(pool) -> (pool instanceof AbstractConnectionPool counted) ? counted.getActiveConnectionCount() : 0)
			.max()
			.orElse(0);
	}

	@Override
	public void close() {
		this.clients.forEach((client) -> LifeCycle.stop(client));
	}

	/**
	 * Skips any number of interim responses. Jetty's own handlers (12.1.10) know three
	 * statuses, and one {@code 100} of a request.
	 */
	private static final class InterimResponseHandler extends ProcessingProtocolHandler {

		@Override
		public String getName() {
			return "interim-response";
		}

		@Override
		public boolean accept(Request request, Response response) {
			if (!HttpStatus.isInformational(response.getStatus())
					|| response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
				return false;
			}
			ProtocolException tooMany = (request.getAttributes().get(INTERIM) instanceof InterimResponses interim)
					? interim.add() : null;
			if (tooMany != null) {
				abort(request, tooMany);
			}
			return true;
		}

		@Override
		public Response.Listener getResponseListener() {
			return new InterimListener(super.getResponseListener());
		}

	}

	/**
	 * Notes the failure of a response that breaks off within an interim head. Jetty
	 * (12.1.10) then passes that head on, as if it were a whole response.
	 */
	private record InterimListener(Response.Listener listener) implements Response.Listener {

		@Override
		public void onHeaders(Response response) {
			this.listener.onHeaders(response);
		}

		@Override
		public void onContentSource(Response response, Content.Source source) {
			this.listener.onContentSource(response, source);
		}

		@Override
		public void onSuccess(Response response) {
			this.listener.onSuccess(response);
		}

		@Override
		public void onFailure(Response response, Throwable failure) {
			response.getRequest().attribute(JettyExchange.INTERIM_FAILURE, failure);
			this.listener.onFailure(response, failure);
		}

		@Override
		public void onComplete(Result result) {
			this.listener.onComplete(result);
		}

	}

	/**
	 * Answers what a proxy asks for. A server behind no proxy has none of it to ask.
	 */
	private static final class ProxyChallengeHandler extends ProxyAuthenticationProtocolHandler {

		ProxyChallengeHandler(HttpClient client) {
			super(client, MOST_BYTES_OF_PAGE);
		}

		@Override
		public boolean accept(Request request, Response response) {
			// A request for a tunnel goes to the proxy itself, before which there is
			// none.
			return super.accept(request, response) && (HttpMethod.CONNECT.is(request.getMethod())
					|| getHttpClient().resolveDestination(request).getProxy() != null);
		}

	}

}
