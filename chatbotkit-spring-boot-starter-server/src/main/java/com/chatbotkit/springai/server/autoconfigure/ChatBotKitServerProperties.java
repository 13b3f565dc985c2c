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

package com.chatbotkit.springai.server.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.access.AccessLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Configuration properties for the endpoint that serves the application's agents.
 *
 * @param enabled Whether to serve the application's agents.
 * @param path Path of the endpoint within the context path. '/openai' below it is served
 * as well.
 * @param keys Keys that may use the endpoint, by name.
 * @param grants Permissions of callers with a JWT, or authenticated by a filter chain of
 * the application, by name. The first one whose authority a caller has applies. Without
 * any, such callers may use everything.
 * @param jwt Whether to accept a JWT besides keys if the application has a JwtDecoder.
 * @param sharedLimits Whether to count limits across all instances of the application, in
 * its Redis or PostgreSQL, if it has the Bucket4j module for it.
 * @param agents Settings of agents, by id. Not needed for an agent that is served under
 * the name of its bean.
 * @param expose ChatClient beans to serve as agents: 'named' for all but the default one,
 * 'none', or a list of bean names.
 * @param models Names of the ChatModel beans to serve as models, by the name of the
 * model.
 * @param dialect Dialect of the endpoint.
 * @param keepAlive Time without data after which a stream is sent a comment, so that no
 * proxy closes its connection.
 * @param disconnect What happens to an agent whose client has disconnected: 'stop', or
 * 'finish-after=30s' to let it continue for that time.
 * @param shutdownGrace Maximum time that agents may continue when the application shuts
 * down. After it they end with an error.
 * @param cors Access from web pages of other origins. Disabled unless an origin is
 * allowed.
 * @param maxRequestSize Maximum size of a request body.
 * @param imageHosts Hosts that images may be loaded from, such as 'images.example.com',
 * '*.example.com' or '*' for all. By default only images within the request are accepted,
 * as data: URLs.
 * @param maxRounds Maximum number of model calls of an agent in one turn.
 * @param maxThreads Maximum number of threads on which agents wait for their model, tools
 * and memory.
 * @param maxWaiting Maximum number of requests that wait for one of these threads.
 * Further requests are refused with status 503.
 * @param timeout Maximum time for an answer. Unlimited by default.
 */
