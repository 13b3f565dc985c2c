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

package com.chatbotkit.springai.autoconfigure.health;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.ChatBotKitObservationEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Records the outcome of the latest requests to each bot and model from their
 * observations.
 * <p>
 * Each selector has its own history, so that a failing bot of one tenant does not affect
 * the health of the application's default bot.
 */
public final class RequestHistory implements ObservationHandler<ChatModelObservationContext> {

	/**
	 * Maximum number of bots to keep, the least recently used is removed. An application
	 * may have thousands.
	 */
	private static final int MAX_BOTS = 1000;

	private final Map<String, RequestSummary> summaries = new LinkedHashMap<>(16, 0.75F, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, RequestSummary> eldest) {
			return size() > MAX_BOTS;
		}

	};

	private final Clock clock;

	/**
	 * Creates an empty history.
	 * @param clock the clock for the end of a request
	 */
	public RequestHistory(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Returns the summary of a bot or model.
	 * @param selector its selector as text
	 */
	RequestSummary of(@Nullable String selector) {
		synchronized (this.summaries) {
			return this.summaries.getOrDefault(selector, RequestSummary.EMPTY);
		}
	}

	/**
	 * Whether the registry observes chat models. An application can disable it.
	 */
	static boolean isObserved(ObservationRegistry registry) {
		return !Observation
			.createNotStarted(DefaultChatModelObservationConvention.DEFAULT_NAME,
					() -> ChatModelObservationContext.builder()
						.prompt(new Prompt(""))
						.provider(ChatBotKitAttributes.PROVIDER)
						.build(),
					registry)
			.isNoop();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return ChatBotKitAttributes.isObservedIn(context);
	}

	@Override
	public void onEvent(Observation.Event event, ChatModelObservationContext context) {
		if (event == ChatBotKitObservationEvent.CANCELLED) {
			context.put(ChatBotKitObservationEvent.class, ChatBotKitObservationEvent.CANCELLED);
		}
	}

	@Override
	public void onStop(ChatModelObservationContext context) {
		Throwable error = context.getError();
		if (error != null) {
			update(context, (summary) -> summary.withFailure(error, this.clock.instant()));
		}
		else if (!context.containsKey(ChatBotKitObservationEvent.class)) {
			update(context, (summary) -> summary.withSuccess(this.clock.instant()));
		}
	}

	private void update(ChatModelObservationContext context, UnaryOperator<RequestSummary> change) {
		if (context.getRequest().getOptions() instanceof ChatBotKitChatOptions options && options.getModel() != null) {
			synchronized (this.summaries) {
				String selector = options.getModel();
				this.summaries.put(selector, change.apply(this.summaries.getOrDefault(selector, RequestSummary.EMPTY)));
			}
		}
	}

}
