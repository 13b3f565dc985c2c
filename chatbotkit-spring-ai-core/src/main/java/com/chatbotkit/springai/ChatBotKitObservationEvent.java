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

package com.chatbotkit.springai;

import io.micrometer.observation.Observation;

/**
 * Events of the observation of a response. A tracer shows them in the span. A retry is a
 * {@link com.chatbotkit.springai.api.ChatBotKitRetryEvent}.
 */
public enum ChatBotKitObservationEvent implements Observation.Event {

	/**
	 * The first text has arrived.
	 */
	FIRST_TOKEN("chatbotkit.first-token", "first token"),

	/**
	 * The subscriber has cancelled.
	 */
	CANCELLED("chatbotkit.cancelled", "cancelled"),

	/**
	 * The answer is longer than an observation's limit, so that the observation's
	 * response has only the beginning.
	 */
	TEXT_CUT("chatbotkit.text-cut", "text cut");

	private final String name;

	private final String contextualName;

	ChatBotKitObservationEvent(String name, String contextualName) {
		this.name = name;
		this.contextualName = contextualName;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public String getContextualName() {
		return this.contextualName;
	}

}
