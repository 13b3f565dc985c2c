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

package com.chatbotkit.samples.webchat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ObservedToolTests {

	private final List<ReplyEvent> events = new ArrayList<>();

	@Test
	void tellsOfACallAndItsResult() {
		ToolCallback tool = FunctionToolCallback.builder("upper", (String text) -> {
			assertThat(this.events).hasSize(1);
			return text.toUpperCase(Locale.ROOT);
		}).description("Upper case").inputType(String.class).build();
		assertThat(new ObservedTool(tool, this.events::add).call("\"a\"")).isEqualTo("\"A\"");
		assertThat(this.events).hasSize(2);
		ReplyEvent.Call call = (ReplyEvent.Call) this.events.get(0);
		assertThat(call).extracting("tool", "arguments", "ofBot").containsExactly("upper", "\"a\"", false);
		assertThat(this.events.get(1)).isEqualTo(new ReplyEvent.Result(call.id(), "\"A\""));
	}

	@Test
	void tellsOfAToolThatFails() {
		ToolCallback tool = new FailingTool();
		assertThatIllegalStateException().isThrownBy(() -> new ObservedTool(tool, this.events::add).call("{}"));
		assertThat(this.events).hasSize(2).last().extracting("result").isEqualTo("The tool failed.");
	}

	private static final class FailingTool implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder().name("failing").description("Fails").inputSchema("{}").build();
		}

		@Override
		public String call(String input) {
			throw new IllegalStateException("no");
		}

	}

}
