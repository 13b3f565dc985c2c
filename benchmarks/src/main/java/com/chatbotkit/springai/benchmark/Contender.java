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

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A client of the {@link Server} that is measured.
 */
interface Contender {

	/** What each of them selects. */
	String MODEL = "model/name=bench";

	/**
	 * Each takes this key as its secret.
	 */
	String KEY = "sk-test-benchmark";

	/**
	 * Asks for an answer in one piece, and for its text.
	 */
	String call(String prompt);

	/**
	 * Starts a streamed answer.
	 * @param onText takes each piece of text that is not empty
	 * @return completes when the answer has ended
	 */
	CompletableFuture<Void> start(String prompt, Consumer<String> onText);

	/**
	 * Reads a streamed answer to its end.
	 */
	default void stream(String prompt, Consumer<String> onText) {
		start(prompt, onText).join();
	}

	/**
	 * Returns a contender by its name.
	 */
	static Contender of(String name, String baseUrl) {
		return switch (name) {
			case "raw-socket" -> new RawSocket(URI.create(baseUrl).getPort());
			case "webclient" -> new BareWebClient(baseUrl);
			case "chatbotkit" -> new SpringAiModel(Models.chatBotKit(baseUrl, false));
			case "chatbotkit-observed" -> new SpringAiModel(Models.chatBotKit(baseUrl, true));
			case "chatbotkit-in-memory" -> new SpringAiModel(Models.chatBotKitInMemory(false));
			case "chatbotkit-in-memory-observed" -> new SpringAiModel(Models.chatBotKitInMemory(true));
			case "chatbotkit-client" -> new SpringAiClient(Models.chatBotKit(baseUrl, false));
			case "spring-ai-openai" -> new SpringAiModel(Models.springAiOpenAi(baseUrl));
			case "spring-ai-openai-client" -> new SpringAiClient(Models.springAiOpenAi(baseUrl));
			case "ready-client" -> new SpringAiClient(new ReadyModel());
			case "langchain4j" -> new LangChain4j(baseUrl);
			case "openai-java" -> new OpenAiJava(baseUrl);
			default -> throw new IllegalArgumentException("Unknown contender " + name);
		};
	}

	static String baseUrl(int port) {
		return "http://127.0.0.1:" + port + "/v1/openai";
	}

}
