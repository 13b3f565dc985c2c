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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.fuzzing.Facts;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What holds for every request to the endpoint in the platform's dialect. It is answered
 * with one of the statuses of docs/contract.md#failures, and with 500 for two reasons
 * only; an agent is reached if and only if it is answered with 200; what was accepted is
 * accepted again; and JSON is printed as it is parsed.
 */
public final class ContractRequestFuzz {

	private static final Set<Integer> STATUSES = Set.of(200, 400, 413, 500);

	private static final Set<String> REASONS = Set.of("content.filter is not a function",
			"Cannot read properties of a tool call without a function");

	private static final AtomicReference<@Nullable AgentRequest> REACHED = new AtomicReference<>();

	private static final ChatCompletionsEndpoint ENDPOINT = ChatCompletionsEndpoint.of((secretKey) -> true,
			(request) -> {
				REACHED.set(request);
				return Flux.just(new AgentEvent.Token("Hello"));
			});

	/** The endpoint is asked more often than its JSON is printed. */
	public static final Facts FACTS = new Facts(
			List.of(ContractRequestFuzz::checkRequest, ContractRequestFuzz::checkPrinted), 3, 1);

	private ContractRequestFuzz() {
	}

	/**
	 * Checks one request: a body, before which a line with its media type may stand.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		FACTS.checkOne(bytes);
	}

	private static void checkRequest(byte[] bytes) {
		FuzzedRequest fuzzed = FuzzedRequest.of(bytes);
		REACHED.set(null);
		EndpointResponse response = Objects
			.requireNonNull(ENDPOINT.handle(fuzzed.request("/v1/openai/chat/completions")).block());
		String text = PlainEvents.text(response);
		AgentRequest reached = REACHED.get();
		check(STATUSES.contains(response.status()), "a status of the contract: " + response.status() + " " + text);
		check((response.status() == 200) == (reached != null), "an agent is reached if it is accepted: " + text);
		if ("application/json".equals(response.headers().get("Content-Type"))) {
			JsonNode json = JavaScriptJson.parse(text);
			check(response.status() != 500 || REASONS.contains(json.path("message").asString("")),
					"a reason for 500: " + text);
		}
		if (reached != null) {
			checkReached(reached, fuzzed);
			check(!reached.stream() || text.endsWith("data: [DONE]\n\n"), "a stream has an end: " + text);
		}
	}

	private static void checkReached(AgentRequest reached, FuzzedRequest fuzzed) {
		for (AgentFunction function : reached.functions()) {
			JsonNode parameters = function.parameters();
			check(new ToolSchemaCheck().check(parameters, BodyPath.ROOT).equals(parameters),
					"accepted again: " + parameters);
		}
		// The same request is read the same.
		JsonNode body = BodyRules.apply(RequestBody.read(fuzzed.request("/v1/openai/chat/completions")));
		check(BodyRules.apply(body).equals(body), "accepted again: " + body);
		check(reached.selector().equals(body.path("model").stringValue()), "the selector as sent");
		check(SelectorParser.parse(reached.selector()).equals(reached.target()), "the target of the selector");
	}

	private static void checkPrinted(byte[] bytes) {
		String text = new String(FuzzedRequest.of(bytes).body(), StandardCharsets.UTF_8);
		JsonNode parsed;
		try {
			parsed = JavaScriptJson.parse(text);
		}
		catch (JacksonException ex) {
			return;
		}
		String printed = JavaScriptJson.stringify(parsed);
		check(JavaScriptJson.stringify(JavaScriptJson.parse(printed)).equals(printed), "printed as parsed: " + printed);
	}

	private static void check(boolean holds, String fact) {
		if (!holds) {
			throw new AssertionError("Not true: " + fact);
		}
	}

}
