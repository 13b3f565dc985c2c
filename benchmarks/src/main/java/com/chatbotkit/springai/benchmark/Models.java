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

package com.chatbotkit.springai.benchmark;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitApiBuilder;
import com.chatbotkit.springai.api.ChatBotKitConnectionLimit;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Makes the chat models of Spring AI, as their defaults are.
 */
final class Models {

	/** Of a client that is to have more connections than it has by default. */
	private static final int MAX_CONNECTIONS = Integer.getInteger("connections.max",
			ChatBotKitConnectionLimit.defaults().max());

	private Models() {
	}

	static ChatModel chatBotKit(String baseUrl, boolean observed) {
		return chatBotKit(api(baseUrl).build(), observed);
	}

	static ChatModel chatBotKitInMemory(boolean observed) {
		return chatBotKit(api(Contender.baseUrl(1)).connector(new MemoryConnector(2000)).build(), observed);
	}

	private static ChatBotKitApiBuilder api(String baseUrl) {
		return ChatBotKitApi.builder()
			.baseUrl(baseUrl)
			.secretKey(Contender.KEY)
			.connectionLimit(ChatBotKitConnectionLimit.defaults().withMax(MAX_CONNECTIONS));
	}

	private static ChatModel chatBotKit(ChatBotKitApi api, boolean observed) {
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().model(Contender.MODEL).build())
			.observationRegistry(observed ? observationRegistry() : ObservationRegistry.NOOP)
			.build();
	}

	/**
	 * Returns a registry with the handlers that an application with Boot's actuator has.
	 */
	static ObservationRegistry observationRegistry() {
		ObservationRegistry registry = ObservationRegistry.create();
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		registry.observationConfig()
			.observationHandler(new ChatModelMeterObservationHandler(meters))
			.observationHandler(new DefaultMeterObservationHandler(meters));
		return registry;
	}

	static ChatModel springAiOpenAi(String baseUrl) {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder().baseUrl(baseUrl).apiKey(Contender.KEY).model(Contender.MODEL).build())
			.build();
	}

}
