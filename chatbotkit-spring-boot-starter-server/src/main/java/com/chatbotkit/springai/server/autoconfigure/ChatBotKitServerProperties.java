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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.access.AccessLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Properties of the endpoint that serves the application's agents.
 */
@ConfigurationProperties("spring.ai.chatbotkit.server")
public class ChatBotKitServerProperties {

	/**
	 * Whether the application's agents are served.
	 */
	private boolean enabled = true;

	/**
	 * Path under which they are served, within the context path. '/openai' below it is
	 * served as well.
	 */
	private String path = "/v1";

	/**
	 * Keys that may use the endpoint, by name.
	 */
	private final Map<String, Key> keys = new LinkedHashMap<>();

	/**
	 * What callers with a JWT, or those that a filter chain of the application lets in,
	 * may use, by name. The first whose authority they have counts; everything if
	 * missing.
	 */
	private final Map<String, Grant> grants = new LinkedHashMap<>();

	/**
	 * Whether a JWT is accepted beside keys where the application has a JwtDecoder.
	 */
	private boolean jwt = true;

	/**
	 * Whether limits are counted in the application's Redis or PostgreSQL, for all of its
	 * instances, where it has a module of Bucket4j for that.
	 */
	private boolean sharedLimits = true;

	/**
	 * Agents that are not served under the name of their bean, or of which more is to be
	 * said, by id.
	 */
	private final Map<String, AgentSettings> agents = new LinkedHashMap<>();

	/**
	 * Which ChatClient beans are agents: 'named' for all but the default one, 'none', or
	 * the names of beans.
	 */
	private List<String> expose = new ArrayList<>(List.of("named"));

	/**
	 * Names of ChatModel beans, by the name under which they are served as a model.
	 */
	private final Map<String, String> models = new LinkedHashMap<>();

	/**
	 * What the endpoint speaks.
	 */
	private Dialect dialect = Dialect.OPEN;

	/**
	 * Silence after which a stream gets a comment, so that nothing on the way takes the
	 * connection for dead.
	 */
	private Duration keepAlive = Duration.ofSeconds(10);

	/**
	 * What becomes of an agent whose client has gone: 'stop', or 'finish-after=30s' to
	 * let it go on for some time.
	 */
	private String disconnect = "stop";

	/**
	 * How long agents may go on when the application shuts down. Then they end with an
	 * error.
	 */
	private Duration shutdownGrace = Duration.ofSeconds(20);

	/**
	 * Pages of other sites that may use the endpoint from a browser. Off if it names
	 * none.
	 */
	private final Cors cors = new Cors();

	/**
	 * Largest body of a request.
	 */
	private DataSize maxRequestSize = DataSize.ofMegabytes(1);

	/**
	 * Hosts from which images may come, such as 'images.example.com', '*.example.com' or
	 * '*' for all. If missing, images come with the request, as data: URLs.
	 */
	private List<String> imageHosts = new ArrayList<>();

	/**
	 * How often an agent may call its model in one turn.
	 */
	private int maxRounds = 10;

	/**
	 * Most threads on which agents may wait for their model, their tools and their
	 * memory.
	 */
	private int maxThreads = 512;

	/**
	 * Most requests that may wait for one of these threads. The next is refused with a
	 * 503.
	 */
	private int maxWaiting = 5000;

	/**
	 * How long an answer may take. No limit if missing.
	 */
	private @Nullable Duration timeout;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public Map<String, Key> getKeys() {
		return this.keys;
	}

	public Map<String, Grant> getGrants() {
		return this.grants;
	}

	public boolean isJwt() {
		return this.jwt;
	}

	public void setJwt(boolean jwt) {
		this.jwt = jwt;
	}

	public boolean isSharedLimits() {
		return this.sharedLimits;
	}

	public void setSharedLimits(boolean sharedLimits) {
		this.sharedLimits = sharedLimits;
	}

	public Map<String, AgentSettings> getAgents() {
		return this.agents;
	}

	public List<String> getExpose() {
		return this.expose;
	}

	public void setExpose(List<String> expose) {
		this.expose = expose;
	}

	public Map<String, String> getModels() {
		return this.models;
	}

	public Dialect getDialect() {
		return this.dialect;
	}

	public void setDialect(Dialect dialect) {
		this.dialect = dialect;
	}

	public Duration getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(Duration keepAlive) {
		this.keepAlive = keepAlive;
	}

	public String getDisconnect() {
		return this.disconnect;
	}

