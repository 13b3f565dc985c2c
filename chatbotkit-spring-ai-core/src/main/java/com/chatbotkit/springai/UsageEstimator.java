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

import java.util.Map;

import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.tokenizer.TokenCountEstimator;

/**
 * Estimates the token usage of one streamed response, because the endpoint does not
 * report it.
 * <p>
 * Counts the messages, the offered functions and the answer. A bot's backstory and
 * everything else that the platform adds are unknown here.
 */
final class UsageEstimator {

	/**
	 * Maximum number of characters of an answer that are kept.
	 */
	static final int MAX_TEXT_LENGTH = 1024 * 1024;

	private final TokenCountEstimator estimator;

	private final ChatCompletionRequest request;

	private final StringBuilder answer = new StringBuilder();

	private long answerLength;

	UsageEstimator(TokenCountEstimator estimator, ChatCompletionRequest request) {
		this.estimator = estimator;
		this.request = request;
	}

	/**
	 * Adds an estimate to the last response, unless the server reports the usage. It runs
	 * on {@code boundedElastic}, because tokenizing a long prompt takes time.
	 */
	Flux<ChatResponse> addTo(Flux<ChatResponse> responses) {
		return responses.concatMap((response) -> {
			collect(response);
			return ResponseMapper.isEnd(response) ? completed(response) : Mono.just(response);
		}, 0).onErrorStop();
	}

	private Mono<ChatResponse> completed(ChatResponse last) {
		return Mono.deferContextual((context) -> {
			try {
				return Mono.just(complete(last, context));
			}
			catch (Throwable ex) {
				// Reactor would throw an Error on its own thread, without a signal.
				GuardedSubscriber.rethrowIfFatal(ex);
				return Mono.error(ex);
			}
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private void collect(ChatResponse response) {
		Generation generation = response.getResult();
		if (generation == null) {
			return;
		}
		AssistantMessage message = generation.getOutput();
		append(message.getText());
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			append(call.name());
			append(call.arguments());
		}
	}

	private void append(@Nullable String text) {
		if (text != null) {
			this.answerLength += text.length();
			this.answer.append(text, 0, Math.min(text.length(), MAX_TEXT_LENGTH - this.answer.length()));
		}
	}

	private ChatResponse complete(ChatResponse last, ContextView context) {
		ChatResponseMetadata metadata = last.getMetadata();
		if (!(metadata.getUsage() instanceof EmptyUsage)) {
			return last;
		}
		context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
			.ifPresent(
					(observation) -> observation.highCardinalityKeyValue(ChatBotKitAttributes.USAGE_ESTIMATED, "true"));
		ChatResponseMetadata.Builder builder = ChatResponseMetadata.builder()
			.id(metadata.getId())
			.model(metadata.getModel())
			.rateLimit(metadata.getRateLimit())
			.usage(new DefaultUsage(promptTokens(), answerTokens(), null, Map.of("estimated", true)));
		metadata.entrySet().forEach((entry) -> builder.keyValue(entry.getKey(), entry.getValue()));
		return new ChatResponse(last.getResults(),
				builder.keyValue(ChatBotKitAttributes.USAGE_ESTIMATED, true).build());
	}

	/**
	 * Counts only the beginning of a very long answer and extrapolates the rest.
	 */
	private int answerTokens() {
		int tokens = this.estimator.estimate(this.answer.toString());
		return (this.answerLength > MAX_TEXT_LENGTH) ? (int) (tokens * (double) this.answerLength / MAX_TEXT_LENGTH)
				: tokens;
	}

	private int promptTokens() {
		int tokens = 0;
		for (ChatCompletionRequest.Message message : this.request.messages()) {
			tokens += this.estimator.estimate(message.content());
			for (ChatCompletionRequest.ToolCall call : message.toolCalls()) {
				tokens += this.estimator.estimate(call.name()) + this.estimator.estimate(call.arguments());
			}
		}
		for (ChatCompletionRequest.Function function : this.request.functions()) {
			tokens += this.estimator.estimate(function.name()) + this.estimator.estimate(function.description())
					+ this.estimator.estimate(function.parameters().toString());
		}
		return tokens;
	}

}
