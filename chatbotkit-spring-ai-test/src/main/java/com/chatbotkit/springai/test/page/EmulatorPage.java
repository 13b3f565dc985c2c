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

package com.chatbotkit.springai.test.page;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.netty.NettyEndpoint;
import com.chatbotkit.springai.test.server.LocalAccess;
import io.netty.handler.codec.http.HttpMethod;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Shows the exchanges of a running emulator to browsers of the same machine. For the
 * emulator itself: users open its page.
 * <p>
 * For other clients its paths do not exist, except {@value #HEALTH}, which answers
 * everyone.
 */
public final class EmulatorPage {

	/** The path that answers with status 200 and {@code ok}. */
	public static final String HEALTH = "/_emulator/health";

	private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain; charset=utf-8");

	private static final Logger logger = System.getLogger(EmulatorPage.class.getName());

	private final Journal journal = new Journal();

	private final EventFeed feed = new EventFeed(this.journal);

	private final NettyEndpoint page = new NettyEndpoint((request) -> answer(request.uri()));

	/**
	 * Records an exchange for the page. What the platform would do to the request without
	 * saying so becomes a note on the page and a warning in the log.
	 * @param request the request
	 * @param answer its response
	 * @return the response, recorded as it is sent
	 */
	public Mono<EndpointResponse> follow(EndpointRequest request, Mono<EndpointResponse> answer) {
		return Mono.defer(() -> {
			WatchedExchange exchange = new WatchedExchange(this.journal, Clock.systemUTC());
			exchange.requested(request);
			return answer.doOnCancel(exchange::cancelled).map((response) -> {
				List<Note> notes = RequestNotes.of(request, response);
				notes.forEach((note) -> logger.log(Level.WARNING, note.text()));
				return exchange.answered(response, notes);
			});
		});
	}

	/**
	 * Handles requests for the page before the endpoint.
	 * @param endpoint handles all other requests
	 * @return a handler for a Reactor Netty server
	 */
	public BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> before(
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> endpoint) {
		return (request, response) -> isForThePage(request) ? this.page.apply(request, response)
				: endpoint.apply(request, response);
	}

	private static boolean isForThePage(HttpServerRequest request) {
		if (HttpMethod.HEAD.equals(request.method())) {
			return HEALTH.equals(request.uri());
		}
		if (!HttpMethod.GET.equals(request.method())) {
			return false;
		}
		return switch (request.uri()) {
			case HEALTH -> true;
			case "/_emulator/page.css", "/_emulator/page.js", "/_emulator/events" ->
				LocalAccess.isLocal(request) && LocalAccess.isOwnSite(request);
			// A client with a wrong path gets the platform's 404.
			case "/" ->
				request.requestHeaders().get("accept", "").contains("text/html") && LocalAccess.isLocal(request);
			default -> false;
		};
	}

	private Mono<EndpointResponse> answer(String uri) {
		return switch (uri) {
			case HEALTH -> Mono.just(EndpointResponse.of(200, TEXT, "ok"));
			case "/_emulator/page.css" -> PageFile.CSS.answer();
			case "/_emulator/page.js" -> PageFile.SCRIPT.answer();
			case "/_emulator/events" -> this.feed.answer();
			default -> PageFile.HTML.answer();
		};
	}

}
