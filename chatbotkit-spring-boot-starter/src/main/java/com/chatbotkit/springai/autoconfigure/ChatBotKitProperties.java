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

package com.chatbotkit.springai.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.ChatBotKitTenant;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for ChatBotKit.
 *
 * @param baseUrl Base URL of the endpoint. The client appends /chat/completions. The path
 * may be left out.
 * @param secretKey Secret key to authenticate with. Not used if there is an ApiKey bean
 * named chatBotKitApiKey.
 * @param allowPlainHttp Whether to send the secret key over plain HTTP to a host other
 * than localhost.
 * @param timeout Timeouts.
 * @param connections Connection pool.
 * @param ssl SSL.
 * @param limits Limits on the data kept in memory at once.
 * @param headers Headers to add to every request.
 * @param estimateTokens Whether to estimate the token usage of streamed responses, which
 * ChatBotKit does not report.
 * @param tenants Whether each request must be made on behalf of a tenant. If required,
 * the application can start without a secret key.
 * @param agents Bots that other bots use as tools.
 * @param chat Default bot or model and its options.
 * @param bots Named bots. Each is a ChatClient bean of that name, injected with a
 * qualifier.
 * @param metrics Metrics.
 * @param health Health of the bots.
 * @param validateOnStartup Whether to check the secret key and the bots on startup, free
 * of charge, and to fail if a bot is not reachable.
 */
