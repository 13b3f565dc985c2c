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

import java.net.http.HttpResponse;
import java.util.concurrent.Flow;

import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Ends the exchange of a response that arrives at the moment of a cancel, which Reactor
 * discards. Nothing else would end it: the HTTP client has passed the response on, and no
 * subscriber gets it. Spring's {@code JdkClientHttpConnector} (7.0.8) loses the JDK's
 * {@link HttpResponse} so, in {@code Mono.fromCompletionStage}.
 */
final class DiscardedResponse implements ExchangeFilterFunction {

	/** A Java runtime without the module {@code java.net.http} has no such class. */
	private static final boolean JDK_CLIENT = ClassUtils.isPresent("java.net.http.HttpResponse",
			DiscardedResponse.class.getClassLoader());

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).doOnDiscard(Object.class, DiscardedResponse::end);
	}

	private static void end(Object discarded) {
		if (discarded instanceof ClientHttpResponse response) {
			BodyCancellation.end(response.getBody());
		}
		else if (JDK_CLIENT && discarded instanceof HttpResponse<?> response
				&& response.body() instanceof Flow.Publisher<?> body) {
			JdkFlowAdapter.flowPublisherToFlux(body).onErrorComplete().subscribe().dispose();
		}
	}

}
