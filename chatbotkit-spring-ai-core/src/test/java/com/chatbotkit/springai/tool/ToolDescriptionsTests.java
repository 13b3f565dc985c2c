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

package com.chatbotkit.springai.tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.definition.ToolDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolDescriptions}.
 */
class ToolDescriptionsTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			getCurrentWeather,   Get current weather
			get_current_weather, Get current weather
			github.list-issues,  Github list issues
			getURLInfo,          Get URL info
			SQL,                 SQL
			step2Run,            Step2 run
			天气,                天气
			___,                 A tool
			'',                  A tool
			""")
	void aBlankDescriptionIsMadeFromTheName(String name, String expected) {
		assertThat(ToolDescriptions.of(new Tool(name, " ", "{}"))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "Reads the weather.", "' kept as it is '" })
	void aDescriptionStays(String description) {
		assertThat(ToolDescriptions.of(new Tool("name", description, "{}"))).isEqualTo(description);
	}

	@Test
	void anEmptyDescriptionIsMadeFromTheName() {
		ToolDefinition definition = ToolCallbacks.from(new Methods())[0].getToolDefinition();
		assertThat(ToolDescriptions.of(definition)).isEqualToIgnoringCase("nothing");
	}

	static class Methods {

		@org.springframework.ai.tool.annotation.Tool
		String nothing() {
			return "";
		}

	}

	record Tool(String name, String description, String inputSchema) implements ToolDefinition {

	}

}
