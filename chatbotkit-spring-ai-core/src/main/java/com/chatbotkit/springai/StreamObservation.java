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
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Observes one stream, and tells the observation as one response what the pieces were:
 * all of them, or those that came before an error or a cancel.
 */
final class StreamObservation {

	private final Observation observation;

	private final ChatModelObservationContext context;

	private final StringBuilder text = new StringBuilder();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private volatile @Nullable ChatResponse last;

	StreamObservation(Observation observation, ChatModelObservationContext context) {
		this.observation = observation;
		this.context = context;
	}

	Flux<ChatResponse> observe(Flux<ChatResponse> responses) {
		return responses.doOnNext(this::collect)
			.doOnError(this.observation::error)
			.doOnTerminate(this::stop)
			.doOnCancel(this::stop)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, this.observation));
	}

	/**
	 * Synchronized with {@link #joined}, for a cancel comes on any thread.
	 */
	private synchronized void collect(ChatResponse response) {
		this.last = response;
		Generation generation = response.getResult();
		if (generation != null && generation.getOutput().getText() != null) {
			this.text.append(generation.getOutput().getText());
		}
	}

	/**
	 * Stops the observation, before the subscriber learns of the end.
	 */
	private void stop() {
		if (!this.stopped.compareAndSet(false, true)) {
			return;
		}
		ChatResponse end = this.last;
		if (end != null) {
			this.context.setResponse(joined(end));
		}
		this.observation.stop();
	}

	private synchronized ChatResponse joined(ChatResponse end) {
		Generation generation = end.getResult();
		AssistantMessage message = (generation != null) ? generation.getOutput() : new AssistantMessage("");
		ChatGenerationMetadata metadata = (generation != null) ? generation.getMetadata() : ChatGenerationMetadata.NULL;
		ChatResponseMetadata responseMetadata = end.getMetadata();
		return new ChatResponse(List.of(new Generation(AssistantMessage.builder()
			.content(this.text.toString())
			.properties(message.getMetadata())
			.toolCalls(message.getToolCalls())
			.build(), metadata)), responseMetadata);
	}

}
