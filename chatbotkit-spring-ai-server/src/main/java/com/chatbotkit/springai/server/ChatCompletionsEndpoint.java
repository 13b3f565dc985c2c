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

import java.time.Clock;
import java.util.UUID;

import com.chatbotkit.springai.server.ConversationMapper.Conversation;
import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * ChatBotKit's Chat Completions endpoint: checks a request in the platform's order,
 * passes it to an {@link Agent} and answers in OpenAI's format.
 * <p>
 * Serves {@code /v1/openai/chat/completions} and {@code /api/v1/openai/chat/completions}.
 * Does not depend on a web framework, never blocks, and is thread-safe.
 */
public final class ChatCompletionsEndpoint {

	private final AccessCheck accessCheck;

	private final AgentRunner agentRunner;

	private final Clock clock;

	private ChatCompletionsEndpoint(AccessPolicy access, Agent agent, Clock clock) {
		this.accessCheck = new AccessCheck(access);
		this.agentRunner = new AgentRunner(agent);
		this.clock = clock;
	}

	/**
	 * Creates an endpoint.
	 * @param access decides on secret keys and limits
	 * @param agent answers requests that pass all checks
	 * @return the endpoint
	 */
	public static ChatCompletionsEndpoint of(AccessPolicy access, Agent agent) {
		return new ChatCompletionsEndpoint(access, agent, Clock.systemUTC());
	}

	/**
	 * Returns the answer to a request that is refused before any agent runs, even if the
	 * client streams.
	 * @param reason why it is refused
	 * @return the answer, with the status of the code
	 */
	public static EndpointResponse refusal(AgentException reason) {
		return NativeErrors.answer(reason);
	}

	/**
	 * Returns why the endpoint refuses a tool. Its answer does not contain the reason
	 * (docs/contract.md#tools).
	 * @param parameters the schema of the tool's parameters
	 * @return the first key or value outside the dialect of schemas that the endpoint
	 * accepts, with its path and what is wrong with it; null if it accepts the schema
	 */
	public static @Nullable String schemaRefusal(JsonNode parameters) {
		return new ToolSchemaCheck().reason(parameters, BodyPath.ROOT.key("parameters"));
	}

	/**
	 * Whether the endpoint reads messages of a role. It silently drops all others
	 * (docs/contract.md#body).
	 * @param role the role in the request
	 * @return whether a message of that role becomes part of the conversation
	 */
	public static boolean readsRole(String role) {
		return ConversationMapper.reads(role);
	}

	/**
	 * Answers a request.
	 * @param request the request, on any path
	 * @return the answer; never an error signal. Cancelling the subscription, or the
	 * subscription to a streaming body, cancels the agent
	 */
	public Mono<EndpointResponse> handle(EndpointRequest request) {
		return Mono.defer(() -> check(request)).onErrorResume(ChatCompletionsEndpoint::failed);
	}

	private Mono<EndpointResponse> check(EndpointRequest request) {
		PathCheck.check(request.uri());
		JsonNode raw = RequestBody.read(request);
		MethodCheck.check(request);
		String secretKey = this.accessCheck.authenticate(request);
		JsonNode body = checked(raw);
		this.accessCheck.checkLimits(secretKey);
		String selector = body.get("model").stringValue();
		AgentTarget target = SelectorParser.parse(selector);
		Conversation conversation = ConversationMapper.map(body.get("messages"));
		boolean stream = body.path("stream").asBoolean(false);
		AgentRequest agentRequest = new AgentRequest(selector, target, conversation.backstory(),
				conversation.messages(), FunctionMapper.map(body), stream, request);
		CompletionHeader header = new CompletionHeader("chatcmpl-" + UUID.randomUUID(),
				this.clock.instant().getEpochSecond(), selector);
		return this.agentRunner.answer(agentRequest, header);
	}

	private static JsonNode checked(JsonNode body) {
		// The platform's web framework treats a falsy document as missing.
		if (!JavaScriptStrings.isTruthy(body)) {
			throw NativeErrors.badRequest("Bad request");
		}
		try {
			return BodyRules.apply(body);
		}
		catch (InvalidValueException refusal) {
			throw NativeErrors.badRequest(refusal.getMessage());
		}
	}

	private static Mono<EndpointResponse> failed(Throwable failure) {
		return Mono.just((failure instanceof EarlyResponseException answered) ? answered.response()
				: NativeErrors.answer(failure));
	}

}
