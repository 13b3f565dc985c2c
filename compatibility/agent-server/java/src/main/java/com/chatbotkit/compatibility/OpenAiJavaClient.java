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

import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;

/**
 * OpenAI's Java SDK.
 */
final class OpenAiJavaClient implements AgentClient {

	private static final FunctionDefinition WEATHER = FunctionDefinition.builder()
		.name("getWeather")
		.description("The weather")
		.parameters(FunctionParameters.builder()
			.putAdditionalProperty("type", JsonValue.from("object"))
			.putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
			.build())
		.build();

	private final FunctionDefinition tool;

	/**
	 * Creates a client.
	 * @param strict whether its tool is strict, as the SDK makes tools of classes
	 */
	OpenAiJavaClient(boolean strict) {
		this.tool = strict ? WEATHER.toBuilder().strict(true).build() : WEATHER;
	}

	@Override
	public String ask(Question question) {
		OpenAIClient client = OpenAIOkHttpClient.builder()
			.baseUrl(question.url())
			.apiKey(question.key())
			.maxRetries(0)
			.build();
		try {
			return loop(client, question);
		}
		finally {
			client.close();
		}
	}

	private String loop(OpenAIClient client, Question question) {
		ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
			.model(question.model())
			.addDeveloperMessage("Be brief.")
			.addUserMessage(question.text());
		if (question.tools()) {
			params.addFunctionTool(this.tool);
		}
		while (true) {
			ChatCompletionMessage message = completion(client, params.build(), question.stream()).choices()
				.get(0)
				.message();
			List<ChatCompletionMessageToolCall> calls = message.toolCalls().orElse(List.of());
			if (calls.isEmpty()) {
				return message.content().orElseThrow();
			}
			params.addMessage(message);
			for (ChatCompletionMessageToolCall call : calls) {
				params.addMessage(ChatCompletionToolMessageParam.builder()
					.toolCallId(call.asFunction().id())
					.content("21 degrees in "
							+ (call.asFunction().function().arguments().contains("Paris") ? "Paris" : "nowhere"))
					.build());
			}
		}
	}

	private static ChatCompletion completion(OpenAIClient client, ChatCompletionCreateParams params, boolean stream) {
		if (!stream) {
			return client.chat().completions().create(params);
		}
		ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
		try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(params)) {
			chunks.stream().forEach(accumulator::accumulate);
		}
		return accumulator.chatCompletion();
	}

}