@ConfigurationProperties(ChatBotKitProperties.PREFIX)
record ChatBotKitProperties(@DefaultValue("https://api.chatbotkit.com/v1/openai") String baseUrl,
		@Nullable String secretKey, @DefaultValue("false") boolean allowPlainHttp, @DefaultValue Timeout timeout,
		@DefaultValue Connections connections, @DefaultValue Ssl ssl, @DefaultValue Limits limits,
		@DefaultValue Map<String, String> headers, @DefaultValue("false") boolean estimateTokens,
		@DefaultValue("optional") Tenants tenants, @DefaultValue Agents agents, @DefaultValue Chat chat,
		@DefaultValue Map<String, Bot> bots, @DefaultValue Metrics metrics, @DefaultValue Health health,
		@DefaultValue("false") boolean validateOnStartup) {

	static final String PREFIX = "spring.ai.chatbotkit";

	/**
	 * Leaves out every property that may hold a secret, such as a gateway's key in the
	 * URL or in a header.
	 */
	@Override
	public String toString() {
		return "ChatBotKitProperties[allowPlainHttp=" + this.allowPlainHttp + ", timeout=" + this.timeout
				+ ", connections=" + this.connections + ", ssl=" + this.ssl + ", limits=" + this.limits + ", chat="
				+ this.chat + ", tenants=" + this.tenants + ", agents=" + this.agents + ", bots=" + this.bots.keySet()
				+ ", metrics=" + this.metrics + ", health=" + this.health + ", validateOnStartup="
				+ this.validateOnStartup + "]";
	}

	/**
	 * Timeouts. None limits the total duration of a stream.
	 *
	 * @param connect Maximum time to establish a connection.
	 * @param response Maximum time between sending the request and receiving the response
	 * headers.
	 * @param streamIdle Maximum time without data from the server while a subscriber
	 * waits for it.
	 */
	record Timeout(@DefaultValue("10s") Duration connect, @DefaultValue("800s") Duration response,
			@DefaultValue("800s") Duration streamIdle) {

	}

	/**
	 * Connection pool.
	 *
	 * @param max Maximum number of connections. A streamed response occupies one until it
	 * ends. Not applied to the JDK client.
	 * @param maxIdle Time after which Reactor Netty and HttpComponents no longer reuse an
	 * idle connection. By default as long as the server keeps it.
	 * @param http2 Whether HTTP/2 is offered to a server with TLS, so that requests share
	 * its connections.
	 * @param warmUp Whether Reactor Netty opens a connection when the application is
	 * ready, and another one after its close, before a request needs it.
	 * @param acquireTimeout Maximum time a request waits for a free connection, including
	 * retries. Not applied to the JDK client.
	 */
	record Connections(@DefaultValue("2000") int max, @Nullable Duration maxIdle, @DefaultValue("true") boolean http2,
			@DefaultValue("false") boolean warmUp, @DefaultValue("45s") Duration acquireTimeout) {

	}

	/**
	 * SSL.
	 *
	 * @param bundle Name of the SSL bundle to use instead of the one for all HTTP
	 * clients.
	 */
	record Ssl(@Nullable String bundle) {

	}

	/**
	 * Limits on the data kept in memory at once. A streamed response as a whole is not
	 * limited.
	 *
	 * @param eventSize Maximum size of one event of a stream, and of a response that is
	 * not streamed.
	 * @param errorBodySize Maximum size of an error body that is read.
	 * @param loggedBodySize Maximum size of a body that the logger
	 * com.chatbotkit.springai.wire writes at level TRACE.
	 * @param toolCalls Maximum number of tool calls in one response.
	 * @param toolCallsSize Maximum total size of the tool calls in one response, with
	 * their arguments.
	 * @param toolRounds Maximum number of consecutive responses with tool calls for one
	 * prompt.
	 */
	record Limits(@DefaultValue("32MB") DataSize eventSize, @DefaultValue("64KB") DataSize errorBodySize,
			@DefaultValue("4KB") DataSize loggedBodySize, @DefaultValue("1000") int toolCalls,
			@DefaultValue("32MB") DataSize toolCallsSize, @DefaultValue("40") int toolRounds) {

	}

	/**
	 * Whether requests are made on behalf of tenants.
	 */
	enum Tenants {

		/**
		 * A request without a tenant uses the bot and the key of the configuration.
		 */
		OPTIONAL,

		/**
		 * A request without a tenant is refused before anything is sent.
		 */
		REQUIRED

	}

	/**
	 * Bots that other bots use as tools.
	 *
	 * @param maxCalls Maximum number of calls to other bots for one prompt, in total.
	 */
	record Agents(@DefaultValue("10") int maxCalls) {

	}

	/**
	 * Default bot or model and its options.
	 *
	 * @param botId Id of the bot.
	 * @param model Selector of the bot or model, instead of bot-id and model-name.
	 * @param modelName Name of a plain model to use instead of a bot.
	 * @param fallbacks Selectors of fallbacks, tried in this order if the request was
	 * certainly not executed.
	 * @param temperature Sampling temperature. Only for plain models, with
	 * carry-settings.
	 * @param maxTokens Maximum number of tokens in a response. Only for plain models,
	 * with carry-settings.
	 * @param frequencyPenalty Penalty for frequent tokens. Only for plain models, with
	 * carry-settings.
	 * @param presencePenalty Penalty for tokens that are already present. Only for plain
	 * models, with carry-settings.
	 * @param topP Nucleus sampling. ChatBotKit ignores it.
	 * @param topK Number of tokens to sample from. ChatBotKit ignores it.
	 * @param stopSequences Sequences to stop at. ChatBotKit ignores them.
	 * @param reasoningEffort Reasoning effort. Only for plain models, with
	 * carry-settings.
	 * @param carrySettings Whether to send the options of a plain model inside the model
	 * string, which ChatBotKit does not document.
	 * @param legacyFunctions Whether to declare tools in the legacy functions format.
	 * @param tenantReplaces What a tenant replaces of the configured bot and secret key.
	 */
	record Chat(@Nullable String botId, @Nullable String model, @Nullable String modelName,
			@DefaultValue List<String> fallbacks, @Nullable Double temperature, @Nullable Integer maxTokens,
			@Nullable Double frequencyPenalty, @Nullable Double presencePenalty, @Nullable Double topP,
			@Nullable Integer topK, @Nullable List<String> stopSequences, @Nullable String reasoningEffort,
			@DefaultValue("false") boolean carrySettings, @DefaultValue("false") boolean legacyFunctions,
			@DefaultValue("when-called") ChatBotKitTenant.Replaces tenantReplaces) implements ChatProperties {

	}

	/**
	 * A named bot.
	 *
	 * @param botId Id of the bot.
	 * @param model Selector of the bot or model, instead of bot-id and model-name.
	 * @param modelName Name of a plain model to use instead of a bot.
	 * @param fallbacks Selectors of fallbacks, tried in this order if the request was
	 * certainly not executed.
	 * @param description What this bot is good at. Other bots decide by it when to call
	 * this one.
	 * @param system System text of each prompt.
	 * @param advisors Names of advisor beans, applied in their own order.
	 * @param agents Names of bots that this one may call as tools.
	 * @param secretKey Secret key of this bot, instead of the shared one.
	 * @param timeout Timeouts of this bot, instead of the shared ones.
	 * @param temperature Sampling temperature. Only for plain models, with
	 * carry-settings.
	 * @param maxTokens Maximum number of tokens in a response. Only for plain models,
	 * with carry-settings.
	 * @param frequencyPenalty Penalty for frequent tokens. Only for plain models, with
	 * carry-settings.
	 * @param presencePenalty Penalty for tokens that are already present. Only for plain
	 * models, with carry-settings.
	 * @param topP Nucleus sampling. ChatBotKit ignores it.
	 * @param topK Number of tokens to sample from. ChatBotKit ignores it.
	 * @param stopSequences Sequences to stop at. ChatBotKit ignores them.
	 * @param reasoningEffort Reasoning effort. Only for plain models, with
	 * carry-settings.
	 * @param carrySettings Whether to send the options of a plain model inside the model
	 * string, which ChatBotKit does not document.
	 * @param legacyFunctions Whether to declare tools in the legacy functions format.
	 * @param tenantReplaces What a tenant replaces of the configured bot and secret key.
	 */
	@ConfigurationPropertiesSource
	record Bot(@Nullable String botId, @Nullable String model, @Nullable String modelName,
			@DefaultValue List<String> fallbacks, @Nullable String description, @Nullable String system,
			@DefaultValue List<String> advisors, @DefaultValue List<String> agents, @Nullable String secretKey,
			@DefaultValue BotTimeout timeout, @Nullable Double temperature, @Nullable Integer maxTokens,
			@Nullable Double frequencyPenalty, @Nullable Double presencePenalty, @Nullable Double topP,
			@Nullable Integer topK, @Nullable List<String> stopSequences, @Nullable String reasoningEffort,
			@DefaultValue("false") boolean carrySettings, @DefaultValue("false") boolean legacyFunctions,
			@DefaultValue("when-called") ChatBotKitTenant.Replaces tenantReplaces) implements ChatProperties {

		static String prefix(String name) {
			return PREFIX + ".bots." + name;
		}

		/**
		 * Leaves out the secret key.
		 */
		@Override
		public String toString() {
			return "Bot[botId=" + this.botId + ", model=" + this.model + ", modelName=" + this.modelName + "]";
		}

	}

	/**
	 * Timeouts of a named bot, null for the shared ones. The connect timeout is always
	 * shared.
	 *
	 * @param response Maximum time between sending the request and receiving the response
	 * headers.
	 * @param streamIdle Maximum time without data from the server while a subscriber
	 * waits for it.
	 */
	record BotTimeout(@Nullable Duration response, @Nullable Duration streamIdle) {

	}

	/**
	 * Metrics.
	 *
	 * @param botIds Whether metrics are tagged with the id of the bot. Each bot is then a
	 * time series of its own.
	 */
	record Metrics(@DefaultValue("false") boolean botIds) {

	}

	/**
	 * Health of the bots.
	 *
	 * @param mode How health is determined. Both modes are free of charge.
	 * @param checkInterval Minimum time between two checks of a bot in active mode.
	 * @param failureWindow How long a failed request affects the health of its bot.
	 */
	record Health(@DefaultValue("passive") Mode mode, @DefaultValue("60s") Duration checkInterval,
			@DefaultValue("5m") Duration failureWindow) {

		/**
		 * How the health of a bot is determined.
		 */
		enum Mode {

			/**
			 * By the outcome of the application's own requests.
			 */
			PASSIVE,

			/**
			 * Also by looking the bot up on the platform, which does not run it.
			 */
			ACTIVE

		}

	}

}
