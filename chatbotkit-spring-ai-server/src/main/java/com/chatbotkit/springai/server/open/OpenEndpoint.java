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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import com.chatbotkit.springai.server.observation.ServerRequestConvention;
import com.chatbotkit.springai.server.open.OpenObservation.Observer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Serves agents to every client that speaks OpenAI's Chat Completions format.
 * <p>
 * Does not depend on a web framework, never blocks, and is thread-safe.
 */
public final class OpenEndpoint implements HttpEndpoint {

	private final OpenPaths paths;

	private final ChatBotKitServerAccess access;

	private final OpenSettings settings;

	private final OpenImages images;

	private final OpenRunner runner;

	private final OpenModels models;

	private final OpenReplays replays;

	private final Observer observer;

	private final Clock clock;

	private OpenEndpoint(String path, AgentDirectory directory, ChatBotKitServerAccess access, OpenSettings settings,
			Observer observer, Clock clock) {
		this.paths = OpenPaths.under(path);
		this.access = access;
		this.settings = settings;
		this.images = new OpenImages(settings.imageHosts());
		this.runner = new OpenRunner(settings, new OpenRuns());
		this.replays = new OpenReplays(clock);
		this.models = new OpenModels(directory, clock.instant().getEpochSecond());
		this.observer = observer;
		this.clock = clock;
	}

	/**
	 * Creates an endpoint.
	 * @param path the path under which it is served, such as {@code /v1}; {@code /openai}
	 * below it is served as well
	 * @param directory the agents and models
	 * @param access decides who may use them
	 * @param settings limits and times
	 * @return the endpoint
	 */
	public static OpenEndpoint of(String path, AgentDirectory directory, ChatBotKitServerAccess access,
			OpenSettings settings) {
		return new OpenEndpoint(path, directory, access, settings, Observer.NONE, Clock.systemUTC());
	}

	/**
	 * Creates an endpoint whose requests for completions are observed.
	 * @param path the path under which it is served, such as {@code /v1}; {@code /openai}
	 * below it is served as well
	 * @param directory the agents and models
	 * @param access decides who may use them
	 * @param settings limits and times
	 * @param registry observes each request, as the parent of what its agent does
	 * @param convention names and describes the observations
	 * @return the endpoint
	 */
	public static OpenEndpoint of(String path, AgentDirectory directory, ChatBotKitServerAccess access,
			OpenSettings settings, ObservationRegistry registry, ServerRequestConvention convention) {
		return new OpenEndpoint(path, directory, access, settings, new Observer(registry, convention),
				Clock.systemUTC());
	}

	@Override
	public boolean serves(String path) {
		return this.paths.resource(path) != null;
	}

	@Override
	public boolean refuses(String path) {
		return this.paths.isBeside(path);
	}

	@Override
	public int maxBodyBytes() {
		return this.settings.maxRequestBytes();
	}

	@Override
	public EndpointResponse bodyNotReceived() {
		return OpenErrors.answer(new OpenRefusal(408, "request_timeout", null,
				"The body of the request did not come in time. Send it faster, or send less.",
				Map.of("Connection", "close")));
	}

	@Override
	public Mono<EndpointResponse> handle(EndpointRequest request) {
		String requestId = "req_" + UUID.randomUUID().toString().replace("-", "");
		String resource = this.paths.resource(path(request));
		return Mono.deferContextual((context) -> {
			OpenObservation observed = OpenPaths.COMPLETIONS.equals(resource) ? this.observer.start(requestId, context)
					: OpenObservation.none(requestId);
			return Mono.defer(() -> identify(request, resource, observed))
				.onErrorResume((failure) -> Mono.just(OpenErrors.answer(observed.refused(failure))))
				.doFinally(observed::answered);
		})
			// If the observation itself fails.
			.onErrorResume((failure) -> Mono.just(OpenErrors.answer(OpenErrors.refusal(failure))))
			.map((answer) -> answer.withHeader("x-request-id", requestId));
	}

	private static String path(EndpointRequest request) {
		int query = request.uri().indexOf('?');
		return (query >= 0) ? request.uri().substring(0, query) : request.uri();
	}

	private Mono<EndpointResponse> identify(EndpointRequest request, @Nullable String resource,
			OpenObservation observed) {
		return this.access.identify(request)
			.switchIfEmpty(Mono.error(OpenEndpoint::unknownKey))
			.flatMap((caller) -> route(request, resource, caller, observed));
	}

	private static OpenRefusal unknownKey() {
		return new OpenRefusal(401, "invalid_api_key", null,
				"The API key is missing, wrong or expired. Send it as 'Authorization: Bearer <key>'.",
				Map.of("WWW-Authenticate", "Bearer realm=\"agents\""));
	}

