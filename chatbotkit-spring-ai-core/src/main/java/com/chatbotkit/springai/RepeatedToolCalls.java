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
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

/**
 * Finds the calls of a whole {@code message} among those that a stream had before it.
 * <p>
 * A call repeats one with the same name and arguments, or else one with the same id and
 * name, or else one of the same name whose arguments are cut off. Two equal calls of a
 * message repeat two.
 */
final class RepeatedToolCalls {

	/** Keeps numbers apart (1e400 is not 1e500), but 1.0 is 1. */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, JsonNodeFeature.WRITE_PROPERTIES_SORTED)
		.build();

	/**
	 * Longer arguments are compared as they are written, because the nodes of JSON take
	 * many times its memory.
	 */
	private static final int LONGEST_READ = 100_000;

	/**
	 * So many calls are searched that have one id, or one name and arguments that are cut
	 * off. No answer has as many.
	 */
	private static final int MOST_ALIKE = 16;

	private static final String NO_ARGUMENTS = "{}";

	private final Map<Content, List<PartialToolCall>> ofContent = new HashMap<>();

	private final Map<String, List<PartialToolCall>> ofId = new HashMap<>();

	/** The calls without arguments so far, or with a part of them. */
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
		this.open.removeIf(this::addIfComplete);
		Search search = new Search();
		@Nullable PartialToolCall[] repeated = new PartialToolCall[message.size()];
		for (Function<ChatCompletion.ToolCall, @Nullable PartialToolCall> step : search.steps()) {
			for (int i = 0; i < repeated.length; i++) {
				if (repeated[i] == null) {
					repeated[i] = step.apply(message.get(i));
				}
			}
		}
		return Arrays.asList(repeated);
	}

	/**
	 * Adds a call to those that are complete.
	 * @return false if it is not complete yet
	 */
	private boolean addIfComplete(PartialToolCall call) {
		if (!call.isComplete()) {
			return false;
		}
		put(this.ofContent, new Content(call.name(), arguments(call.arguments())), call);
		if (!call.id().isEmpty()) {
			put(this.ofId, call.id(), call);
		}
		return true;
	}

	private static <K> void put(Map<K, List<PartialToolCall>> calls, K key, PartialToolCall call) {
		calls.computeIfAbsent(key, (created) -> new ArrayList<>(1)).add(call);
	}

	/**
	 * Returns arguments that are equal however their JSON is written.
	 */
	private static String arguments(@Nullable String json) {
		if (!StringUtils.hasText(json)) {
			return NO_ARGUMENTS;
		}
		if (json.length() > LONGEST_READ) {
			return json;
		}
		try {
			String written = MAPPER.writeValueAsString(MAPPER.readTree(json));
			return written.equals("null") ? NO_ARGUMENTS : written;
		}
		catch (JacksonException | NumberFormatException ex) {
			// The tool will say what is wrong with them.
			return json;
		}
	}

	private record Content(@Nullable String name, String arguments) {
	}

	/**
	 * The search for the calls of one message, which finds each call once.
	 */
	private final class Search {

		private final Map<String, List<PartialToolCall>> openOfId = new HashMap<>();

		private final Map<String, List<PartialToolCall>> blankOfName = new HashMap<>();

		private final Map<String, List<PartialToolCall>> cutOffOfName = new HashMap<>();

		/**
		 * The calls that are left of those with one content, or of those without
		 * arguments of one name.
		 */
		private final Map<Object, Iterator<PartialToolCall>> left = new HashMap<>();

		private final Set<PartialToolCall> found = Collections.newSetFromMap(new IdentityHashMap<>());

		Search() {
			for (PartialToolCall call : RepeatedToolCalls.this.open) {
				if (!call.id().isEmpty()) {
					put(this.openOfId, call.id(), call);
				}
				put(call.hasArguments() ? this.cutOffOfName : this.blankOfName, call.name(), call);
			}
		}

		/**
		 * Returns the steps, the surest one first.
		 */
		List<Function<ChatCompletion.ToolCall, @Nullable PartialToolCall>> steps() {
			return List.of(this::withContent, this::withIdAndBeginning,
					(call) -> withId(call, (candidate) -> candidate.name().equals(call.name())), this::withBeginning,
					(call) -> withId(call, (candidate) -> candidate.mayHaveName(call.name())));
		}

		private @Nullable PartialToolCall withContent(ChatCompletion.ToolCall call) {
			return found(next(RepeatedToolCalls.this.ofContent, new Content(call.name(), arguments(call.arguments()))));
		}

		private @Nullable PartialToolCall withIdAndBeginning(ChatCompletion.ToolCall call) {
			return found(beginning(call,
					some(this.openOfId, call.id()).filter((candidate) -> candidate.name().equals(call.name()))));
		}

		private @Nullable PartialToolCall withId(ChatCompletion.ToolCall call, Predicate<PartialToolCall> condition) {
			return found(Stream.concat(some(RepeatedToolCalls.this.ofId, call.id()), some(this.openOfId, call.id()))
				.filter(condition)
				.findFirst());
		}

		private @Nullable PartialToolCall withBeginning(ChatCompletion.ToolCall call) {
			String name = call.name();
			return (name != null)
					? found(beginning(call, some(this.cutOffOfName, name)).or(() -> next(this.blankOfName, name)))
					: null;
		}

		private static Optional<PartialToolCall> beginning(ChatCompletion.ToolCall call,
				Stream<PartialToolCall> candidates) {
			return candidates
				.filter((candidate) -> !candidate.hasArguments() || candidate.isBeginningOf(call.arguments()))
				.max(Comparator.comparingInt(PartialToolCall::argumentsLength));
		}

		private Stream<PartialToolCall> some(Map<String, List<PartialToolCall>> calls, @Nullable String key) {
			return calls.getOrDefault((key != null) ? key : "", List.of())
				.stream()
				.limit(MOST_ALIKE)
				.filter((call) -> !this.found.contains(call));
		}

		private <K> Optional<PartialToolCall> next(Map<K, List<PartialToolCall>> calls, K key) {
			Iterator<PartialToolCall> rest = this.left.computeIfAbsent(key,
					(created) -> calls.getOrDefault(key, List.of()).iterator());
			while (rest.hasNext()) {
				PartialToolCall call = rest.next();
				if (!this.found.contains(call)) {
					return Optional.of(call);
				}
			}
			return Optional.empty();
		}

		private @Nullable PartialToolCall found(Optional<PartialToolCall> call) {
			call.ifPresent(this.found::add);
			return call.orElse(null);
		}

	}

}
