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

import ai.koog.agents.core.tools.ToolDescriptor;
import ai.koog.agents.core.tools.ToolParameterDescriptor;
import ai.koog.agents.core.tools.ToolParameterType;
import ai.koog.http.client.ktor.KtorKoogHttpClient;
import ai.koog.prompt.Prompt;
import ai.koog.prompt.executor.clients.ConnectionTimeoutConfig;
import ai.koog.prompt.executor.clients.LLMClient;
import ai.koog.prompt.executor.clients.openai.OpenAIClientSettings;
import ai.koog.prompt.executor.clients.openai.OpenAILLMClient;
import ai.koog.prompt.llm.LLMCapability;
import ai.koog.prompt.llm.LLMProvider;
import ai.koog.prompt.llm.LLModel;
import ai.koog.prompt.message.Message;
import ai.koog.prompt.message.MessagePart;
import ai.koog.prompt.message.RequestMetaInfo;
import ai.koog.prompt.message.ResponseMetaInfo;
import ai.koog.prompt.streaming.StreamFrame;
import io.github.oshai.kotlinlogging.KotlinLoggingConfiguration;
import reactor.adapter.JdkFlowAdapter;

/**
 * The OpenAI client of Koog, JetBrains' framework for agents. Its base URL has no path by
 * itself.
 */
final class KoogClient implements AgentClient {

	private static final RequestMetaInfo REQUEST = RequestMetaInfo.Companion.getEmpty();

	private static final List<ToolDescriptor> WEATHER = List.of(new ToolDescriptor("getWeather", "The weather",
			List.of(new ToolParameterDescriptor("city", "The city", ToolParameterType.String.INSTANCE)), List.of(),
			null));

	static {
		// It would be a line of the table.
		KotlinLoggingConfiguration.INSTANCE.setLogStartupMessage(false);
	}

	@Override
	public String ask(Question question) {
		OpenAIClientSettings settings = new OpenAIClientSettings(question.url() + "/", new ConnectionTimeoutConfig(),
				"chat/completions", "responses", "embeddings", "moderations", "models");
		OpenAILLMClient client = new OpenAILLMClient(question.key(), settings, new KtorKoogHttpClient.Factory());
		LLModel model = new LLModel(LLMProvider.OpenAI, question.model(), List.of(LLMCapability.Completion.INSTANCE,
				LLMCapability.Tools.INSTANCE, LLMCapability.OpenAIEndpoint.Completions.INSTANCE));
		List<ToolDescriptor> tools = question.tools() ? WEATHER : List.of();
		List<Message> messages = new ArrayList<>();
		messages.add(new Message.System("Be brief.", REQUEST));
		messages.add(new Message.User(question.text(), REQUEST));
		while (true) {
			Prompt prompt = new Prompt(List.copyOf(messages), "question");
			Message.Assistant answer = question.stream() ? streamed(client, prompt, model, tools)
					: client.execute(prompt, model, tools);
			List<MessagePart.RequestPart> results = new ArrayList<>();
			for (MessagePart part : answer.getParts()) {
				if (part instanceof MessagePart.Tool.Call call) {
					results.add(new MessagePart.Tool.Result(call.getId(), call.getTool(),
							"21 degrees in " + (call.getArgs().contains("Paris") ? "Paris" : "nowhere")));
				}
			}
			if (results.isEmpty()) {
				return answer.textContent();
			}
			messages.add(answer);
			messages.add(new Message.User(results, REQUEST));
		}
	}

	/**
	 * Koog (1.1.1) reads the error as a piece of the answer, and says what it lacks.
	 */
	@Override
	public String failureOfAStream(String words) {
		return "Fields [choices";
	}

	private static Message.Assistant streamed(LLMClient client, Prompt prompt, LLModel model,
			List<ToolDescriptor> tools) {
		StringBuilder text = new StringBuilder();
		List<MessagePart.ResponsePart> parts = new ArrayList<>();
		JdkFlowAdapter.flowPublisherToFlux(client.executeStreaming(prompt, model, tools)).doOnNext((frame) -> {
			if (frame instanceof StreamFrame.TextDelta piece) {
				text.append(piece.getText());
			}
			else if (frame instanceof StreamFrame.ToolCallComplete call) {
				parts.add(new MessagePart.Tool.Call(call.getId(), call.getName(), call.getContent()));
			}
		}).blockLast();
		parts.add(0, new MessagePart.Text(text.toString()));
		return new Message.Assistant(parts, ResponseMetaInfo.Companion.getEmpty());
	}

}