	private Mono<EndpointResponse> route(EndpointRequest request, @Nullable String resource, ServerCaller caller,
			OpenObservation observed) {
		observed.caller(caller.name());
		if (resource == null) {
			throw new OpenRefusal(404, "unknown_url", null,
					"Nothing is served under this URL. There are POST chat/completions, GET models and GET models/{id}. "
							+ "A client that calls responses or completions has to be switched to Chat Completions.",
					Map.of());
		}
		if (resource.equals(OpenPaths.COMPLETIONS)) {
			method(request, "POST");
			return complete(request, caller, observed);
		}
		method(request, "GET");
		String bot = OpenPaths.bot(resource);
		if (bot != null) {
			return Mono.just(this.models.bot(bot, caller));
		}
		return Mono.just(resource.equals(OpenPaths.MODELS) ? this.models.list(caller)
				: this.models.one(OpenPaths.model(resource), caller));
	}

	private static void method(EndpointRequest request, String method) {
		if (!request.method().equals(method)) {
			throw new OpenRefusal(405, "method_not_allowed", null, "Use " + method + ".", Map.of("Allow", method));
		}
	}

	private Mono<EndpointResponse> complete(EndpointRequest request, ServerCaller caller, OpenObservation observed) {
		this.runner.runs().check();
		JsonNode body = OpenBody.read(request, this.settings.maxRequestBytes());
		String model = OpenBody.text(body, "model", "");
		if (model == null || model.isEmpty()) {
			throw OpenRefusal.invalid("model", "model must name an agent. GET models lists them.");
		}
		ServedAgent agent = this.models.find(model, caller);
		OpenMessages messages = OpenMessages.read(body, this.images);
		boolean stream = OpenBody.flag(body, "stream", "");
		observed.agent(agent.id(), stream);
		Double choices = OpenBody.number(body, "n");
		if (choices != null && choices != 1) {
			throw OpenRefusal.invalid("n", "n must be 1: an agent gives one answer.");
		}
		JsonNode streamOptions = OpenBody.field(body, "stream_options");
		boolean usage = streamOptions != null && streamOptions.isObject()
				&& OpenBody.flag(streamOptions, "include_usage", "stream_options.");
		OpenConversation conversation = OpenConversation.of(agent, body, request, caller);
		AgentCaller by = new AgentCaller(caller.name(), OpenConversation.user(body, request, caller),
				conversation.boundId(), caller.id(), caller.principal());
		observed.asked(by);
		OpenTools tools = OpenTools.read(body);
		AgentRequest agentRequest = new AgentRequest(model, agent.target(),
				messages.system(OpenAnswerForm.read(body, tools)), messages.messages(), tools.functions(), stream,
				request, by, OpenParameters.read(body));
		OpenHeader header = new OpenHeader("chatcmpl-" + UUID.randomUUID().toString().replace("-", ""),
				this.clock.instant().getEpochSecond(), model);
		Mono<EndpointResponse> run = Mono.defer(() -> this.access.admit(caller))
			.flatMap(
					(admission) -> this.runner.answer(agent.agent(), agentRequest, header, usage, admission, observed));
		return this.replays.answer(caller.id(), request.header("idempotency-key"), request.body(), run)
			.map((answer) -> {
				if (answer.headers().containsKey(OpenReplays.REPLAYED)) {
					observed.replayed();
				}
				EndpointResponse kept = answer.withPieces((pieces) -> KeepAlive.in(pieces, this.settings.keepAlive()));
				return (conversation.id() != null) ? kept.withHeader(OpenConversation.HEADER, conversation.id()) : kept;
			});
	}

	/**
	 * Closes the endpoint: new requests are refused, and open ones may finish.
	 * @param grace how long they may take before they end with an error
	 * @return completes when no request is open, or the time is over
	 */
	public Mono<Void> close(Duration grace) {
		return this.runner.runs().close(grace);
	}

	/**
	 * Limits and times of an endpoint.
	 *
	 * @param maxRequestBytes the maximum size of a body, in bytes
	 * @param keepAlive the silence after which a stream gets a comment; zero for never
	 * @param timeout how long an answer may take; zero for no limit
	 * @param finishAfter how long an agent may continue after its client has
	 * disconnected; zero to stop it at once
	 * @param imageHosts the hosts from which images may be fetched, {@code *} for all;
	 * empty to accept only images within the request
	 */
	public record OpenSettings(int maxRequestBytes, Duration keepAlive, Duration timeout, Duration finishAfter,
			List<String> imageHosts) {

		/**
		 * Creates settings.
		 */
		public OpenSettings {
			imageHosts = List.copyOf(imageHosts);
		}

	}

}
