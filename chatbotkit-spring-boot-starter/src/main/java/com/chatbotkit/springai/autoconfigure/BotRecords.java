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

package com.chatbotkit.springai.autoconfigure;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

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
 * Keeps what the requests for each bot and model came to, as their observations tell.
 * <p>
 * They are told apart by their selectors, so that a failing bot of one tenant says
 * nothing of the bot that the application talks to by default.
 */
final class BotRecords implements ObservationHandler<ChatModelObservationContext> {

	private static final String PROVIDER = "chatbotkit";

	/**
	 * An application may name bots by the thousand: those asked last are kept.
	 */
	private static final int MOST = 1000;

	private final Map<String, BotRecord> records = new LinkedHashMap<>(16, 0.75F, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, BotRecord> eldest) {
			return size() > MOST;
		}

	};

	private final Clock clock;

	BotRecords(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Returns what is known of a bot or model.
	 * @param selector its selector as text
	 */
	BotRecord of(@Nullable String selector) {
		synchronized (this.records) {
			return this.records.getOrDefault(selector, BotRecord.EMPTY);
		}
	}

	/**
	 * Whether the requests of chat models that report to a registry are observed at all:
	 * an application can switch that off.
	 */
	static boolean areKept(ObservationRegistry registry) {
		return !Observation.createNotStarted(DefaultChatModelObservationConvention.DEFAULT_NAME,
				() -> ChatModelObservationContext.builder().prompt(new Prompt("")).provider(PROVIDER).build(), registry)
			.isNoop();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ChatModelObservationContext chat
				&& chat.getOperationMetadata().provider().equals(PROVIDER)
				&& chat.getRequest().getOptions() instanceof ChatBotKitChatOptions;
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
			update(context, (known) -> known.withFailure(error, this.clock.instant()));
		}
		else if (!context.containsKey(ChatBotKitObservationEvent.class)) {
			update(context, (known) -> known.withSuccess(this.clock.instant()));
		}
	}

	private void update(ChatModelObservationContext context, UnaryOperator<BotRecord> change) {
		if (context.getRequest().getOptions() instanceof ChatBotKitChatOptions options && options.getModel() != null) {
			synchronized (this.records) {
				String selector = options.getModel();
				this.records.put(selector, change.apply(this.records.getOrDefault(selector, BotRecord.EMPTY)));
			}
		}
	}

}
