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

package com.chatbotkit.springai.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;
import reactor.core.publisher.Mono;

/**
 * Serves ChatBotKit's native call that fetches a bot of the account,
 * {@code GET /v1/bot/<id>/fetch}, also below {@code /api}. It does not run the bot.
 * <p>
 * Does not depend on a web framework, never blocks, and is thread-safe.
 */
public final class BotFetchEndpoint {

	private static final Pattern PATH = Pattern.compile("(?:/api)?/v1/bot/([^/?]+)/fetch(?:\\?.*)?");

	private final AccessCheck accessCheck;

	private final Function<String, Optional<String>> bots;

	private BotFetchEndpoint(AccessPolicy access, Function<String, Optional<String>> bots) {
		this.accessCheck = new AccessCheck(access);
		this.bots = bots;
	}

	/**
	 * Creates an endpoint.
	 * @param access decides on secret keys
	 * @param bots returns the backstory of the bot with an id, which may be an empty
	 * text, or nothing if there is no such bot; must not block
	 * @return the endpoint
	 */
	public static BotFetchEndpoint of(AccessPolicy access, Function<String, Optional<String>> bots) {
		return new BotFetchEndpoint(access, bots);
	}

	/**
	 * Whether a request is for this endpoint.
	 * @param uri path and query as sent
	 * @return whether {@link #handle} answers it
	 */
	public static boolean serves(String uri) {
		return PATH.matcher(uri).matches();
	}

	/**
	 * Answers a request.
	 * @param request the request, on a path that is {@linkplain #serves served}
	 * @return the answer; never an error signal
	 */
	public Mono<EndpointResponse> handle(EndpointRequest request) {
		return Mono.fromSupplier(() -> {
			try {
				return answer(request);
			}
			catch (EarlyResponseException answered) {
				return answered.response();
			}
		});
	}

	private EndpointResponse answer(EndpointRequest request) {
		if (!request.method().equals("GET")) {
			throw NativeErrors.refuse("METHOD_NOT_ALLOWED", "Method not allowed");
		}
		this.accessCheck.authenticate(request);
		String id = id(request.uri());
		String backstory = this.bots.apply(id).orElseThrow(() -> NativeErrors.refuse("NOT_FOUND", "Not found"));
		return Responses.json(200,
				"{\"id\":" + JsonStrings.quote(id) + ",\"name\":" + JsonStrings.quote(id)
						+ ",\"description\":\"\",\"backstory\":" + JsonStrings.quote(backstory)
						+ ",\"visibility\":\"private\",\"createdAt\":0,\"updatedAt\":0}");
	}

	private static String id(String uri) {
		Matcher path = PATH.matcher(uri);
		if (!path.matches()) {
			throw NativeErrors.refuse("NOT_FOUND", "Not found");
		}
		// A plus is a plus in a path.
		return URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
