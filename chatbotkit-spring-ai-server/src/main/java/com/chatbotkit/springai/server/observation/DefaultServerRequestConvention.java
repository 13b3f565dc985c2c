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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.observation.ServerRequestContext.Tokens;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The default names and keys of {@link ChatBotKitServerAttributes}. Low-cardinality keys
 * have few values, whatever clients send.
 */
public class DefaultServerRequestConvention implements ServerRequestConvention {

	private static final String NONE = "none";

	private static final String OTHER = "other";

	/** Codes of the endpoint itself. Agents may also pass on those of the platform. */
	private static final Set<String> CODES = Set.of("agent_failed", "concurrency_limit_exceeded",
			"idempotency_key_reused", "insufficient_quota", "insufficient_scope", "invalid_api_key", "invalid_request",
			"limits_not_known", "method_not_allowed", "model_not_found", "overloaded", "rate_limit_exceeded",
			"request_timeout", "request_too_large", "shutting_down", "timeout", "token_not_checked",
			"too_many_failed_logins", "unknown_url", "unsupported_content_encoding", "unsupported_media_type",
			"MAX_ROUNDS");

	private final Set<String> keys;

	/**
	 * Creates a convention.
	 * @param keys the names of keys that may be values of
	 * {@link ChatBotKitServerAttributes#KEY}
	 */
	public DefaultServerRequestConvention(Set<String> keys) {
		this.keys = Set.copyOf(keys);
	}

	@Override
	public String getName() {
		return ChatBotKitServerAttributes.REQUEST;
	}

	@Override
	public String getContextualName(ServerRequestContext context) {
		String agent = context.getAgent();
		return (agent != null) ? "serve " + agent : "serve";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ServerRequestContext context) {
		return KeyValues.of(KeyValue.of(ChatBotKitServerAttributes.AGENT, known(context.getAgent())),
				KeyValue.of(ChatBotKitServerAttributes.ERROR_CODE,
						bounded(context.getErrorCode(),
								(code) -> CODES.contains(code) || AgentException.codes().contains(code))),
				KeyValue.of(ChatBotKitServerAttributes.KEY, bounded(context.getCaller(), this.keys::contains)),
				KeyValue.of(ChatBotKitServerAttributes.OUTCOME, context.getOutcome().tag()),
				KeyValue.of(ChatBotKitServerAttributes.STREAM, Boolean.toString(context.isStreaming())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestContext context) {
		List<KeyValue> values = new ArrayList<>();
		values.add(KeyValue.of(ChatBotKitServerAttributes.REQUEST_ID, context.getRequestId()));
		add(values, ChatBotKitServerAttributes.CALLER, context.getCaller());
		add(values, ChatBotKitServerAttributes.USER, context.getUser());
		add(values, ChatBotKitServerAttributes.CONVERSATION, context.getConversation());
		Tokens tokens = context.getTokens();
		if (tokens != null) {
			add(values, ChatBotKitServerAttributes.INPUT_TOKENS, Long.toString(tokens.input()));
			add(values, ChatBotKitServerAttributes.OUTPUT_TOKENS, Long.toString(tokens.output()));
		}
		if (context.isReplayed()) {
			add(values, ChatBotKitServerAttributes.REPLAYED, "true");
		}
		return KeyValues.of(values);
	}

	private static void add(List<KeyValue> values, String key, @Nullable String value) {
		if (value != null) {
			values.add(KeyValue.of(key, value));
		}
	}

	private static String known(@Nullable String value) {
		return (value != null) ? value : NONE;
	}

	private static String bounded(@Nullable String value, Predicate<String> known) {
		return (value == null) ? NONE : known.test(value) ? value : OTHER;
	}

}