	public void setDisconnect(String disconnect) {
		this.disconnect = disconnect;
	}

	public Duration getShutdownGrace() {
		return this.shutdownGrace;
	}

	public void setShutdownGrace(Duration shutdownGrace) {
		this.shutdownGrace = shutdownGrace;
	}

	public Cors getCors() {
		return this.cors;
	}

	public DataSize getMaxRequestSize() {
		return this.maxRequestSize;
	}

	public void setMaxRequestSize(DataSize maxRequestSize) {
		this.maxRequestSize = maxRequestSize;
	}

	public List<String> getImageHosts() {
		return this.imageHosts;
	}

	public void setImageHosts(List<String> imageHosts) {
		this.imageHosts = imageHosts;
	}

	/** Whether anybody has a limit: without one, no store of limits is needed. */
	boolean limited() {
		return this.keys.values()
			.stream()
			.anyMatch((key) -> key.getRequestsPerMinute() != null || key.getTokensPerDay() != null
					|| key.getConcurrent() != null)
				|| this.grants.values()
					.stream()
					.anyMatch((grant) -> grant.getRequestsPerMinute() != null || grant.getTokensPerDay() != null
							|| grant.getConcurrent() != null);
	}

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public int getMaxThreads() {
		return this.maxThreads;
	}

	public void setMaxThreads(int maxThreads) {
		this.maxThreads = maxThreads;
	}

	public int getMaxWaiting() {
		return this.maxWaiting;
	}

