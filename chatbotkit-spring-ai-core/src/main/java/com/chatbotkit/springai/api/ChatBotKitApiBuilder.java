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

import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.netty.NettyConnections;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link ChatBotKitApi}. Every setting but the secret key has a sensible
 * default.
 */
public final class ChatBotKitApiBuilder {

	private @Nullable String baseUrl;

	private boolean allowPlainHttp;

	private @Nullable ApiKey apiKey;

	private boolean derived;

	/** The open requests of the client whose connections are used. */
	@Nullable OpenRequests shared;

	private boolean keyOfItsOwn;

	ChatBotKitTimeouts timeouts = ChatBotKitTimeouts.defaults();

	ChatBotKitRetryPolicy retryPolicy = ChatBotKitRetryPolicy.defaults();

	ChatBotKitLimits limits = ChatBotKitLimits.defaults();

	ChatBotKitConnectionLimit connectionLimit = ChatBotKitConnectionLimit.defaults();

	HttpHeaders headers = new HttpHeaders();

	private WebClient.@Nullable Builder webClientBuilder;

	private @Nullable ClientHttpConnector connector;

	Scheduler scheduler = Schedulers.parallel();

	ChatBotKitApiBuilder() {
	}

	/**
	 * Sets the base URL of the endpoint.
	 * @param baseUrl the URL that {@code /chat/completions} is appended to, or the bare
	 * origin, which is completed by {@code /v1/openai} for api.chatbotkit.com and by
	 * {@code /api/v1/openai} elsewhere; a trailing slash and {@code /chat/completions}
	 * are tolerated. Null for the default, {@code https://api.chatbotkit.com/v1/openai}
	 * @return this
	 */
	public ChatBotKitApiBuilder baseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
		return this;
	}

	/**
	 * Sets whether a base URL without {@code https} may point to another machine. The
	 * secret key is then sent in plain text.
	 * @param allowPlainHttp true to allow. Defaults to false
	 * @return this
	 */
	public ChatBotKitApiBuilder allowPlainHttp(boolean allowPlainHttp) {
		this.allowPlainHttp = allowPlainHttp;
		return this;
	}

	/**
	 * Sets the secret key.
	 * @param secretKey the key, not empty
	 * @return this
	 * @throws IllegalArgumentException if it is null or empty, in quotes, behind
	 * {@code Bearer}, or with a blank inside
	 */
	public ChatBotKitApiBuilder secretKey(@Nullable String secretKey) {
		Assert.hasText(secretKey, "The secret key is empty: copy one from ChatBotKit, it begins with sk-");
		try {
			return apiKey(new SimpleApiKey(SecretKey.checked(secretKey)));
		}
		catch (IllegalStateException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Sets the source of the secret key, which is read for each attempt.
	 * @param apiKey the source. It may block, because it is never called on an event loop
	 * @return this
	 */
	public ChatBotKitApiBuilder apiKey(ApiKey apiKey) {
		Assert.notNull(apiKey, "apiKey must not be null");
		this.apiKey = apiKey;
		this.keyOfItsOwn = this.derived;
		return this;
	}

	/**
	 * Builds a client without a secret key. Each request needs its own {@link ApiKey} in
	 * its Reactor context, as the requests of a tenant have.
	 * @return this
	 */
	public ChatBotKitApiBuilder withoutSecretKey() {
		return apiKey(() -> {
			throw new IllegalStateException(
					"Nothing was sent: this client has no secret key of its own, and the request"
							+ " brings none. Give its tenant a key, or give the client one (spring.ai.chatbotkit.secret-key)");
		});
	}

	/**
	 * Sets the timeouts. The connect timeout has an effect only if the client makes its
	 * own connections.
	 * @param timeouts the timeouts. Defaults to {@link ChatBotKitTimeouts#defaults()}
	 * @return this
	 */
	public ChatBotKitApiBuilder timeouts(ChatBotKitTimeouts timeouts) {
		Assert.notNull(timeouts, "timeouts must not be null");
		this.timeouts = timeouts;
		return this;
	}

	/**
	 * Changes the timeouts, for example those of a client that
	 * {@link ChatBotKitApi#mutate} started from.
	 * @param change makes the new timeouts of those so far
	 * @return this
	 */
	public ChatBotKitApiBuilder timeouts(UnaryOperator<ChatBotKitTimeouts> change) {
		return timeouts(change.apply(this.timeouts));
	}

	/**
	 * Sets when a failed request is retried.
	 * @param retryPolicy the policy. Defaults to {@link ChatBotKitRetryPolicy#defaults()}
	 * @return this
	 */
	public ChatBotKitApiBuilder retryPolicy(ChatBotKitRetryPolicy retryPolicy) {
		Assert.notNull(retryPolicy, "retryPolicy must not be null");
		this.retryPolicy = retryPolicy;
		return this;
	}

	/**
	 * Sets how much of a response is kept in memory at once, and how much is logged.
	 * @param limits the limits. Defaults to {@link ChatBotKitLimits#defaults()}
	 * @return this
	 */
	public ChatBotKitApiBuilder limits(ChatBotKitLimits limits) {
		Assert.notNull(limits, "limits must not be null");
		this.limits = limits;
		return this;
	}

	/**
	 * Sets how many connections there may be at once, and how long a request waits for a
	 * free one. The number applies only to connections that the client makes itself. For
	 * another connector, its own limit applies: set that limit and a counter of its
	 * connections here.
	 * @param connectionLimit the limit. Defaults to
	 * {@link ChatBotKitConnectionLimit#defaults()}
	 * @return this
	 */
	public ChatBotKitApiBuilder connectionLimit(ChatBotKitConnectionLimit connectionLimit) {
		Assert.notNull(connectionLimit, "connectionLimit must not be null");
		this.connectionLimit = connectionLimit;
		return this;
	}

	/**
	 * Adds a header to every request.
	 * @param name the header's name, none that the client or the connection sets itself
	 * @param value the value, in visible ASCII
	 * @return this
	 * @throws IllegalArgumentException if such a header cannot be sent
	 */
	public ChatBotKitApiBuilder header(String name, String value) {
		this.headers.add(name, ExtraHeader.checked(name, value));
		return this;
	}

	/**
	 * Sets the connector that sends the requests. It should not follow redirects, because
	 * it would send the secret key to the other server.
	 * @param connector the connector, which stays the caller's to close. Null, the
	 * default, for connections of the client's own
	 * @return this
	 */
	public ChatBotKitApiBuilder connector(@Nullable ClientHttpConnector connector) {
		this.connector = connector;
		this.shared = null;
		return this;
	}

	/**
	 * Sets the builder of the {@link WebClient} to use, with filters and observation in
	 * place.
	 * @param webClientBuilder the builder, which is copied. Unless
	 * {@link #connector(ClientHttpConnector)} is set too, its own connector is used
	 * @return this
	 */
	public ChatBotKitApiBuilder webClientBuilder(WebClient.@Nullable Builder webClientBuilder) {
		this.webClientBuilder = (webClientBuilder != null) ? webClientBuilder.clone() : null;
		return this;
	}

	/**
	 * Sets the scheduler of waits and timeouts.
	 */
	ChatBotKitApiBuilder scheduler(Scheduler scheduler) {
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Builds the client.
	 * @return the client
	 * @throws IllegalArgumentException if the base URL cannot work
	 * @throws IllegalStateException if there is no secret key
	 */
	public ChatBotKitApi build() {
		ApiKey key = this.apiKey;
		if (key == null) {
			throw new IllegalStateException(
					"There is no secret key: give the builder a secretKey, or set spring.ai.chatbotkit.secret-key");
		}
		URI uri = BaseUrl.endpoint(this.baseUrl, this.allowPlainHttp);
		ChatBotKitApiBuilder settings = copy();
		Runnable close = () -> {
		};
		if (this.connector == null && this.webClientBuilder == null) {
			NettyConnections connections = new NettyConnections(this.connectionLimit.max(), null, true);
			settings.connector(connections.connector(this.timeouts.connect()));
			settings.connectionLimit(this.connectionLimit.countedBy(connections::inUse));
			close = connections::close;
		}
		return new ChatBotKitApi(settings, key, uri, close);
	}

	/**
	 * Starts a derived client with these settings.
	 */
	ChatBotKitApiBuilder derive(OpenRequests openRequests) {
		ChatBotKitApiBuilder other = copy();
		other.derived = true;
		other.shared = openRequests;
		return other;
	}

	/**
	 * Returns the values of all additional headers.
	 */
	Stream<String> headerValues() {
		return this.headers.headerSet().stream().flatMap((header) -> header.getValue().stream());
	}

	/**
	 * Whether the key was given to a derived client.
	 */
	boolean hasKeyOfItsOwn() {
		return this.keyOfItsOwn;
	}

	private ChatBotKitApiBuilder copy() {
		ChatBotKitApiBuilder copy = new ChatBotKitApiBuilder();
		copy.baseUrl = this.baseUrl;
		copy.allowPlainHttp = this.allowPlainHttp;
		copy.apiKey = this.apiKey;
		copy.keyOfItsOwn = this.keyOfItsOwn;
		copy.timeouts = this.timeouts;
		copy.retryPolicy = this.retryPolicy;
		copy.limits = this.limits;
		copy.connectionLimit = this.connectionLimit;
		copy.headers = new HttpHeaders(this.headers);
		copy.webClientBuilder = this.webClientBuilder;
		copy.connector = this.connector;
		copy.shared = this.shared;
		copy.scheduler = this.scheduler;
		return copy;
	}

	WebClient.Builder webClient() {
		WebClient.Builder builder = (this.webClientBuilder != null) ? this.webClientBuilder.clone()
				: WebClient.builder();
		builder.filters((filters) -> {
			// The outermost filter, so that it covers those of the application.
			filters.add(0, (request, next) -> ApplicationErrors.mono(() -> next.exchange(request)));
			filters.add(new DiscardedResponse());
		});
		return (this.connector != null) ? builder.clientConnector(this.connector) : builder;
	}

}
