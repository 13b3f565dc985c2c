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

package com.chatbotkit.springai.server.chat;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.ContextView;

/**
 * The observation of a streamed request, on the threads where the agent's client hides
 * it. A client without a registry puts an observation that does nothing into the Reactor
 * context: models and tools would belong to no trace.
 */
final class RequestObservation {

	/** Nothing is observed, or nothing hides the observation. */
	static final RequestObservation NONE = new RequestObservation(null);

	private final @Nullable Observation observation;

	private RequestObservation(@Nullable Observation observation) {
		this.observation = observation;
	}

	/** The observation in the context of a subscriber. */
	static RequestObservation in(ContextView context) {
		Observation observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return isNothing(observation) ? NONE : new RequestObservation(observation);
	}

	boolean isPresent() {
		return this.observation != null;
	}

	/** The same stream, subscribed to in the scope of the observation. */
	<T> Flux<T> above(Flux<T> stream) {
		return (this.observation != null) ? new InScope<>(stream, this.observation) : stream;
	}

	/** Runs work in the scope of the observation, and returns its result. */
	<T> T above(Supplier<T> work) {
		if (this.observation == null || !isNothing(ObservationThreadLocalAccessor.getInstance().getValue())) {
			return work.get();
		}
		Observation.Scope scope = this.observation.openScope();
		try {
			return work.get();
		}
		finally {
			scope.close();
		}
	}

	private static boolean isNothing(@Nullable Observation observation) {
		return observation == null || observation.isNoop();
	}

	/**
	 * Subscribes in the scope of an observation where the subscriber has none.
	 */
	private static final class InScope<T> extends FluxOperator<T, T> {

		private final Observation observation;

		InScope(Flux<T> source, Observation observation) {
			super(source);
			this.observation = observation;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			if (!isNothing(actual.currentContext().getOrDefault(ObservationThreadLocalAccessor.KEY, null))) {
				this.source.subscribe(actual);
				return;
			}
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
