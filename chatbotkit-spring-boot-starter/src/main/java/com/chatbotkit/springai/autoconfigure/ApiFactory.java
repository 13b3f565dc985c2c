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

import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitApiBuilder;
import com.chatbotkit.springai.api.ChatBotKitConnectionLimit;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.ChatBotKitTimeouts;

import org.springframework.ai.model.ApiKey;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the {@link ChatBotKitApi} from {@code spring.ai.chatbotkit.*}.
 */
final class ApiFactory {

	private static final int MAX_TOOL_CALLS = 100_000;

	private static final String PREFIX = ChatBotKitProperties.PREFIX;

	private final ChatBotKitProperties properties;

	ApiFactory(ChatBotKitProperties properties) {
		this.properties = properties;
	}

	ChatBotKitApi create(ChatBotKitConnectionDetails details, ApiKey apiKey, ChatBotKitRetryPolicy retryPolicy,
			WebClientFactory webClients) {
		ChatBotKitApiBuilder builder = ChatBotKitApi.builder()
			.baseUrl(details.getBaseUrl())
			.allowPlainHttp(details.isPlainHttpAllowed())
			.apiKey(apiKey)
			.timeouts(timeouts())
			.retryPolicy(retryPolicy)
			.limits(limits())
			.connectionLimit(connectionLimit(webClients))
			.webClientBuilder(webClients.builder());
		this.properties.headers().forEach((name, value) -> addHeader(builder, name, value));
		return PropertyChecks.of(PREFIX + ".base-url", details.getBaseUrl(), builder::build);
	}

	private static void addHeader(ChatBotKitApiBuilder builder, String name, String value) {
		String property = PREFIX + ".headers." + name;
		try {
			builder.header(name, Objects.requireNonNullElse(PropertyChecks.text(property, value), ""));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(property + ": " + ex.getMessage() + ".",
					"Correct or remove " + property + "; the secret key belongs in " + PREFIX + ".secret-key.");
		}
	}

	private ChatBotKitTimeouts timeouts() {
		ChatBotKitProperties.Timeout timeout = this.properties.timeout();
		return new ChatBotKitTimeouts(PropertyChecks.positive(PREFIX + ".timeout.connect", timeout.connect()),
				PropertyChecks.positive(PREFIX + ".timeout.response", timeout.response()),
				PropertyChecks.positive(PREFIX + ".timeout.stream-idle", timeout.streamIdle()));
	}

	private ChatBotKitConnectionLimit connectionLimit(WebClientFactory webClients) {
		ChatBotKitProperties.Connections connections = this.properties.connections();
		return new ChatBotKitConnectionLimit(PropertyChecks.atLeastOne(PREFIX + ".connections.max", connections.max()),
				PropertyChecks.positive(PREFIX + ".connections.acquire-timeout", connections.acquireTimeout()),
				webClients::connectionsInUse);
	}

	private ChatBotKitLimits limits() {
		ChatBotKitProperties.Limits limits = this.properties.limits();
		return new ChatBotKitLimits(bytes(PREFIX + ".limits.event-size", limits.eventSize()),
				bytes(PREFIX + ".limits.error-body-size", limits.errorBodySize()),
				bytes(PREFIX + ".limits.logged-body-size", limits.loggedBodySize()),
				count(PREFIX + ".limits.tool-calls", limits.toolCalls()),
				bytes(PREFIX + ".limits.tool-calls-size", limits.toolCallsSize()),
				PropertyChecks.atLeastOne(PREFIX + ".limits.tool-rounds", limits.toolRounds()));
	}

	private static int count(String property, int count) {
		return PropertyChecks.of(property, count, () -> {
			Assert.isTrue(count > 0 && count <= MAX_TOOL_CALLS,
					() -> "must be from 1 to " + MAX_TOOL_CALLS + ", but is " + count);
			return count;
		});
	}

	private static int bytes(String property, DataSize size) {
		return PropertyChecks.of(property, size, () -> {
			Assert.isTrue(size.toBytes() > 0 && size.toBytes() <= Integer.MAX_VALUE,
					() -> "must be from 1B to 2047MB, but is " + size);
			return (int) size.toBytes();
		});
	}

}
