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

package com.chatbotkit.springai;

import java.util.function.Function;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Observes each request of the chat model, like Spring AI's own chat models.
 */
final class ChatObservations {

	static final ChatModelObservationConvention DEFAULT_CONVENTION = new ChatBotKitObservationConvention();

	private final ObservationRegistry registry;

	private final ChatModelObservationConvention convention;

	ChatObservations(ObservationRegistry registry, ChatModelObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Observes a call.
	 * @param call makes the call with the given Reactor context
	 */
	ChatResponse call(Prompt prompt, @Nullable String originalSelector, Function<Context, ChatResponse> call) {
		if (this.registry.isNoop()) {
			return call.apply(Context.empty());
		}
		ChatModelObservationContext context = context(prompt, false);
		Observation observation = observation(context);
		observation.start();
		Observation.Scope scope = Observation.Scope.NOOP;
		try {
			scope = observation.openScope();
			reportFallback(originalSelector, observation);
			ChatResponse response = call.apply(Context.of(ObservationThreadLocalAccessor.KEY, observation));
			context.setResponse(response);
			return response;
		}
		catch (Throwable ex) {
			if (isInterrupt(ex)) {
				// Reported like a cancelled stream, because nothing failed.
				observation.event(ChatBotKitObservationEvent.CANCELLED);
			}
			else {
				observation.error(ex);
			}
			throw ex;
		}
		finally {
			try {
				scope.close();
			}
			finally {
				observation.stop();
			}
		}
	}

	/**
	 * Starts the observation of a stream.
	 * @param subscriber the Reactor context of the subscriber
	 */
	Flux<ChatResponse> stream(Prompt prompt, @Nullable String originalSelector, ContextView subscriber,
			Flux<ChatResponse> responses) {
		if (this.registry.isNoop()) {
			return responses;
		}
		ChatModelObservationContext context = context(prompt, true);
		Observation observation = observation(context);
		start(observation, subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null));
		reportFallback(originalSelector, observation);
		return new InScope(responses, observation).transform(Operators.<ChatResponse, ChatResponse>lift(
				(scannable, actual) -> new StreamObservation(actual, observation, context)));
	}

	private static boolean isInterrupt(Throwable ex) {
		return ex instanceof ChatBotKitRequestException && ex.getCause() instanceof InterruptedException;
	}

	private static void reportFallback(@Nullable String originalSelector, Observation observation) {
		if (originalSelector != null) {
			observation.event(new ChatBotKitFallbackEvent(originalSelector));
		}
	}

	private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder()
			.prompt(prompt)
			.provider(ChatBotKitAttributes.PROVIDER)
			.streaming(streaming)
			.build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.convention, DEFAULT_CONVENTION,
				() -> context, this.registry);
	}

	/**
	 * Starts an observation as a child of the subscriber's, or else of the thread's. The
	 * parent's scope is open meanwhile, because a tracer takes the parent span from
	 * there.
	 */
	private static void start(Observation observation, @Nullable Observation parent) {
		if (parent != null) {
			observation.parentObservation(parent);
		}
		Observation.Scope scope = (parent != null) ? parent.openScope() : Observation.Scope.NOOP;
		try {
			observation.start();
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Subscribes while the scope of an observation is open. A tracer takes the parent of
	 * the HTTP request's span from there, and not from the Reactor context, where the
	 * thread has a span.
	 */
	private static final class InScope extends FluxOperator<ChatResponse, ChatResponse> {

		private final Observation observation;

		InScope(Flux<ChatResponse> source, Observation observation) {
			super(source);
			this.observation = observation;
		}

		@Override
		public void subscribe(CoreSubscriber<? super ChatResponse> actual) {
			Observation.Scope scope = this.observation.openScope();
			try {
				this.source.subscribe(actual);
			}
			finally {
				scope.close();
			}
		}

	}

}