	public void setMaxWaiting(int maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * What the endpoint speaks.
	 */
	public enum Dialect {

		/**
		 * Tolerant of what clients send, exact in what they get.
		 */
		OPEN,

		/**
		 * ChatBotKit's own endpoint to the letter.
		 */
		CONTRACT

	}

	/**
	 * What a caller may use, and how much.
	 */
	public abstract static class Allowance {

		/**
		 * Ids that may be used, such as 'support' or 'model/name=fast'. All if missing.
		 */
		private List<String> models = new ArrayList<>();

		/**
		 * Whether the user that requests name in a header or field is believed.
		 */
		private boolean trustUserHeaders;

		/**
		 * Requests that a key, or each caller, may send in a minute. No limit if missing.
		 */
		private @Nullable Integer requestsPerMinute;

		/**
		 * Tokens that a key, or each caller, may use in a day, booked when an answer has
		 * ended. No limit if missing.
		 */
		private @Nullable Long tokensPerDay;

		/**
		 * Requests of a key, or of each caller, that may run at once. No limit if
		 * missing.
		 */
		private @Nullable Integer concurrent;

		public List<String> getModels() {
			return this.models;
		}

		public void setModels(List<String> models) {
			this.models = models;
		}

		public boolean isTrustUserHeaders() {
			return this.trustUserHeaders;
		}

		public void setTrustUserHeaders(boolean trustUserHeaders) {
			this.trustUserHeaders = trustUserHeaders;
		}

		public @Nullable Integer getRequestsPerMinute() {
			return this.requestsPerMinute;
		}

		public void setRequestsPerMinute(@Nullable Integer requestsPerMinute) {
			this.requestsPerMinute = requestsPerMinute;
		}

		public @Nullable Long getTokensPerDay() {
			return this.tokensPerDay;
		}

		public void setTokensPerDay(@Nullable Long tokensPerDay) {
			this.tokensPerDay = tokensPerDay;
		}

		public @Nullable Integer getConcurrent() {
			return this.concurrent;
		}

		public void setConcurrent(@Nullable Integer concurrent) {
			this.concurrent = concurrent;
		}

		AccessLimits limits() {
			return new AccessLimits(this.requestsPerMinute, this.tokensPerDay, this.concurrent);
		}

	}

	/**
	 * A key.
	 */
	public static class Key extends Allowance {

		/**
		 * What its owner sends: at least 32 characters, plain or as '{sha256}' and a
		 * digest. Two of them work at once, so that one can take the other's place.
		 */
		private List<String> secret = new ArrayList<>();

		/**
		 * When the key stops working. Never if missing.
		 */
		private @Nullable Instant expires;

		public List<String> getSecret() {
			return this.secret;
		}

		public void setSecret(List<String> secret) {
			this.secret = secret;
		}

		public @Nullable Instant getExpires() {
			return this.expires;
		}

		public void setExpires(@Nullable Instant expires) {
			this.expires = expires;
		}

	}

	/**
	 * What callers with an authority may use.
	 */
	public static class Grant extends Allowance {

		/**
		 * Authority as Spring Security has it, such as 'SCOPE_agents' or 'ROLE_STAFF'.
		 */
		private @Nullable String authority;

		public @Nullable String getAuthority() {
			return this.authority;
		}

		public void setAuthority(@Nullable String authority) {
			this.authority = authority;
		}

	}

	/**
	 * What is said of an agent.
	 */
	public static class AgentSettings {

		/**
		 * Name of the ChatClient bean, if it is not the agent's id.
		 */
		private @Nullable String chatClient;

		/**
		 * Name that user interfaces show. Defaults to the id.
		 */
		private @Nullable String name;

		/**
		 * What the agent does, in a sentence.
		 */
		private @Nullable String description;

		/**
		 * Other names that clients may send.
		 */
		private List<String> aliases = new ArrayList<>();

		/**
		 * Where a conversation is named: 'header' for the usual headers and fields, or
		 * the names of headers and fields of the body. Every request stands for itself if
		 * missing.
		 */
		private List<String> conversation = new ArrayList<>();

		/**
		 * Whether callers see what the agent does, as reasoning.
		 */
		private boolean steps;

		public @Nullable String getChatClient() {
			return this.chatClient;
		}

		public void setChatClient(@Nullable String chatClient) {
			this.chatClient = chatClient;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getDescription() {
			return this.description;
		}

		public void setDescription(@Nullable String description) {
			this.description = description;
		}

		public List<String> getAliases() {
			return this.aliases;
		}

		public void setAliases(List<String> aliases) {
			this.aliases = aliases;
		}

		public List<String> getConversation() {
			return this.conversation;
		}

		public void setConversation(List<String> conversation) {
			this.conversation = conversation;
		}

		public boolean isSteps() {
			return this.steps;
		}

		public void setSteps(boolean steps) {
			this.steps = steps;
		}

	}

	/**
	 * Pages of other sites that may use the endpoint from a browser.
	 */
	public static class Cors {

		/**
		 * Origins that may, such as 'https://chat.example.com', or '*' for all.
		 */
		private List<String> allowedOrigins = new ArrayList<>();

		/**
		 * Patterns of origins that may, such as 'https://*.example.com'.
		 */
		private List<String> allowedOriginPatterns = new ArrayList<>();

		/**
		 * Methods that may be used.
		 */
		private List<String> allowedMethods = new ArrayList<>(List.of("GET", "POST"));

		/**
		 * Headers that may be sent, or '*' for all.
		 */
		private List<String> allowedHeaders = new ArrayList<>(List.of("*"));

		/**
		 * Headers of answers that pages may read.
		 */
		private List<String> exposedHeaders = new ArrayList<>(
				List.of("x-request-id", "x-should-retry", "Retry-After", "X-Conversation-Id"));

		/**
		 * Whether credentials of the browser are allowed.
		 */
		private @Nullable Boolean allowCredentials;

		/**
		 * How long a browser keeps the answer to a preflight request.
		 */
		private Duration maxAge = Duration.ofMinutes(30);

		public List<String> getAllowedOrigins() {
			return this.allowedOrigins;
		}

		public void setAllowedOrigins(List<String> allowedOrigins) {
			this.allowedOrigins = allowedOrigins;
		}

		public List<String> getAllowedOriginPatterns() {
			return this.allowedOriginPatterns;
		}

		public void setAllowedOriginPatterns(List<String> allowedOriginPatterns) {
			this.allowedOriginPatterns = allowedOriginPatterns;
		}

		public List<String> getAllowedMethods() {
			return this.allowedMethods;
		}

		public void setAllowedMethods(List<String> allowedMethods) {
			this.allowedMethods = allowedMethods;
		}

		public List<String> getAllowedHeaders() {
			return this.allowedHeaders;
		}

		public void setAllowedHeaders(List<String> allowedHeaders) {
			this.allowedHeaders = allowedHeaders;
		}

		public List<String> getExposedHeaders() {
			return this.exposedHeaders;
		}

		public void setExposedHeaders(List<String> exposedHeaders) {
			this.exposedHeaders = exposedHeaders;
		}

		public @Nullable Boolean getAllowCredentials() {
			return this.allowCredentials;
		}

		public void setAllowCredentials(@Nullable Boolean allowCredentials) {
			this.allowCredentials = allowCredentials;
		}

		public Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(Duration maxAge) {
			this.maxAge = maxAge;
		}

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
