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

package com.chatbotkit.springai.metrics;

import java.util.Locale;
import java.util.Set;

import com.chatbotkit.springai.ModelTag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Creates the meters of the client, with low-cardinality tags.
 */
final class ClientMeters {

	private static final Set<String> FINISH_REASONS = Set.of("stop", "length", "tool_calls", "function_call",
			"content_filter");

	private final MeterRegistry registry;

	ClientMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	Timer.Sample start() {
		return Timer.start(this.registry);
	}

	void firstToken(Timer.Sample sinceStart, Tag model) {
		sinceStart.stop(Timer.builder("chatbotkit.client.time.to.first.token")
			.description("Time from the start of a streamed request to the first text of its answer")
			.tags(Tags.of(model))
			.register(this.registry));
	}

	/**
	 * Counts a call or stream that has ended.
	 * @param finishReason the response's finish reason, or null
	 */
	void request(Tag model, Tag stream, String outcome, int status, @Nullable String finishReason) {
		Counter.builder("chatbotkit.client.requests")
			.description("Calls and streams, by how they ended")
			.tags(Tags.of(model, stream, Tag.of("outcome", outcome), status(status),
					Tag.of("finish.reason", finishReason(finishReason))))
			.register(this.registry)
			.increment();
	}

	void retry(Tag model, Tag stream, int status) {
		Counter.builder("chatbotkit.client.retries")
			.description("Attempts that failed and were followed by another one")
			.tags(Tags.of(model, stream, status(status)))
			.register(this.registry)
			.increment();
	}

	/**
	 * Counts a request to a fallback.
	 * @param model the tag of the fallback
	 */
	void fallback(Tag model, Tag stream) {
		Counter.builder("chatbotkit.client.fallbacks")
			.description("Requests to another bot or model, instead of one that failed")
			.tags(Tags.of(model, stream))
			.register(this.registry)
			.increment();
	}

	void ignoredParameter(Tag model, String parameter) {
		Counter.builder("chatbotkit.client.ignored.parameters")
			.description("Requests with a parameter set that ChatBotKit's endpoint ignores")
			.tags(Tags.of(model, Tag.of("parameter", parameter)))
			.register(this.registry)
			.increment();
	}

	/**
	 * A server may send any status, so unknown ones share a value.
	 */
	private static Tag status(int status) {
		String known = (HttpStatus.resolve(status) != null) ? Integer.toString(status) : ModelTag.OTHER;
		return Tag.of("status", (status > 0) ? known : ModelTag.NONE);
	}

	/**
	 * A server may send any reason, so unknown ones share a value.
	 */
	private static String finishReason(@Nullable String reason) {
		if (reason == null || reason.isEmpty()) {
			return ModelTag.NONE;
		}
		String known = reason.toLowerCase(Locale.ROOT);
		return FINISH_REASONS.contains(known) ? known : ModelTag.OTHER;
	}

}
