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

package com.chatbotkit.springai.server.webflux;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Makes an endpoint a route of Spring WebFlux.
 */
public final class WebFluxRoutes {

	private WebFluxRoutes() {
	}

	/**
	 * Creates the route.
	 * @param endpoint answers the requests of the paths that it serves
	 * @return the route
	 */
	public static RouterFunction<ServerResponse> of(HttpEndpoint endpoint) {
		return (request) -> endpoint.serves(request.requestPath().pathWithinApplication().value())
				? Mono.just((routed) -> Mono.just(new WebFluxExchange(endpoint))) : Mono.empty();
	}

	/**
	 * Creates the route of paths that are below the endpoint's, and that nobody serves.
	 * @param endpoint answers them with a 404 in the form that its clients read
	 * @return the route, which has to come after those of the application
	 */
	public static RouterFunction<ServerResponse> unserved(HttpEndpoint endpoint) {
		return (request) -> endpoint.refuses(request.requestPath().pathWithinApplication().value())
				? Mono.just((routed) -> Mono.just(new WebFluxExchange(endpoint))) : Mono.empty();
	}

}
