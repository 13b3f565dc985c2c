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

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Observes one subscription of a stream and reports the joined response, also after an
 * error or a cancel.
 * <p>
 * One subscriber instead of five operators, so that the observation stops exactly once
 * and before the subscriber's terminal signal, and that exceptions of a handler reach the
 * subscriber. Reactor's operators would be as fast.
 */
final class StreamObservation extends GuardedSubscriber<ChatResponse, ChatResponse> {

	/**
	 * Maximum number of characters that are kept for the observation. The stream itself
	 * has no limit.
	 */
	static final int MAX_TEXT_LENGTH = 1024 * 1024;

	private final Observation observation;

	private final ChatModelObservationContext observationContext;

	private final Context context;

	private final StringBuilder text = new StringBuilder();

	private long textLength;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private @Nullable ChatResponse last;

	StreamObservation(CoreSubscriber<? super ChatResponse> actual, Observation observation,
			ChatModelObservationContext observationContext) {
		super(actual);
		this.observation = observation;
		this.observationContext = observationContext;
		this.context = actual.currentContext().put(ObservationThreadLocalAccessor.KEY, observation);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onNext(ChatResponse response) {
		try {
			if (collect(response) && !this.stopped.get()) {
				this.observation.event(ChatBotKitObservationEvent.FIRST_TOKEN);
			}
			actual().onNext(response);
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	@Override
	public void onError(Throwable ex) {
		stop(ex);
		fail(actual(), ex);
	}

	@Override
	public void onComplete() {
		try {
			if (markStopped()) {
				stop();
			}
			actual().onComplete();
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	/**
	 * Ends the stream with an exception of the subscriber or of an observation handler.
	 */
	@Override
	protected void abort(Throwable ex) {
		stop(ex);
		super.abort(ex);
	}

	private void stop(Throwable ex) {
		if (markStopped()) {
			try {
				this.observation.error(ex);
				stop();
			}
			catch (Throwable another) {
				ex.addSuppressed(another);
			}
		}
	}

	@Override
	public void cancel() {
		try {
			if (markStopped()) {
				this.observation.event(ChatBotKitObservationEvent.CANCELLED);
				stop();
			}
		}
		finally {
			super.cancel();
		}
	}

	/**
	 * Synchronized with {@link #joinedResponse}, because a cancel may come on any thread.
	 * @return true if the response has the first text
	 */
	private synchronized boolean collect(ChatResponse response) {
		this.last = response;
		boolean noTextBefore = this.text.isEmpty();
		Generation generation = response.getResult();
		String chunk = (generation != null) ? generation.getOutput().getText() : null;
		if (chunk != null) {
			this.textLength += chunk.length();
			this.text.append(chunk, 0, Math.min(chunk.length(), MAX_TEXT_LENGTH - this.text.length()));
		}
		return noTextBefore && !this.text.isEmpty();
	}

	private boolean markStopped() {
		return this.stopped.compareAndSet(false, true);
	}

	/**
	 * Stops the observation before the subscriber gets the terminal signal.
	 */
	private void stop() {
		ChatResponse response = joinedResponse();
		if (response != null) {
			this.observationContext.setResponse(response);
		}
		if (isCut()) {
			this.observation.event(ChatBotKitObservationEvent.TEXT_CUT);
		}
		this.observation.stop();
	}

	private synchronized boolean isCut() {
		return this.textLength > MAX_TEXT_LENGTH;
	}

	private synchronized @Nullable ChatResponse joinedResponse() {
		ChatResponse end = this.last;
		if (end == null) {
			return null;
		}
		Generation generation = end.getResult();
		AssistantMessage message = (generation != null) ? generation.getOutput() : new AssistantMessage("");
		ChatGenerationMetadata metadata = (generation != null) ? generation.getMetadata() : ChatGenerationMetadata.NULL;
		ChatResponseMetadata responseMetadata = end.getMetadata();
		return new ChatResponse(List.of(new Generation(AssistantMessage.builder()
			.content(text())
			.properties(message.getMetadata())
			.toolCalls(message.getToolCalls())
			.build(), metadata)), responseMetadata);
	}

	/**
	 * Marks a text that was cut.
	 */
	private String text() {
		return isCut() ? this.text + " … (cut from " + this.textLength + " characters)" : this.text.toString();
	}

}
