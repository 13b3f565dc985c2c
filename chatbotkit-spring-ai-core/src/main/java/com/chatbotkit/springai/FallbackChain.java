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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Falls back to other bots or models if a request was certainly not executed.
 */
final class FallbackChain {

	private static final Log logger = LogFactory.getLog(FallbackChain.class);

	private final List<String> selectors;

	FallbackChain(List<String> selectors) {
		this.selectors = selectors.stream().map(String::strip).toList();
		this.selectors.forEach(ChatBotKitSelector::read);
	}

	/**
	 * Calls the model with one selector after the other until one succeeds.
	 * @param model takes the prompt and, for a fallback, the original selector, or else
	 * null
	 */
	ChatResponse call(Prompt prompt, BiFunction<Prompt, @Nullable String, ChatResponse> model) {
		if (this.selectors.isEmpty()) {
			return model.apply(prompt, null);
		}
		List<RuntimeException> failed = new ArrayList<>();
		for (Prompt next = prompt;;) {
			try {
				return model.apply(next, originalSelector(prompt, failed));
			}
			catch (RuntimeException ex) {
				Prompt nextPrompt = nextPrompt(prompt, ex, failed);
				if (nextPrompt == null) {
					throw ex;
				}
				next = nextPrompt;
			}
		}
	}

	/**
	 * Streams from the model with one selector after the other until one succeeds.
	 * @param model takes the prompt and, for a fallback, the original selector, or else
	 * null
	 */
	Flux<ChatResponse> stream(Prompt prompt, BiFunction<Prompt, @Nullable String, Flux<ChatResponse>> model) {
		return this.selectors.isEmpty() ? model.apply(prompt, null) : stream(prompt, prompt, new ArrayList<>(), model);
	}

	private Flux<ChatResponse> stream(Prompt prompt, Prompt next, List<RuntimeException> failed,
			BiFunction<Prompt, @Nullable String, Flux<ChatResponse>> model) {
		return model.apply(next, originalSelector(prompt, failed)).onErrorResume(RuntimeException.class, (ex) -> {
			Prompt nextPrompt = nextPrompt(prompt, ex, failed);
			return (nextPrompt != null) ? stream(prompt, nextPrompt, failed, model) : Flux.error(ex);
		});
	}

	/**
	 * Returns the prompt for the next selector, or null if the failure must be reported.
	 */
	private @Nullable Prompt nextPrompt(Prompt prompt, RuntimeException ex, List<RuntimeException> failed) {
		failed.forEach(ex::addSuppressed);
		if (failed.size() == this.selectors.size() || !(ex instanceof ChatBotKitRequestException request)
				|| !request.isNotExecuted() || request.getFailure().isConnectionMissing()) {
			return null;
		}
		String selector = this.selectors.get(failed.size());
		failed.add(ex);
		logger.warn(selector + " is used as a fallback, because the request was not executed: " + ex.getMessage());
		return new Prompt(prompt.getInstructions(), EffectiveOptions.of(prompt).mutate().model(selector).build());
	}

	private static @Nullable String originalSelector(Prompt prompt, List<RuntimeException> failed) {
		return failed.isEmpty() ? null : Objects.requireNonNull(EffectiveOptions.of(prompt).getModel());
	}

}
