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

import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.server.observation.ServerRequestContext.Tokens;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records meters of requests in addition to the timer that Micrometer records for each
 * observation:
 * <ul>
 * <li>the timer {@value ChatBotKitServerAttributes#TIME_TO_FIRST_TOKEN} for streams;</li>
 * <li>the counter {@value ChatBotKitServerAttributes#TOKENS}.</li>
 * </ul>
 * Their tags are the agent and the key with the values of the convention.
 */
public final class ServerRequestMeters implements ObservationHandler<ServerRequestContext> {

	private static final String NONE = "none";

	private final MeterRegistry registry;

	/**
	 * Creates a handler.
	 * @param registry the registry for the meters
	 */
	public ServerRequestMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestContext;
	}

	@Override
	public void onStart(ServerRequestContext context) {
		context.put(Progress.class, new Progress(now()));
	}

	@Override
	public void onEvent(Observation.Event event, ServerRequestContext context) {
		Progress progress = context.get(Progress.class);
		if (progress != null && event.getName().equals(ChatBotKitServerAttributes.FIRST_TOKEN)) {
			progress.firstToken = now();
		}
	}

	@Override
	public void onStop(ServerRequestContext context) {
		// Micrometer adds the keys of the convention only at the end.
		Tags tags = Tags.of(tag(context, ChatBotKitServerAttributes.AGENT),
				tag(context, ChatBotKitServerAttributes.KEY));
		Progress progress = context.get(Progress.class);
		Long firstToken = (progress != null) ? progress.firstToken : null;
		if (progress != null && firstToken != null) {
			Timer.builder(ChatBotKitServerAttributes.TIME_TO_FIRST_TOKEN)
				.description("Time from a streaming request to the first text of the agent")
				.tags(tags)
				.register(this.registry)
				.record(firstToken - progress.start, TimeUnit.NANOSECONDS);
		}
		Tokens tokens = context.getTokens();
		if (tokens != null) {
			count(tags.and("gen_ai.token.type", "input"), tokens.input());
			count(tags.and("gen_ai.token.type", "output"), tokens.output());
		}
	}

	private void count(Tags tags, long tokens) {
		Counter.builder(ChatBotKitServerAttributes.TOKENS)
			.description("Tokens of the agents' models")
			.tags(tags)
			.register(this.registry)
			.increment((double) tokens);
	}

	private long now() {
		return this.registry.config().clock().monotonicTime();
	}

	private static Tag tag(ServerRequestContext context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return Tag.of(key, (value != null) ? value.getValue() : NONE);
	}

	/**
	 * The times of a request and of the first text of its answer.
	 */
	private static final class Progress {

		private final long start;

		private volatile @Nullable Long firstToken;

		Progress(long start) {
			this.start = start;
		}

	}

}
