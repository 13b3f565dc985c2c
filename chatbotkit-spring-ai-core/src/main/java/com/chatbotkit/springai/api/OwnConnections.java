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

import java.time.Duration;

import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * The connections of a client that was given none, on Reactor Netty.
 */
final class OwnConnections {

	/**
	 * Most connections at once: one stream takes one for as long as it lasts.
	 */
	private static final int MOST = 2000;

	/**
	 * The platform's own stack closes idle connections after 5 s.
	 */
	private static final Duration MAX_IDLE = Duration.ofSeconds(4);

	private final ConnectionProvider provider = ConnectionProvider.builder("chatbotkit")
		.maxConnections(MOST)
		.pendingAcquireMaxCount(-1)
		.maxIdleTime(MAX_IDLE)
		.lifo()
		.build();

	ClientHttpConnector connector(Duration connectTimeout) {
		int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, connectTimeout.toMillis()));
		return new ReactorClientHttpConnector(AnswerGuard.guard(HttpClient.create(this.provider))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis));
	}

	void close() {
		this.provider.disposeLater().subscribe();
	}

}
