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

package com.chatbotkit.springai.benchmark.served;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.chat.ChatClientAgent;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.observation.DefaultServerRequestConvention;
import com.chatbotkit.springai.server.open.OpenEndpoint;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;

/**
 * A served agent without a connection: from the request's bytes to those of its answer.
 */
public final class InMemory {

	private final OpenEndpoint endpoint;

	/**
	 * Creates an agent and its endpoint.
	 * @param registry observes both
	 */
	public InMemory(ObservationRegistry registry) {
		ChatClient client = ChatClient.create(new FixedModel(), registry);
		ChatClientAgent agent = ChatClientAgent.builder(() -> client, Schedulers.immediate()).build();
		this.endpoint = OpenEndpoint.of("/v1",
				new FixedAgentDirectory(List
					.of(new ServedAgent(new AgentTarget.Bot("agent"), "agent", null, List.of(), List.of(), agent))),
				(request) -> Mono.just(new ServerCaller("anyone", Set.of(), false)),
				new OpenEndpoint.OpenSettings(10_000, Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ZERO,
						List.of()),
				registry, new DefaultServerRequestConvention(Set.of()));
	}

	/**
	 * Reads a streamed answer to its end.
	 * @param pieces how many pieces the model has
	 */
	public void stream(int pieces) {
		byte[] body = """
				{"model":"bot/id=agent","stream":true,"messages":[{"role":"user","content":"%d 0"}]}"""
			.formatted(pieces)
			.getBytes(StandardCharsets.UTF_8);
		EndpointResponse response = Objects.requireNonNull(
				this.endpoint
					.handle(new EndpointRequest("POST", "/v1/chat/completions",
							Map.of("Content-Type", "application/json", "Authorization", "Bearer key"), body))
					.block());
		Long events = ((EndpointResponse.Pieces) response.body()).pieces().count().block();
		if (events == null || events < pieces) {
			throw new IllegalStateException("Only " + events + " events of " + pieces + " pieces");
		}
	}

}
