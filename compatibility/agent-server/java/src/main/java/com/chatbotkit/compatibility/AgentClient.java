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

/**
 * A client of an agent server, reduced to what all of them can do.
 */
interface AgentClient {

	/**
	 * Asks an agent. A client with tools has {@code getWeather}, and goes on until the
	 * agent has answered.
	 * @param question what is asked
	 * @return the answer's text
	 */
	String ask(Question question);

	/**
	 * What the client says where a stream fails in its middle.
	 * @param words what the server says
	 */
	default String failureOfAStream(String words) {
		return words;
	}

	/**
	 * What is asked.
	 *
	 * @param url the base URL
	 * @param key the key
	 * @param model the agent
	 * @param text the user's text
	 * @param stream whether the answer is streamed
	 * @param tools whether the client declares its tool
	 */
	record Question(String url, String key, String model, String text, boolean stream, boolean tools) {

		Question of(String model) {
			return new Question(this.url, this.key, model, this.text, this.stream, this.tools);
		}

		Question by(String key) {
			return new Question(this.url, key, this.model, this.text, this.stream, this.tools);
		}

	}

}
