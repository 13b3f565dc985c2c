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

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Observes one subscription of a stream, and tells the observation as one response what
 * the pieces were: all of them, or those that came before an error or a cancel.
 * <p>
 * One subscriber in the place of five operators, each of which every piece would pass.
 */
final class StreamObservation implements CoreSubscriber<ChatResponse>, Subscription {

	/**
	 * How many characters of a stream's text are kept. The stream itself has no limit.
	 */
	static final int MOST_TEXT = 1024 * 1024;

	private final CoreSubscriber<? super ChatResponse> actual;

	private final Observation observation;

	private final ChatModelObservationContext observed;

	private final Context context;

	private final StringBuilder text = new StringBuilder();

	private long textLength;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private @Nullable ChatResponse last;

	private @Nullable Subscription upstream;

	StreamObservation(CoreSubscriber<? super ChatResponse> actual, Observation observation,
			ChatModelObservationContext observed) {
		this.actual = actual;
		this.observation = observation;
		this.observed = observed;
		this.context = actual.currentContext().put(ObservationThreadLocalAccessor.KEY, observation);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		try {
			this.actual.onSubscribe(this);
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	@Override
	public void onNext(ChatResponse response) {
		try {
			if (collect(response) && !this.stopped.get()) {
				this.observation.event(ChatBotKitObservationEvent.FIRST_TOKEN);
			}
			this.actual.onNext(response);
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	@Override
	public void onError(Throwable ex) {
		stop(ex);
		SubscriberSignals.fail(this.actual, ex);
	}

	@Override
	public void onComplete() {
		try {
			if (isFirstEnd()) {
				stop();
			}
			this.actual.onComplete();
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	/**
	 * Ends with what the subscriber threw, or what observes.
	 */
	private void end(Throwable ex) {
		stop(ex);
		SubscriberSignals.end(this, this.actual, ex);
	}

	private void stop(Throwable ex) {
		if (isFirstEnd()) {
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
	public void request(long n) {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			subscription.request(n);
		}
	}

	@Override
	public void cancel() {
		try {
			if (isFirstEnd()) {
				this.observation.event(ChatBotKitObservationEvent.CANCELLED);
				stop();
			}
		}
		finally {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}
	}

	/**
	 * Synchronized with {@link #joined}, for a cancel comes on any thread.
	 * @return whether it brings the first text
	 */
	private synchronized boolean collect(ChatResponse response) {
		this.last = response;
		boolean noTextBefore = this.text.isEmpty();
		Generation generation = response.getResult();
		String piece = (generation != null) ? generation.getOutput().getText() : null;
		if (piece != null) {
			this.textLength += piece.length();
			this.text.append(piece, 0, Math.min(piece.length(), MOST_TEXT - this.text.length()));
		}
		return noTextBefore && !this.text.isEmpty();
	}

	private boolean isFirstEnd() {
		return this.stopped.compareAndSet(false, true);
	}

	/**
	 * Stops the observation, before the subscriber learns of the end.
	 */
	private void stop() {
		ChatResponse response = joined();
		if (response != null) {
			this.observed.setResponse(response);
		}
		if (isCut()) {
			this.observation.event(ChatBotKitObservationEvent.TEXT_CUT);
		}
		this.observation.stop();
	}

	private synchronized boolean isCut() {
		return this.textLength > MOST_TEXT;
	}

	private synchronized @Nullable ChatResponse joined() {
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
	 * A text that is not kept to its end says so.
	 */
	private String text() {
		return isCut() ? this.text + " … (cut from " + this.textLength + " characters)" : this.text.toString();
	}

}
