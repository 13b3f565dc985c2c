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

package com.chatbotkit.springai.api;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of {@link RepeatedCalls}. {@code AnswerShapeTests} has what it
 * finds.
 */
class RepeatedCallsTests {

	private final RepeatedCalls calls = new RepeatedCalls();

	@Test
	void aCallOfTheDeltasGetsItsArgumentsFromTheMessage() {
		addDeltas(10_000);
		assertThat(this.calls.addMessage(List.of(call("id9999", "{}"))))
			.containsExactly(new ChatCompletion.ToolCall(null, "id9999", null, "{}"));
	}

	@Test
	void noMoreIdsAreKept() {
		addDeltas(10_001);
		assertThat(this.calls.addMessage(List.of(call("id10000", "{}")))).isEmpty();
	}

	private void addDeltas(int count) {
		for (int i = 0; i < count; i++) {
			this.calls.addDelta(List.of(call("id" + i, null)));
		}
	}

	private static ChatCompletion.ToolCall call(String id, @Nullable String arguments) {
		return new ChatCompletion.ToolCall(0, id, "weather", arguments);
	}

}
