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

package com.chatbotkit.springai.server.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.server.AccessPolicy;
import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.RefusedException;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.agent.UnknownModelException;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves agents as ChatBotKit's own endpoint serves its bots, to the letter
 * (docs/contract.md). Answers everything below {@code openai} of its path, as the
 * platform does.
 */
public final class ContractEndpoint implements HttpEndpoint {

	private static final String PLATFORM = "/v1/openai";

	private final String base;

	private final AgentDirectory directory;

	private final ChatBotKitServerAccess access;

	private ContractEndpoint(String base, AgentDirectory directory, ChatBotKitServerAccess access) {
		this.base = base;
		this.directory = directory;
		this.access = access;
	}

	/**
	 * Creates an endpoint.
	 * @param path the path under which it is served, such as {@code /v1}: the endpoint is
	 * at {@code <path>/openai/chat/completions}
	 * @param directory the agents and models
	 * @param access decides who may use them
	 * @return the endpoint
	 */
	public static ContractEndpoint of(String path, AgentDirectory directory, ChatBotKitServerAccess access) {
		String tidy = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		return new ContractEndpoint(tidy + "/openai", directory, access);
	}

	@Override
	public boolean serves(String path) {
		return path.startsWith(this.base + "/");
	}

	@Override
	public int maxBodyBytes() {
		return EndpointRequest.MAX_BODY_BYTES;
	}

	@Override
	public EndpointResponse bodyNotReceived() {
		// Like Node, on which the platform runs.
		return EndpointResponse.of(408, Map.of("Connection", "close"), "");
	}

	@Override
	public Mono<EndpointResponse> handle(EndpointRequest request) {
		EndpointRequest inner = new EndpointRequest(request.method(),
				PLATFORM + request.uri().substring(this.base.length()), request.headers(), request.body(),
				request.remoteAddress(), request.principal());
		return this.access.identify(withBearer(inner))
			.flatMap(this::admit)
			.onErrorResume(RefusedException.class, (refused) -> Mono.just(Entry.REFUSED))
			.defaultIfEmpty(Entry.REFUSED)
			.flatMap((entry) -> endpoint(entry).handle(inner).doFinally((signal) -> entry.ended()));
	}

	/**
	 * Returns the request with the scheme {@code Bearer}. The platform ignores the
	 * scheme, but the check of keys does not.
	 */
	private static EndpointRequest withBearer(EndpointRequest request) {
		String authorization = request.header("authorization");
		String[] parts = (authorization != null) ? authorization.split(" ", -1) : new String[0];
		if (parts.length < 2) {
			return request;
		}
		Map<String, String> headers = new HashMap<>(request.headers());
		headers.keySet().removeIf("authorization"::equalsIgnoreCase);
		headers.put("Authorization", "Bearer " + parts[1]);
		return new EndpointRequest(request.method(), request.uri(), headers, request.body(), request.remoteAddress(),
				request.principal());
	}

	private Mono<Entry> admit(ServerCaller caller) {
		return this.access.admit(caller)
			.map((admission) -> new Entry(caller, admission, AccessPolicy.Limits.WITHIN))
			.onErrorResume(RefusedException.class,
					(refused) -> Mono
						.just(new Entry(caller, Admission.UNLIMITED, "insufficient_quota".equals(refused.code())
								? AccessPolicy.Limits.QUOTA_EXCEEDED : AccessPolicy.Limits.RATE_REACHED)));
	}

	private ChatCompletionsEndpoint endpoint(Entry entry) {
		return ChatCompletionsEndpoint.of(entry, (request) -> run(request, entry));
	}

	private Flux<AgentEvent> run(AgentRequest request, Entry entry) {
		ServerCaller caller = entry.caller();
		ServedAgent served = this.directory.find(id(request.target()));
		if (caller == null || served == null || !caller.mayUse(served.id())) {
			return Flux.error(unknown(request.target()));
		}
		AgentRequest named = new AgentRequest(request.selector(), request.target(), request.backstory(),
				request.messages(), request.functions(), request.stream(), request.http(),
				new AgentCaller(caller.name(), null, null, caller.id(), caller.principal()), request.settings());
		return entry.during(served.agent().run(named), request.stream());
	}

	private static String id(AgentTarget target) {
		return (target instanceof AgentTarget.Bot bot) ? "bot/id=" + bot.id()
				: "model/name=" + ((AgentTarget.Model) target).name();
	}

	private static AgentException unknown(AgentTarget target) {
		return (target instanceof AgentTarget.Model model) ? new UnknownModelException(model.name())
				: new AgentException("NOT_FOUND", "Bot not found");
	}

	/**
	 * The caller of one request with its permission, which is released once.
	 */
	private static final class Entry implements AccessPolicy {

		static final Entry REFUSED = new Entry(null, Admission.UNLIMITED, Limits.WITHIN);

		private final @Nullable ServerCaller caller;

		private final Admission admission;

		private final Limits limits;

		private final AtomicLong tokens = new AtomicLong();

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile boolean streaming;

		Entry(@Nullable ServerCaller caller, Admission admission, Limits limits) {
			this.caller = caller;
			this.admission = admission;
			this.limits = limits;
		}

		@Nullable ServerCaller caller() {
			return this.caller;
		}

		@Override
		public boolean accepts(String secretKey) {
			return this.caller != null;
		}

		@Override
		public Limits limits(String secretKey) {
			return this.limits;
		}

		Flux<AgentEvent> during(Flux<AgentEvent> events, boolean stream) {
			this.streaming = stream;
			return events.doOnNext((event) -> {
				if (event instanceof AgentEvent.Usage usage) {
					this.tokens.addAndGet((long) usage.input() + usage.output());
				}
			}).doFinally((signal) -> finished());
		}

		/**
		 * Called when the request has its answer, whose body may still be streamed.
		 */
		void ended() {
			if (!this.streaming) {
				finished();
			}
		}

		private void finished() {
			if (this.over.compareAndSet(false, true)) {
				this.admission.finished(this.tokens.get());
			}
		}

	}

}
