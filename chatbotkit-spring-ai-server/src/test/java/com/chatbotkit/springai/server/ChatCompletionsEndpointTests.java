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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class ChatCompletionsEndpointTests {

	private static final String PATH = "/v1/openai/chat/completions";

	private static final String HI = "{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

	private static final String STREAM = HI.replace("]}", "],\"stream\":true}");

	private final TestPublisher<AgentEvent> agent = TestPublisher.create();

	@Test
	void sizeComesFirst() {
		EndpointRequest request = new EndpointRequest("PUT", PATH, Map.of(),
				new byte[EndpointRequest.MAX_BODY_BYTES + 1]);
		assertThat(answer(request).status()).isEqualTo(413);
	}

	@Test
	void aBodyAtTheLimitPasses() {
		String body = HI + " ".repeat(EndpointRequest.MAX_BODY_BYTES - HI.length());
		assertThat(answer(Flux.empty(), post(body)).status()).isEqualTo(200);
	}

	@Test
	void syntaxComesBeforeTheMethod() {
		assertThat(answer(request("PUT", PATH, "sk", "{nope"))).isEqualTo(Responses.bare(400, "Invalid JSON"));
	}

	@Test
	void methodComesBeforeTheMediaType() {
		EndpointRequest request = new EndpointRequest("GET", PATH, Map.of(), new byte[0]);
		assertThat(answer(request).status()).isEqualTo(405);
	}

	@Test
	void theKeyComesBeforeTheBody() {
		assertThat(answer(request("POST", PATH, "wrong", "{}")).status()).isEqualTo(401);
	}

	@Test
	void limitsComeAfterTheBodyAndBeforeTheSelector() {
		assertThat(answer(request("POST", PATH, "sk-limited", "{}")).status()).isEqualTo(400);
		assertThat(text(answer(request("POST", PATH, "sk-limited", HI.replace("bot/id=b", "bare")))))
			.isEqualTo("{\"error\":{\"message\":\"Rate limit reached for requests.\","
					+ "\"type\":\"rate_limit_exceeded\",\"code\":\"rate_limit_exceeded\"}}");
	}

	@Test
	void preflightsPassWithoutAKey() {
		assertThat(answer(new EndpointRequest("HEAD", PATH, Map.of(), new byte[0]))).isEqualTo(Responses.empty(200));
		assertThat(text(answer(new EndpointRequest("OPTIONS", PATH, Map.of(), new byte[0])))).isEqualTo("{}");
	}

	@Test
	void aFalsyDocumentIsNone() {
		assertThat(text(answer(post("null")))).contains("Bad request");
		assertThat(text(answer(post("5")))).contains("\\\"value\\\" must be of type object");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "application/json; charset=utf-8|200", "APPLICATION/JSON|200",
					"application/json;charset=\"UTF-8\"|200", "application/json;|400", "application/ld+json|400",
					"text/plain|400", "application/json, text/plain|400", "application/json; charset=nope|400" })
	void theMediaTypeIsJson(String mediaType, int status) {
		Map<String, String> headers = Map.of("authorization", "Bearer sk", "content-type", mediaType);
		EndpointRequest request = new EndpointRequest("POST", PATH, headers, HI.getBytes(StandardCharsets.UTF_8));
		assertThat(answer(Flux.empty(), request).status()).isEqualTo(status);
	}

	@Test
	void pathsAreTidied() {
		EndpointResponse response = answer(request("POST", "//v1/openai//chat/completions/?a=b//", "sk", HI));
		assertThat(response.status()).isEqualTo(308);
		assertThat(response.headers()).containsEntry("Location", PATH + "?a=b//");
	}

	@Test
	void otherPathsAreUnknown() {
		assertThat(answer(request("GET", "/v1/openai/models", "sk", "")).status()).isEqualTo(404);
		assertThat(answer(Flux.empty(), request("POST", "/api" + PATH, "sk", HI)).status()).isEqualTo(200);
	}

	@Test
	void theSchemeOfTheKeyDoesNotMatter() {
		Map<String, String> headers = Map.of("AUTHORIZATION", "basic sk", "Content-type",
				"Application/JSON; charset=utf-8");
		assertThat(answer(Flux.empty(), new EndpointRequest("POST", PATH, headers, HI.getBytes(StandardCharsets.UTF_8)))
			.status()).isEqualTo(200);
	}

	@Test
	void anExceptionBecomesTheStatusOfItsCode() {
		Flux<AgentEvent> events = Flux.error(new AgentException("LIMITS_REACHED", "Enough"));
		EndpointResponse response = answer(events, post(HI));
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.headers()).containsEntry("x-failure-code", "LIMITS_REACHED");
	}

	@Test
	void piecesComeAsTheyAreMade() {
		StepVerifier.create(stream(this.agent.flux()))
			.assertNext((piece) -> assertThat(piece).contains("\"role\":\"assistant\""))
			.then(() -> this.agent.next(new AgentEvent.Token("a")))
			.assertNext((piece) -> assertThat(piece).contains("\"content\":\"a\""))
			.then(() -> this.agent.next(new AgentEvent.Usage(1, 1), new AgentEvent.End(EndReason.LENGTH)))
			.then(this.agent::complete)
			.assertNext((piece) -> assertThat(piece).contains("\"delta\":{},\"finish_reason\":\"length\""))
			.expectNext("data: [DONE]\n\n")
			.verifyComplete();
	}

	@Test
	void aSlowClientSlowsTheAgent() {
		StepVerifier.create(stream(this.agent.flux()), 2)
			.expectNextCount(1)
			.then(() -> this.agent.assertMaxRequested(1))
			.then(() -> this.agent.next(new AgentEvent.Token("a")))
			.expectNextCount(1)
			.thenCancel()
			.verify();
	}

	@Test
	void cancellingAStreamCancelsTheAgent() {
		StepVerifier.create(stream(this.agent.flux()))
			.expectNextCount(1)
			.then(() -> this.agent.next(new AgentEvent.Token("a")))
			.expectNextCount(1)
			.thenCancel()
			.verify();
		this.agent.assertCancelled();
	}

	@Test
	void cancellingACallCancelsTheAgent() {
		StepVerifier.create(endpoint((request) -> this.agent.flux()).handle(post(HI))).thenCancel().verify();
		this.agent.assertCancelled();
	}

	@Test
	void aBrokenStreamEndsWithoutAFinishReason() {
		Flux<AgentEvent> events = Flux.<AgentEvent>just(new AgentEvent.Token("a"))
			.concatWith(Flux.error(new IllegalStateException("broken")));
		StepVerifier.create(stream(events)).expectNextCount(2).expectNext("data: [DONE]\n\n").verifyComplete();
	}

	@Test
	void theAgentSeesTheRequest() {
		AtomicReference<AgentRequest> seen = new AtomicReference<>();
		EndpointRequest request = post(STREAM);
		endpoint((agentRequest) -> {
			seen.set(agentRequest);
			return Flux.empty();
		}).handle(request).block();
		assertThat(seen.get().http()).isSameAs(request);
		assertThat(seen.get().selector()).isEqualTo("bot/id=b");
		assertThat(seen.get().stream()).isTrue();
	}

	@Test
	void ofFunctionsAndToolsOfOneNameTheFirstCountsAndFunctionsComeFirst() {
		AtomicReference<AgentRequest> seen = new AtomicReference<>();
		endpoint((agentRequest) -> {
			seen.set(agentRequest);
			return Flux.empty();
		}).handle(post(HI.replace("]}", """
				],"tools":[{"type":"function","function":{"name":"f","description":"tool"}},
				{"type":"function","function":{"name":"g","description":"tool","parameters":{"type":"object"}}}],
				"functions":[{"name":"h","description":"function"},{"name":"f","description":"function"}]}""")))
			.block();
		assertThat(seen.get().functions())
			.extracting((function) -> function.name() + " " + function.description() + " " + function.parameters())
			.containsExactly("h function {}", "f function {}", "g tool {\"type\":\"object\"}");
	}

	@Test
	void anAnswerIsAllTextsAllCallsAndTheSumOfTheirUsage() {
		Flux<AgentEvent> events = Flux.just(new AgentEvent.Token("a"), new AgentEvent.Usage(1, 2),
				new AgentEvent.ToolCall("c1", "f", null), new AgentEvent.Token("b"),
				new AgentEvent.ToolCall("c2", "g", null), new AgentEvent.Usage(30, 40),
				new AgentEvent.End(EndReason.ACTIVITY));
		assertThat(text(answer(events, post(HI)))).contains("\"content\":\"ab\"", "\"name\":\"f\"", "}},{",
				"\"name\":\"g\"", "\"finish_reason\":\"tool_calls\"",
				"\"usage\":{\"prompt_tokens\":31,\"completion_tokens\":42,\"total_tokens\":73}");
	}

	@Test
	void theTextOfAnAnswerOfCallsAloneIsNullAndThatOfAnEmptyOneIsEmpty() {
		assertThat(text(answer(Flux.just(new AgentEvent.ToolCall("c1", "f", null)), post(HI))))
			.contains("\"content\":null,\"tool_calls\":[");
		assertThat(text(answer(Flux.empty(), post(HI)))).contains("\"content\":\"\"}").doesNotContain("tool_calls");
	}

	@Test
	void requestsPrintNoSecret() {
		assertThat(post(HI)).hasToString("POST " + PATH + " (" + HI.length() + " bytes)");
	}

	private static Flux<String> stream(Flux<AgentEvent> events) {
		EndpointResponse response = answer(events, post(STREAM));
		return ((EndpointResponse.Pieces) response.body()).pieces()
			.map((piece) -> new String(piece, StandardCharsets.UTF_8));
	}

	private static EndpointResponse answer(EndpointRequest request) {
		return answer(Flux.error(new AssertionError("reached the agent")), request);
	}

	private static EndpointResponse answer(Flux<AgentEvent> events, EndpointRequest request) {
		return endpoint((agentRequest) -> events).handle(request).blockOptional().orElseThrow();
	}

	private static ChatCompletionsEndpoint endpoint(Agent agent) {
		return ChatCompletionsEndpoint.of(new AccessPolicy() {

			@Override
			public boolean accepts(String secretKey) {
				return secretKey.startsWith("sk");
			}

			@Override
			public Limits limits(String secretKey) {
				return secretKey.equals("sk-limited") ? Limits.RATE_REACHED : Limits.WITHIN;
			}

		}, agent);
	}

	private static String text(EndpointResponse response) {
		return ((EndpointResponse.Whole) response.body()).text();
	}

	private static EndpointRequest post(String body) {
		return request("POST", PATH, "sk", body);
	}

	private static EndpointRequest request(String method, String uri, String key, String body) {
		return new EndpointRequest(method, uri,
				Map.of("authorization", "Bearer " + key, "content-type", "application/json"),
				body.getBytes(StandardCharsets.UTF_8));
	}

}
