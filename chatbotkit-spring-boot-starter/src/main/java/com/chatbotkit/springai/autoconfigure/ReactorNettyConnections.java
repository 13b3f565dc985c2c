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

import com.chatbotkit.springai.api.AnswerGuard;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The connections to ChatBotKit where Reactor Netty makes them. The threads stay those
 * that Spring Boot gave the connector's builder.
 */
final class ReactorNettyConnections implements ClientConnections {

	private static final String PREFIX = ChatBotKitProperties.PREFIX + ".connections";

	private final ConnectionProvider provider;

	ReactorNettyConnections(ChatBotKitProperties.Connections properties) {
		this.provider = ConnectionProvider.builder("chatbotkit")
			.maxConnections(Settings.atLeastOne(PREFIX + ".max", properties.max()))
			.pendingAcquireMaxCount(-1)
			.maxIdleTime(Settings.positive(PREFIX + ".max-idle", properties.maxIdle()))
			// The one used last is the least likely to be closed by the server.
			.lifo()
			.build();
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		return (builder instanceof ReactorClientHttpConnectorBuilder reactor)
				? reactor.withHttpClientFactory(() -> AnswerGuard.guard(HttpClient.create(this.provider)))
					.build(settings)
				: null;
	}

	@Override
	public void close() {
		this.provider.dispose();
	}

}
