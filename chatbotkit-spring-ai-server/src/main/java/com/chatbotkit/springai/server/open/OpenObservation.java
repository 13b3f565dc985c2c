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

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.observation.ChatBotKitServerAttributes;
import com.chatbotkit.springai.server.observation.DefaultServerRequestConvention;
import com.chatbotkit.springai.server.observation.ServerRequestContext;
import com.chatbotkit.springai.server.observation.ServerRequestContext.Tokens;
import com.chatbotkit.springai.server.observation.ServerRequestConvention;
import com.chatbotkit.springai.server.observation.ServerRequestOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Observes one request, from its arrival to the end of its answer. Does nothing where
 * nobody observes.
 */
final class OpenObservation {

	private static final Observation.Event FIRST_TOKEN = Observation.Event.of(ChatBotKitServerAttributes.FIRST_TOKEN);

	private final Observation observation;

	private final ServerRequestContext context;

	private final AtomicBoolean stopped = new AtomicBoolean();

	// Written and read by the agent's thread, which may change.
	private volatile boolean textSeen;

	private volatile boolean ran;

	private OpenObservation(Observation observation, ServerRequestContext context) {
		this.observation = observation;
		this.context = context;
	}

	/**
	 * Starts an observation as a child of the subscriber's, or else of the thread's.
	 */
	static OpenObservation start(ObservationRegistry registry, ServerRequestConvention convention, String requestId,
			ContextView subscriber) {
		ServerRequestContext context = new ServerRequestContext(requestId);
		Observation observation = Observation.createNotStarted(convention, () -> context, registry);
		Observation parent = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent == null) {
			observation.start();
		}
		else {
			// A tracer takes the parent's span from its scope.
			parent.scoped(() -> {
				observation.parentObservation(parent).start();
			});
		}
		return new OpenObservation(observation, context);
	}

	static OpenObservation none(String requestId) {
		return new OpenObservation(Observation.NOOP, new ServerRequestContext(requestId));
	}

	private boolean isNoop() {
		return this.observation.isNoop();
	}

	/** Makes the observation the parent of what the agent does. */
	Context in(Context context) {
		return isNoop() ? context : context.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	void caller(String name) {
		this.context.setCaller(name);
	}

	void agent(String id, boolean streaming) {
		this.context.setAgent(id);
		this.context.setStreaming(streaming);
	}

	void asked(AgentCaller caller) {
		this.context.setUser(caller.user());
		this.context.setConversation(caller.conversation());
	}

	/** From now on the end of the run is the end of the observation. */
	void runs() {
		this.ran = true;
	}

	void replayed() {
		this.context.setReplayed(true);
	}

	void shown(AgentEvent event) {
		if (!this.textSeen && event instanceof AgentEvent.Token token && !token.text().isEmpty()) {
			this.textSeen = true;
			this.observation.event(FIRST_TOKEN);
		}
	}

	/** Returns the error of a request that is refused before its agent has begun. */
	OpenRefusal refused(Throwable failure) {
		return ended(ServerRequestOutcome.REFUSED, failure);
	}

	/** Returns the error of a request whose agent has failed. */
	OpenRefusal failed(Throwable failure) {
		return ended(this.textSeen ? ServerRequestOutcome.TRUNCATED : ServerRequestOutcome.FAILED, failure);
	}

	private OpenRefusal ended(ServerRequestOutcome outcome, Throwable failure) {
		// In its scope, so that the log has the id of the trace.
		OpenRefusal refusal = isNoop() ? OpenErrors.refusal(failure)
				: this.observation.scoped(() -> OpenErrors.refusal(failure));
		this.context.setOutcome(outcome, refusal.code());
		if (outcome != ServerRequestOutcome.REFUSED || refusal.isServerError()) {
			this.observation.error(failure);
		}
		return refusal;
	}

	/** Ends the observation of a request that has run no agent. */
	void answered(SignalType signal) {
		if (!this.ran) {
			stop(signal, null);
		}
	}

	/** Ends the observation of a request whose agent has run. */
	void finished(SignalType signal, OpenAnswer answer) {
		stop(signal, answer.isMeasured() ? answer.usedTokens() : null);
	}

	private void stop(SignalType signal, @Nullable Tokens tokens) {
		if (isNoop() || !this.stopped.compareAndSet(false, true)) {
			return;
		}
		if (signal == SignalType.CANCEL) {
			this.context.setOutcome(ServerRequestOutcome.CANCELLED, null);
		}
		if (tokens != null) {
			this.context.setTokens(tokens);
		}
		this.observation.stop();
	}

	/** The registry and the convention by which requests are observed. */
	record Observer(ObservationRegistry registry, ServerRequestConvention convention) {

		static final Observer NONE = new Observer(ObservationRegistry.NOOP,
				new DefaultServerRequestConvention(Set.of()));

		OpenObservation start(String requestId, ContextView subscriber) {
			return this.registry.isNoop() ? none(requestId)
					: OpenObservation.start(this.registry, this.convention, requestId, subscriber);
		}

	}

}
