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
 * The contenders of each scenario, and the words of its result.
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

	CLIENT("Stream of 2,000 chunks through ChatClient with tools and memory; the last one over a model that has its responses ready",
			"chatbotkit chatbotkit-client spring-ai-openai-client ready-client"),

	NETWORK("First text after a pause: TLS, HTTP/2, a round trip of 30 ms", Comparison.CLIENTS),

	NETWORK_HTTP1("First text after a pause: TLS, HTTP/1.1 kept for 75 s, a round trip of 30 ms", Comparison.CLIENTS),

	BURST("50 streams at once: TLS, HTTP/2, a round trip of 30 ms", Comparison.CLIENTS),

	BURST_HTTP1("50 streams at once: TLS, HTTP/1.1, a round trip of 30 ms", Comparison.CLIENTS),

	BURST_500("500 streams at once: TLS, HTTP/2, a round trip of 30 ms", Comparison.CLIENTS),

	BURST_500_HTTP1("500 streams at once: TLS, HTTP/1.1, a round trip of 30 ms", Comparison.CLIENTS),

	CROWD("10,000 open streams, a piece every 10 s each: TLS, HTTP/2", Comparison.CLIENTS),

	CROWD_HTTP1("10,000 open streams, a piece every 10 s each: TLS, HTTP/1.1", Comparison.CLIENTS),

	START("Start of a minimal Boot application to its first answer, and its runtime class path",
			"chatbotkit spring-ai-openai");

	private static final String CLIENTS = "webclient chatbotkit spring-ai-openai langchain4j openai-java";

	private final String title;

	/** The names of the contenders, as a text because a list could be changed. */
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

	boolean isOverNetwork() {
		return switch (this) {
			case NETWORK, NETWORK_HTTP1, BURST, BURST_HTTP1, BURST_500, BURST_500_HTTP1, CROWD, CROWD_HTTP1 -> true;
			default -> false;
		};
	}

	/**
	 * Whether the bytes take the round-trip time.
	 */
	boolean isThroughRelay() {
		return isOverNetwork() && !isCrowd();
	}

	boolean isCrowd() {
		return this == CROWD || this == CROWD_HTTP1;
	}

	boolean isHttp2() {
		return this == NETWORK || this == BURST || this == BURST_500 || this == CROWD;
	}

	/**
	 * Returns what is measured over a network.
	 */
	NetworkScenario overNetwork(MeasureNetwork.NetworkPath path) {
		return switch (this) {
			case NETWORK, NETWORK_HTTP1 -> new Pauses(path);
			case BURST, BURST_HTTP1 -> new Burst(path, 50);
			case BURST_500, BURST_500_HTTP1 -> new Burst(path, 500);
			case CROWD, CROWD_HTTP1 -> new Crowd(path);
			default -> throw new IllegalArgumentException(this + " has no network");
		};
	}

}
