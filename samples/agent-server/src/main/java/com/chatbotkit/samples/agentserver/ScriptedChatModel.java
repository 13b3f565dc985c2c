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

package com.chatbotkit.samples.agentserver;

import java.time.Duration;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * A model that does what the words in the user's text say, so that the sample needs no
 * account and no real model: see {@link Script}.
 */
@Component
@Profile("!ollama & !chatbotkit")
class ScriptedChatModel implements ChatModel {

	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().build();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return Script.of(prompt).whole();
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.defer(() -> {
			Script script = Script.of(prompt);
			Flux<ChatResponse> parts = Flux.fromIterable(script.parts());
			Duration pause = script.pause();
			Flux<ChatResponse> paced = pause.isZero() ? parts : parts.delayElements(pause);
			RuntimeException failure = script.failure();
			return (failure != null) ? paced.concatWith(Flux.error(failure)) : paced;
		});
	}

}
