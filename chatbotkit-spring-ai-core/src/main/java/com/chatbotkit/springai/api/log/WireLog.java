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

package com.chatbotkit.springai.api.log;

import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Logs requests and responses with the logger {@code com.chatbotkit.springai.wire}. DEBUG
 * logs the request line, headers, sizes and times; TRACE also logs the start of each
 * body.
 * <p>
 * Copies a limited part of each body while it passes. Nothing is delayed, and the secret
 * key is hidden.
 */
public final class WireLog implements ExchangeFilterFunction {

	static final String CATEGORY = "com.chatbotkit.springai.wire";

	private static final Log logger = LogFactory.getLog(CATEGORY);

	private static final AtomicLong exchanges = new AtomicLong();

	private final int maxBodySize;

	/**
	 * Creates a log.
	 * @param maxBodySize the most bytes of a body that are logged at TRACE, at least 0
	 */
	public WireLog(int maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!logger.isDebugEnabled()) {
			return next.exchange(request);
		}
		int bodySize = logger.isTraceEnabled() ? this.maxBodySize : 0;
		return Mono.deferContextual(
				(context) -> new LoggedExchange(exchanges.incrementAndGet(), request, bodySize, logger, context)
					.send(next));
	}

}
