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

package com.chatbotkit.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/**
 * LangChain4j's model of OpenAI's format.
 */
final class LangChain4jClient implements AgentClient {

	private static final ToolSpecification WEATHER = ToolSpecification.builder()
		.name("getWeather")
		.description("The weather")
		.parameters(JsonObjectSchema.builder().addStringProperty("city").build())
		.build();

	@Override
	public String ask(Question question) {
		List<ChatMessage> messages = new ArrayList<>();
		messages.add(SystemMessage.from("Be brief."));
		messages.add(UserMessage.from(question.text()));
		while (true) {
			ChatRequest.Builder request = ChatRequest.builder().messages(messages);
			if (question.tools()) {
				request.toolSpecifications(WEATHER);
			}
			AiMessage message = response(question, request.build()).aiMessage();
			if (!message.hasToolExecutionRequests()) {
				return message.text();
			}
			messages.add(message);
			for (ToolExecutionRequest call : message.toolExecutionRequests()) {
				messages.add(ToolExecutionResultMessage.from(call,
						"21 degrees in " + (call.arguments().contains("Paris") ? "Paris" : "nowhere")));
			}
		}
	}

	private static ChatResponse response(Question question, ChatRequest request) {
		if (!question.stream()) {
			return OpenAiChatModel.builder()
				.baseUrl(question.url())
				.apiKey(question.key())
				.modelName(question.model())
				.maxRetries(0)
				.build()
				.chat(request);
		}
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		OpenAiStreamingChatModel.builder()
			.baseUrl(question.url())
			.apiKey(question.key())
			.modelName(question.model())
			.build()
			.chat(request, new StreamingChatResponseHandler() {

				@Override
				public void onCompleteResponse(ChatResponse whole) {
					response.complete(whole);
				}

				@Override
				public void onError(Throwable failure) {
					response.completeExceptionally(failure);
				}

			});
		return response.join();
	}

}
