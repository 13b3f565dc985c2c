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

package com.chatbotkit.springai.server.open;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.FuzzedRequest;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentSettings;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What holds for every request to a served endpoint. It is answered with 200 and by an
 * agent, or refused as the caller's mistake, in the form of an error that says what is
 * wrong: never by a failure of the server.
 */
public final class OpenRequestFuzz {

	private static final Set<Integer> STATUSES = Set.of(200, 400, 404, 413, 415);

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final AtomicReference<@Nullable AgentRequest> REACHED = new AtomicReference<>();

	private static final Agent AGENT = (request) -> {
		REACHED.set(request);
		return Flux.just(new AgentEvent.Token("Hello"));
	};

	private static final HttpEndpoint ENDPOINT = OpenEndpoint.of("/v1",
			new FixedAgentDirectory(List.of(
					new ServedAgent(new AgentTarget.Bot("b"), "b", null, List.of(), List.of("metadata.chat"), AGENT),
					new ServedAgent(new AgentTarget.Model("m"), "m", null, List.of("alias"), List.of(), AGENT))),
			(request) -> Mono.just(new ServerCaller("anyone", Set.of(), true)),
			new OpenEndpoint.OpenSettings(EndpointRequest.MAX_BODY_BYTES, Duration.ZERO, Duration.ZERO, Duration.ZERO,
					List.of("*.example.com")));

	private OpenRequestFuzz() {
	}

	/**
	 * Checks one request: a body, before which a line with its media type may stand.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		REACHED.set(null);
		EndpointResponse response = Objects
			.requireNonNull(ENDPOINT.handle(FuzzedRequest.of(bytes).request("/v1/chat/completions")).block());
		AgentRequest request = reached(response);
		check(STATUSES.contains(response.status()), "a status of the dialect", response);
		check((response.status() == 200) == (request != null), "an agent is reached if it is accepted", response);
		response.headers()
			.values()
			.forEach((value) -> check(value.chars().noneMatch(Character::isISOControl), "a line", response));
		if (request != null) {
			checkReached(request);
		}
		else {
			JsonNode error = JSON.readTree(((EndpointResponse.Whole) response.body()).text()).path("error");
			check(!error.path("message").asString("").isBlank() && error.path("code").isString(), "an error", response);
		}
	}

	private static @Nullable AgentRequest reached(EndpointResponse response) {
		if (response.body() instanceof EndpointResponse.Pieces streaming) {
			streaming.pieces().blockLast();
		}
		return REACHED.get();
	}

	private static void checkReached(AgentRequest request) {
		AgentSettings settings = request.settings();
		Stream.of(settings.temperature(), settings.topP(), settings.frequencyPenalty(), settings.presencePenalty())
			.filter(Objects::nonNull)
			.forEach((number) -> check(Double.isFinite(number), "a number", settings));
		check(settings.maxTokens() == null || settings.maxTokens() > 0, "a limit", settings);
		check(settings.stop().stream().noneMatch(String::isEmpty), "texts", settings);
		check(request.functions().stream().map(AgentFunction::name).distinct().count() == request.functions().size(),
				"names of functions are different", request);
	}

	private static void check(boolean holds, String fact, Object about) {
		if (!holds) {
			throw new AssertionError("Not true: " + fact + ": " + about);
		}
	}

}
