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

package com.chatbotkit.springai.test.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.json.JsonMapper;

/**
 * Collects what is dropped of a request, by kind.
 */
final class Dropped {

	private static final int MAX_KINDS = 5;

	private static final int MAX_LENGTH = 60;

	private final Set<String> kinds = new LinkedHashSet<>();

	private final Set<Integer> messages = new LinkedHashSet<>();

	/** Adds what is dropped of the message with that index. */
	void add(String kind, int message) {
		this.kinds.add(kind);
		this.messages.add(message);
	}

	/** Adds a note if anything is dropped. */
	void note(List<Note> notes, String mark, String text) {
		if (!this.kinds.isEmpty()) {
			notes.add(new Note(text.formatted(names()), mark, List.copyOf(this.messages)));
		}
	}

	/** The kinds are foreign text: quoted, without line breaks, and not too long. */
	private String names() {
		List<String> names = new ArrayList<>();
		this.kinds.stream()
			.limit(MAX_KINDS)
			.map((kind) -> (kind.length() > MAX_LENGTH) ? kind.substring(0, MAX_LENGTH) + "…" : kind)
			.map(JsonMapper.shared()::writeValueAsString)
			.forEach(names::add);
		int more = this.kinds.size() - names.size();
		return String.join(", ", names) + ((more > 0) ? " and " + more + " others" : "");
	}

}
