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
 * @param baseUrl URL that /chat/completions is appended to. A bare origin is completed.
 * @param secretKey Secret key to authenticate with. An ApiKey bean named chatBotKitApiKey
 * takes its place.
 * @param allowPlainHttp Whether to send the secret key over plain http to a host other
 * than this one.
 * @param timeout Timeouts.
 * @param connections Connections to the endpoint.
 * @param ssl SSL.
 * @param limits Limits of what is kept in memory at once.
 * @param headers Headers to add to every request.
 * @param estimateTokens Whether to estimate the tokens of streamed answers, which
 * ChatBotKit does not report.
 * @param tenants Whether each request has to be made on behalf of a tenant. If so, no
 * secret key is needed for all.
 * @param agents Bots that are asked by other bots.
 * @param chat What to talk to by default, and how.
 * @param bots Named bots. Each is a ChatClient bean of that name, to be injected with a
 * qualifier.
 * @param metrics Metrics.
 * @param health Health of the bots.
 * @param validateOnStartup Whether to check the secret key and the bots at start, which
 * costs nothing, and to fail if one cannot be asked.
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
	 * Names only what can hold no secret: a gateway's may stand in the URL or a header.
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
	 * Timeouts. Nothing limits a stream that flows.
	 *
	 * @param connect Longest time until a connection stands.
	 * @param response Longest time from the request being sent to the response headers.
	 * @param streamIdle Longest silence of the server while data is wanted.
	 */
	record Timeout(@DefaultValue("10s") Duration connect, @DefaultValue("800s") Duration response,
			@DefaultValue("800s") Duration streamIdle) {

	}

	/**
	 * Connections to the endpoint.
	 *
	 * @param max Most connections at once. One streamed answer takes one for as long as
	 * it lasts. The JDK's client has no limit.
	 * @param maxIdle Time after which an idle connection is not used again, on Reactor
	 * Netty. A self-hosted stack closes it after five seconds.
	 * @param acquireTimeout Longest time that a request waits for a free connection, its
	 * retries included. The JDK's client has no limit of connections.
	 */
	record Connections(@DefaultValue("2000") int max, @DefaultValue("4s") Duration maxIdle,
			@DefaultValue("45s") Duration acquireTimeout) {

	}

	/**
	 * SSL.
	 *
	 * @param bundle SSL bundle to use, instead of the one for all HTTP clients.
	 */
	record Ssl(@Nullable String bundle) {

	}

	/**
	 * Limits of what is kept in memory at once. A streamed answer as a whole has none.
	 *
	 * @param eventSize Largest event of a stream, and largest answer in one piece.
	 * @param errorBodySize How much of an error's body is read.
	 * @param loggedBodySize How much of a body is logged, where the logger
	 * com.chatbotkit.springai.wire is at level TRACE.
	 * @param toolCalls Most tool calls of one answer.
	 * @param toolCallsSize Most of the tool calls of one answer together, with their
	 * arguments.
	 * @param toolRounds Most rounds of one question, in each of which the bot asks for
	 * tools of the application.
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
	 * Bots that are asked by other bots.
	 *
	 * @param maxCalls Most calls of agents for one question, by all that answer it
	 * together.
	 */
	record Agents(@DefaultValue("10") int maxCalls) {

	}

	/**
	 * What to talk to by default, and how.
	 *
	 * @param botId Bot to talk to, by its id.
	 * @param model What to talk to, as a selector, instead of bot-id and model-name.
	 * @param modelName Plain model to talk to, by its name, instead of a bot.
	 * @param fallbacks Selectors to ask instead, in this order, when it is certain that
	 * what was asked has not run.
	 * @param temperature Sampling temperature. Only plain models use it, if settings are
	 * carried.
	 * @param maxTokens Most tokens of an answer. Only plain models use it, if settings
	 * are carried.
	 * @param frequencyPenalty Penalty for frequent tokens. Only plain models use it, if
	 * settings are carried.
	 * @param presencePenalty Penalty for tokens that are already present. Only plain
	 * models use it, if settings are carried.
	 * @param topP Nucleus sampling. ChatBotKit ignores it.
	 * @param topK Number of tokens to sample from. ChatBotKit ignores it.
	 * @param stopSequences Sequences to stop at. ChatBotKit ignores them.
	 * @param reasoningEffort How hard a model should think. Only plain models use it, if
	 * settings are carried.
	 * @param carrySettings Whether settings of a plain model are carried inside the model
	 * string, which ChatBotKit does not document.
	 * @param legacyFunctions Whether to declare tools in the legacy functions format.
	 * @param tenantReplaces What a tenant may put in the place of what is configured
	 * here.
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
	 * @param botId Bot to talk to, by its id.
	 * @param model What to talk to, as a selector, instead of bot-id and model-name.
	 * @param modelName Plain model to talk to, by its name, instead of a bot.
	 * @param fallbacks Selectors to ask instead, in this order, when it is certain that
	 * what was asked has not run.
	 * @param description What this bot is good at, for others to know when to ask it.
	 * @param system System text of each conversation.
	 * @param advisors Names of advisor beans, applied in their own order.
	 * @param agents Names of bots that this one may ask, as its tools.
	 * @param secretKey Secret key of its own.
	 * @param timeout Timeouts of its own.
	 * @param temperature Sampling temperature. Only plain models use it, if settings are
	 * carried.
	 * @param maxTokens Most tokens of an answer. Only plain models use it, if settings
	 * are carried.
	 * @param frequencyPenalty Penalty for frequent tokens. Only plain models use it, if
	 * settings are carried.
	 * @param presencePenalty Penalty for tokens that are already present. Only plain
	 * models use it, if settings are carried.
	 * @param topP Nucleus sampling. ChatBotKit ignores it.
	 * @param topK Number of tokens to sample from. ChatBotKit ignores it.
	 * @param stopSequences Sequences to stop at. ChatBotKit ignores them.
	 * @param reasoningEffort How hard a model should think. Only plain models use it, if
	 * settings are carried.
	 * @param carrySettings Whether settings of a plain model are carried inside the model
	 * string, which ChatBotKit does not document.
	 * @param legacyFunctions Whether to declare tools in the legacy functions format.
	 * @param tenantReplaces What a tenant may put in the place of what is configured
	 * here.
	 */
	@ConfigurationPropertiesSource
	record Bot(@Nullable String botId, @Nullable String model, @Nullable String modelName,
			@DefaultValue List<String> fallbacks, @Nullable String description, @Nullable String system,
			@DefaultValue List<String> advisors, @DefaultValue List<String> agents, @Nullable String secretKey,
			@DefaultValue OwnTimeout timeout, @Nullable Double temperature, @Nullable Integer maxTokens,
			@Nullable Double frequencyPenalty, @Nullable Double presencePenalty, @Nullable Double topP,
			@Nullable Integer topK, @Nullable List<String> stopSequences, @Nullable String reasoningEffort,
			@DefaultValue("false") boolean carrySettings, @DefaultValue("false") boolean legacyFunctions,
			@DefaultValue("when-called") ChatBotKitTenant.Replaces tenantReplaces) implements ChatProperties {

		static String prefix(String name) {
			return PREFIX + ".bots." + name;
		}

		/**
		 * Names no secret.
		 */
		@Override
		public String toString() {
			return "Bot[botId=" + this.botId + ", model=" + this.model + ", modelName=" + this.modelName + "]";
		}

	}

	/**
	 * Timeouts of a named bot, where they are not those of all. A connection is the same
	 * for all.
	 *
	 * @param response Longest time from the request being sent to the response headers.
	 * @param streamIdle Longest silence of the server while data is wanted.
	 */
	record OwnTimeout(@Nullable Duration response, @Nullable Duration streamIdle) {

	}

	/**
	 * Metrics.
	 *
	 * @param botIds Whether metrics tell single bots apart. Each bot is then a time
	 * series of its own.
	 */
	record Metrics(@DefaultValue("false") boolean botIds) {

	}

	/**
	 * Health of the bots.
	 *
	 * @param mode How it is found out. Neither way spends money.
	 * @param checkInterval Shortest time between two checks of a bot, in active mode.
	 * @param failureWindow How long a failed request speaks against its bot.
	 */
	record Health(@DefaultValue("passive") Mode mode, @DefaultValue("60s") Duration checkInterval,
			@DefaultValue("5m") Duration failureWindow) {

		/**
		 * How the health of a bot is found out.
		 */
		enum Mode {

			/**
			 * By what the application's own requests came to.
			 */
			PASSIVE,

			/**
			 * And by asking the platform for the bot, which runs nothing.
			 */
			ACTIVE

		}

	}

}
