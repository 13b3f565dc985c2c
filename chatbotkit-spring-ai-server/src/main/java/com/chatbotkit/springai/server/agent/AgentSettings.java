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

package com.chatbotkit.springai.server.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A caller's settings for a model. Agents have their own settings.
 *
 * @param temperature the temperature, or null
 * @param topP the probability mass of nucleus sampling, or null
 * @param maxTokens the maximum number of tokens of an answer, or null
 * @param frequencyPenalty the penalty, or null
 * @param presencePenalty the penalty, or null
 * @param stop the texts that end an answer; empty if there are none
 */
public record AgentSettings(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxTokens,
		@Nullable Double frequencyPenalty, @Nullable Double presencePenalty, List<String> stop) {

	/**
	 * No settings.
	 */
	public static final AgentSettings NONE = new AgentSettings(null, null, null, null, null, List.of());

	/**
	 * Creates settings.
	 */
	public AgentSettings {
		stop = List.copyOf(stop);
	}

}