@ConfigurationProperties(ServerPropertiesCheck.PREFIX)
public record ChatBotKitServerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/v1") String path,
		@DefaultValue Map<String, Key> keys, @DefaultValue Map<String, Grant> grants, @DefaultValue("true") boolean jwt,
		@DefaultValue("true") boolean sharedLimits, @DefaultValue Map<String, AgentSettings> agents,
		@DefaultValue("named") List<String> expose, @DefaultValue Map<String, String> models,
		@DefaultValue("open") Dialect dialect, @DefaultValue("10s") Duration keepAlive,
		@DefaultValue("stop") String disconnect, @DefaultValue("20s") Duration shutdownGrace, @DefaultValue Cors cors,
		@DefaultValue("1MB") DataSize maxRequestSize, @DefaultValue List<String> imageHosts,
		@DefaultValue("10") int maxRounds, @DefaultValue("512") int maxThreads, @DefaultValue("5000") int maxWaiting,
		@Nullable Duration timeout) {

	/** Whether anybody has a limit: without one, no store of limits is needed. */
	boolean limited() {
		return Stream.of(this.keys, this.grants)
			.flatMap((allowances) -> allowances.values().stream())
			.anyMatch((allowance) -> allowance.requestsPerMinute() != null || allowance.tokensPerDay() != null
					|| allowance.concurrent() != null);
	}

	/**
	 * How the endpoint answers.
	 */
	public enum Dialect {

		/**
		 * Tolerant of what clients send, exact in what they get.
		 */
		OPEN,

		/**
		 * Exactly like ChatBotKit's own endpoint.
		 */
		CONTRACT

	}

	/**
	 * Limits of a caller.
	 */
	interface Allowance {

		@Nullable Integer requestsPerMinute();

		@Nullable Long tokensPerDay();

		@Nullable Integer concurrent();

		default AccessLimits limits() {
			return new AccessLimits(requestsPerMinute(), tokensPerDay(), concurrent());
		}

	}

	/**
	 * A key.
	 *
	 * @param secret Secret of at least 32 characters, in plain text or as '{sha256}' and
	 * a digest. A second one replaces the first without an interruption. An empty one
	 * beside another is none.
	 * @param expires Time at which the key stops working: a date, which is its beginning
	 * in UTC, or a time with a zone, such as '2027-01-01T09:30:00Z'. Never by default.
	 * @param models Ids that may be used, such as 'support' or 'model/name=fast'. All by
	 * default.
	 * @param trustUserHeaders Whether to trust the user that a request names in a header
	 * or field.
	 * @param requestsPerMinute Maximum number of requests in a minute. Unlimited by
	 * default.
	 * @param tokensPerDay Maximum number of tokens in a day, counted when an answer ends.
	 * Unlimited by default.
	 * @param concurrent Maximum number of requests at the same time. Unlimited by
	 * default.
	 */
	public record Key(@DefaultValue List<String> secret, @Nullable String expires, @Nullable List<String> models,
			@DefaultValue("false") boolean trustUserHeaders, @Nullable Integer requestsPerMinute,
			@Nullable Long tokensPerDay, @Nullable Integer concurrent) implements Allowance {

		/**
		 * Leaves out the secret.
		 */
		@Override
		public String toString() {
			return "Key[expires=" + this.expires + ", models=" + this.models + "]";
		}

	}

	/**
	 * Permissions of callers with an authority.
	 *
	 * @param authority Authority in Spring Security, such as 'SCOPE_agents' or
	 * 'ROLE_STAFF'.
	 * @param models Ids that may be used, such as 'support' or 'model/name=fast'. All by
	 * default.
	 * @param trustUserHeaders Whether to trust the user that a request names in a header
	 * or field.
	 * @param requestsPerMinute Maximum number of requests of each caller in a minute.
	 * Unlimited by default.
	 * @param tokensPerDay Maximum number of tokens of each caller in a day, counted when
	 * an answer ends. Unlimited by default.
	 * @param concurrent Maximum number of requests of each caller at the same time.
	 * Unlimited by default.
	 */
	public record Grant(@Nullable String authority, @Nullable List<String> models,
			@DefaultValue("false") boolean trustUserHeaders, @Nullable Integer requestsPerMinute,
			@Nullable Long tokensPerDay, @Nullable Integer concurrent) implements Allowance {

	}

	/**
	 * Settings of an agent.
	 *
	 * @param chatClient Name of the ChatClient bean. Defaults to the id.
	 * @param name Name to display. Defaults to the id.
	 * @param description What the agent does, in a sentence.
	 * @param aliases Further names that clients may send.
	 * @param conversation Names of the headers and body fields that identify a
	 * conversation, or 'header' for the usual ones. By default each request stands alone.
	 * @param steps Whether callers see what the agent does, as reasoning.
	 */
	public record AgentSettings(@Nullable String chatClient, @Nullable String name, @Nullable String description,
			@DefaultValue List<String> aliases, @DefaultValue List<String> conversation,
			@DefaultValue("false") boolean steps) {

	}

	/**
	 * Access from web pages of other origins. Disabled unless an origin is allowed.
	 *
	 * @param allowedOrigins Allowed origins, such as 'https://chat.example.com', or '*'
	 * for all.
	 * @param allowedOriginPatterns Patterns of allowed origins, such as
	 * 'https://*.example.com'.
	 * @param allowedMethods Allowed HTTP methods.
	 * @param allowedHeaders Allowed request headers, or '*' for all.
	 * @param exposedHeaders Response headers that pages may read.
	 * @param allowCredentials Whether browsers may send credentials.
	 * @param maxAge How long a browser may cache the response to a preflight request.
	 */
	public record Cors(@DefaultValue List<String> allowedOrigins, @DefaultValue List<String> allowedOriginPatterns,
			@DefaultValue( {
					"GET", "POST" }) List<String> allowedMethods,
			@DefaultValue("*") List<String> allowedHeaders,
			@DefaultValue({ "x-request-id", "x-should-retry", "Retry-After",
					"X-Conversation-Id" }) List<String> exposedHeaders,
			@Nullable Boolean allowCredentials, @DefaultValue("30m") Duration maxAge){

		@Nullable CorsConfiguration toConfiguration() {
			if (this.allowedOrigins.isEmpty() && this.allowedOriginPatterns.isEmpty()) {
				return null;
			}
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(this.allowedOrigins.isEmpty() ? null : this.allowedOrigins);
			configuration
				.setAllowedOriginPatterns(this.allowedOriginPatterns.isEmpty() ? null : this.allowedOriginPatterns);
			configuration.setAllowedMethods(this.allowedMethods);
			configuration.setAllowedHeaders(this.allowedHeaders);
			configuration.setExposedHeaders(this.exposedHeaders);
			configuration.setAllowCredentials(this.allowCredentials);
			configuration.setMaxAge(this.maxAge);
			return configuration;
		}

	}

}
