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

import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.ChatBotKitChatModel;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A client that the tests of a class share, for a context takes longer than most of them.
 * Each test has a server of its own, and so connections of its own.
 */
final class SharedClient implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	/** How often it was asked at a server, retries included. */
	final AtomicInteger attempts = new AtomicInteger();

	private volatile int port;

	/**
	 * Starts the client.
	 * @param host a URL that ends before its port
	 * @param properties other properties than those of {@link Contexts#configured()}
	 */
	SharedClient(String host, String... properties) {
		TestPropertyValues.of(Contexts.CONFIGURED)
			.and(properties)
			.and("spring.ai.chatbotkit.base-url=" + host + ":1")
			.applyTo(this.context);
		this.context.register(Contexts.autoConfigurations());
		this.context.registerBean(ChatBotKitWebClientCustomizer.class, () -> (builder) -> builder.filter(this::send));
		this.context.refresh();
	}

	private Mono<ClientResponse> send(ClientRequest request, ExchangeFunction next) {
		this.attempts.incrementAndGet();
		return next.exchange(ClientRequest.from(request)
			.url(UriComponentsBuilder.fromUri(request.url()).port(this.port).build(true).toUri())
			.build());
	}

	/**
	 * Returns the model, which asks the server at this port from now on.
	 */
	ChatBotKitChatModel at(int port) {
		this.port = port;
		return this.context.getBean(ChatBotKitChatModel.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
