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

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

import com.chatbotkit.springai.autoconfigure.connection.ConnectorFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Opens a connection to ChatBotKit when the application is ready, for all bots.
 */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(WarmUp.class);

	private final AtomicBoolean done = new AtomicBoolean();

	private final ConnectorFactory connectors;

	private final @Nullable URI server;

	/**
	 * Creates a warm-up.
	 * @param connectors makes the connections
	 * @param server the address to connect to; null for a mocked client, which has none
	 */
	WarmUp(ConnectorFactory connectors, @Nullable URI server) {
		this.connectors = connectors;
		this.server = server;
	}

	/**
	 * A child context tells its parents that it is ready, too.
	 */
	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		URI known = this.server;
		if (known != null && this.done.compareAndSet(false, true) && !this.connectors.warmUp(known)) {
			logger.warn(ChatBotKitProperties.PREFIX + ".connections.warm-up=true has no effect: of the HTTP clients"
					+ " only Reactor Netty can open a connection without a request. Set"
					+ " spring.http.clients.reactive.connector=reactor, or remove the property.");
		}
	}

}
