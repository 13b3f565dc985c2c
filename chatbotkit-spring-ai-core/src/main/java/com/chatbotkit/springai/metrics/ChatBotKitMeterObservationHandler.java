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

package com.chatbotkit.springai.metrics;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.ChatBotKitFallbackEvent;
import com.chatbotkit.springai.ChatBotKitObservationEvent;
import com.chatbotkit.springai.ModelTag;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitRetryEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.observation.conventions.AiObservationAttributes;

/**
 * Records meters of ChatBotKit's chat models in addition to Spring AI's:
 * <ul>
 * <li>the timer {@code chatbotkit.client.time.to.first.token} for streams;</li>
 * <li>the counter {@code chatbotkit.client.requests}, by the outcome of calls and
 * streams;</li>
 * <li>the counter {@code chatbotkit.client.retries};</li>
 * <li>the counter {@code chatbotkit.client.fallbacks};</li>
 * <li>the counter {@code chatbotkit.client.ignored.parameters}.</li>
 * </ul>
 * Register it with the observation registry of the chat models.
 */
public final class ChatBotKitMeterObservationHandler implements ObservationHandler<ChatModelObservationContext> {

	private final ClientMeters meters;

	private final boolean botIds;

	/**
	 * Creates a handler whose meters do not distinguish bots.
	 * @param registry the registry for the meters
	 */
	public ChatBotKitMeterObservationHandler(MeterRegistry registry) {
		this(registry, false);
	}

	/**
	 * Creates a handler.
	 * @param registry the registry for the meters
	 * @param botIds whether the tag {@code gen_ai.request.model} has the bot's id. Each
	 * bot is then a time series, so do not use it with a bot for each tenant
	 */
	public ChatBotKitMeterObservationHandler(MeterRegistry registry, boolean botIds) {
		this.meters = new ClientMeters(registry);
		this.botIds = botIds;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return ChatBotKitAttributes.isObservedIn(context);
	}

	@Override
	public void onStart(ChatModelObservationContext context) {
		progress(context);
		if (context.getRequest().getOptions() instanceof ChatBotKitChatOptions options) {
			options.ignoredParameters()
				.keySet()
				.forEach((parameter) -> this.meters.ignoredParameter(model(context), parameter));
		}
	}

	@Override
	public void onEvent(Observation.Event event, ChatModelObservationContext context) {
		Progress progress = progress(context);
		if (event == ChatBotKitObservationEvent.FIRST_TOKEN) {
			progress.textSeen = true;
			this.meters.firstToken(progress.sinceStart, model(context));
		}
		else if (event == ChatBotKitObservationEvent.CANCELLED) {
			progress.cancelled = true;
		}
		else if (event instanceof ChatBotKitRetryEvent retry) {
			this.meters.retry(model(context), stream(context), retry.failure().status());
		}
		else if (event instanceof ChatBotKitFallbackEvent) {
			this.meters.fallback(model(context), stream(context));
		}
	}

	@Override
	public void onStop(ChatModelObservationContext context) {
		Progress progress = progress(context);
		Throwable error = context.getError();
		String outcome = outcome(progress, error);
		this.meters.request(model(context), stream(context), outcome, status(progress, error),
				finishReason(context.getResponse()));
	}

	private static String outcome(Progress progress, @Nullable Throwable error) {
		if (progress.cancelled || isClosed(error)) {
			return "cancelled";
		}
		if (error == null) {
			return "complete";
		}
		return progress.textSeen ? "truncated" : "failed";
	}

	/**
	 * Whether the application has closed the client, for example at shutdown.
	 */
	private static boolean isClosed(@Nullable Throwable error) {
		return error instanceof ChatBotKitRequestException failed && failed.getFailure().code().equals("CLIENT_CLOSED");
	}

	/**
	 * Returns the status of the response, or 0 if it is unknown.
	 */
	private static int status(Progress progress, @Nullable Throwable error) {
		if (error instanceof ChatBotKitRequestException failed) {
			return failed.getFailure().status();
		}
		return (error == null && (!progress.cancelled || progress.textSeen)) ? 200 : 0;
	}

	private static @Nullable String finishReason(@Nullable ChatResponse response) {
		return (response != null && response.getResult() != null) ? response.getResult().getMetadata().getFinishReason()
				: null;
	}

	private Tag model(ChatModelObservationContext context) {
		ChatOptions options = context.getRequest().getOptions();
		String text = (options != null) ? options.getModel() : null;
		return Tag.of(AiObservationAttributes.REQUEST_MODEL.value(),
				(this.botIds && text != null) ? text : ModelTag.of(text));
	}

	private static Tag stream(ChatModelObservationContext context) {
		return Tag.of("stream", Boolean.toString(context.isStreaming()));
	}

	private Progress progress(ChatModelObservationContext context) {
		return context.computeIfAbsent(Progress.class, (key) -> new Progress(this.meters.start()));
	}

	/**
	 * Progress of one request. Events and the end of an observation may come on different
	 * threads.
	 */
	private static final class Progress {

		private final Timer.Sample sinceStart;

		private volatile boolean textSeen;

		private volatile boolean cancelled;

		Progress(Timer.Sample sinceStart) {
			this.sinceStart = sinceStart;
		}

	}

}
