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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

/**
 * Finds the calls of a whole {@code message} among those that a stream had before it.
 * <p>
 * A call repeats one with the same name and arguments, or else one with the same id, or
 * else one of the same name whose arguments are cut off. Two equal calls of a message
 * repeat two.
 */
final class RepeatedToolCalls {

	/** Keeps numbers apart: 1e400 is not 1e500. */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final Map<Object, List<PartialToolCall>> complete = new HashMap<>();

	private final List<PartialToolCall> open = new ArrayList<>();

	/**
	 * Adds a call that came before the next message.
	 */
	void add(PartialToolCall call) {
		this.open.add(call);
	}

	/**
	 * Finds the calls of one message.
	 * @return for each of them the call that it repeats, or null if it is new
	 */
	List<@Nullable PartialToolCall> find(List<ChatCompletion.ToolCall> message) {
		this.open.removeIf(this::isComplete);
		Search search = new Search();
		@Nullable PartialToolCall[] repeated = new PartialToolCall[message.size()];
		List<Function<ChatCompletion.ToolCall, Object>> keys = List.of(
				(call) -> new Content(call.name(), arguments(call.arguments())), (call) -> new Id(call.id()),
				(call) -> new Name(call.name()));
		for (Function<ChatCompletion.ToolCall, Object> key : keys) {
			for (int i = 0; i < repeated.length; i++) {
				if (repeated[i] == null) {
					repeated[i] = search.next(key.apply(message.get(i)), message.get(i).arguments());
				}
			}
		}
		return Arrays.asList(repeated);
	}

	private boolean isComplete(PartialToolCall call) {
		if (!call.isComplete()) {
			return false;
		}
		put(this.complete, new Content(call.name(), arguments(call.arguments())), call);
		put(this.complete, new Id(call.id()), call);
		return true;
	}

	private static void put(Map<Object, List<PartialToolCall>> calls, Object key, PartialToolCall call) {
		calls.computeIfAbsent(key, (created) -> new ArrayList<>(1)).add(call);
	}

	/**
	 * Returns arguments that are equal however their JSON is written.
	 */
	private static Object arguments(@Nullable String json) {
		String text = StringUtils.hasText(json) ? json : "{}";
		try {
			return MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			// The tool will say what is wrong with them.
			return text;
		}
	}

	private record Content(@Nullable String name, Object arguments) {
	}

	private record Id(@Nullable String id) {
	}

	private record Name(@Nullable String name) {
	}

	/**
	 * The search for the calls of one message, which finds each call once.
	 */
	private final class Search {

		private final Map<Object, List<PartialToolCall>> unfinished = new HashMap<>();

		private final Map<Object, Iterator<PartialToolCall>> candidates = new HashMap<>();

		private final Set<PartialToolCall> found = Collections.newSetFromMap(new IdentityHashMap<>());

		Search() {
			for (PartialToolCall call : RepeatedToolCalls.this.open) {
				put(this.unfinished, new Id(call.id()), call);
				put(this.unfinished, new Name(call.name()), call);
			}
		}

		@Nullable PartialToolCall next(Object key, @Nullable String arguments) {
			if (key instanceof Id id && !StringUtils.hasLength(id.id())) {
				return null;
			}
			Iterator<PartialToolCall> left = this.candidates.computeIfAbsent(key, this::candidates);
			while (left.hasNext()) {
				PartialToolCall call = left.next();
				if ((!(key instanceof Name) || call.isBeginningOf(arguments)) && this.found.add(call)) {
					return call;
				}
			}
			return null;
		}

		private Iterator<PartialToolCall> candidates(Object key) {
			return Stream
				.concat(RepeatedToolCalls.this.complete.getOrDefault(key, List.of()).stream(),
						this.unfinished.getOrDefault(key, List.of()).stream())
				.iterator();
		}

	}

}
