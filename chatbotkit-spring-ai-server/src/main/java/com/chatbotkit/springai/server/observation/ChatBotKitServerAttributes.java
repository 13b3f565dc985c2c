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

package com.chatbotkit.springai.server.observation;

/**
 * Names of the observation of a request, and of its keys, events and meters.
 */
public final class ChatBotKitServerAttributes {

	/**
	 * Name of the observation: one for each request for a completion, refused ones
	 * included.
	 */
	public static final String REQUEST = "chatbotkit.server.request";

	/**
	 * Low-cardinality key: the id of the agent, such as {@code bot/id=support}, or
	 * {@code none} if the request names none that the key may use. Never a text that the
	 * client chooses.
	 */
	public static final String AGENT = "chatbotkit.server.agent";

	/**
	 * Low-cardinality key: the name of the key; {@code other} for a caller that has none
	 * of the configured keys, {@code none} for one that is not known.
	 */
	public static final String KEY = "chatbotkit.server.key";

	/**
	 * Low-cardinality key: how the request ended, see {@link ServerRequestOutcome}.
	 */
	public static final String OUTCOME = "chatbotkit.server.outcome";

	/**
	 * Low-cardinality key: the code of the error, {@code other} for one that neither the
	 * endpoint nor the platform has, or {@code none}.
	 */
	public static final String ERROR_CODE = "chatbotkit.server.error-code";

	/**
	 * Low-cardinality key: whether the answer is streamed, {@code true} or {@code false}.
	 */
	public static final String STREAM = "chatbotkit.server.stream";

	/**
	 * High-cardinality key: the id in the response header {@code x-request-id}.
	 */
	public static final String REQUEST_ID = "chatbotkit.server.request-id";

	/**
	 * High-cardinality key: the name of the caller, even without a configured key.
	 */
	public static final String CALLER = "chatbotkit.server.caller";

	/**
	 * High-cardinality key: the user that a trusted caller names. Absent if there is
	 * none.
	 */
	public static final String USER = "chatbotkit.server.user";

	/**
	 * High-cardinality key: the id of the conversation. Absent if there is none.
	 */
	public static final String CONVERSATION = "chatbotkit.server.conversation";

	/**
	 * High-cardinality key: the tokens read by the agent's model, over all its rounds.
	 * Absent where no agent has finished.
	 */
	public static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";

	/**
	 * High-cardinality key: the tokens written by the agent's model, over all its rounds.
	 * Absent where no agent has finished.
	 */
	public static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";

	/**
	 * High-cardinality key, {@code true}: the answer is that of an earlier request with
	 * the same {@code Idempotency-Key}, and no agent has run. Absent otherwise.
	 */
	public static final String REPLAYED = "chatbotkit.server.replayed";

	/**
	 * Name of the event of a streaming request: the agent has its first text.
	 */
	public static final String FIRST_TOKEN = "chatbotkit.server.first-token";

	/**
	 * Name of the timer from a streaming request to the first text of its answer.
	 */
	public static final String TIME_TO_FIRST_TOKEN = "chatbotkit.server.time.to.first.token";

	/**
	 * Name of the counter of tokens, with the tags {@link #AGENT}, {@link #KEY} and
	 * {@code gen_ai.token.type}, which is {@code input} or {@code output}.
	 */
	public static final String TOKENS = "chatbotkit.server.tokens";

	private ChatBotKitServerAttributes() {
	}

}
