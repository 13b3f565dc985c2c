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

import java.util.stream.Collectors;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.function.FunctionToolCallback;

/**
 * Spring AI's chat client over a model, with the tool of the client.
 */
final class SpringAiChat {

	private SpringAiChat() {
	}

	static String ask(ChatModel model, AgentClient.Question question) {
		ChatClientRequestSpec spec = ChatClient.create(model).prompt().system("Be brief.").user(question.text());
		if (question.tools()) {
			spec.tools(FunctionToolCallback.builder("getWeather", (Place place) -> "21 degrees in " + place.city())
				.description("The weather")
				.inputType(Place.class)
				.toolCallResultConverter((result, type) -> String.valueOf(result))
				.build());
		}
		if (question.stream()) {
			return String.valueOf(spec.stream().content().collect(Collectors.joining()).block());
		}
		return String.valueOf(spec.call().content());
	}

	/**
	 * Where the weather is asked for.
	 *
	 * @param city the city
	 */
	record Place(String city) {
	}

}
