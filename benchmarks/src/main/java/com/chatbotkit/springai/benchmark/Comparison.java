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

import java.util.List;

/**
 * Who is compared in which scenario, and how the result reads.
 */
enum Comparison {

	STREAM("Stream of 2,000 small chunks without delay",
			"raw-socket webclient chatbotkit chatbotkit-observed spring-ai-openai langchain4j openai-java chatbotkit-client spring-ai-openai-client"),

	CALL("Small call",
			"raw-socket webclient chatbotkit chatbotkit-observed spring-ai-openai langchain4j openai-java chatbotkit-client spring-ai-openai-client"),

	LARGE_PROMPT("Call with a prompt of 900 KiB", "chatbotkit spring-ai-openai langchain4j openai-java"),

	DELAY("First text, and age of each text at 5 ms spacing",
			"raw-socket webclient chatbotkit spring-ai-openai langchain4j openai-java"),

	STREAMS_500("500 streams at once, 100 chunks 20 ms apart: 2 s where nothing is in the way",
			"raw-socket chatbotkit spring-ai-openai langchain4j openai-java"),

	STREAMS_2000("2,000 such streams at once", "raw-socket chatbotkit spring-ai-openai langchain4j openai-java"),

	TOOL("Call with one tool round trip, ChatClient with tools and memory",
			"chatbotkit-client spring-ai-openai-client"),

	STREAM_OF_1000("Streams of 1,000 chunks", "chatbotkit chatbotkit-observed"),

	STREAM_OF_100000("Streams of 100,000 chunks", "chatbotkit chatbotkit-observed"),

	START("Start of a minimal Boot application to its first answer, and its runtime class path",
			"chatbotkit spring-ai-openai");

	private final String title;

	/** Their names; a text, for it cannot be changed. */
	private final String contenders;

	Comparison(String title, String contenders) {
		this.title = title;
		this.contenders = contenders;
	}

	String title() {
		return this.title;
	}

	List<String> contenders() {
		return List.of(this.contenders.split(" ", -1));
	}

}
