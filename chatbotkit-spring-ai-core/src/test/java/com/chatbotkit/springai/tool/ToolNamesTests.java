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

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.tool.definition.ToolDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolNames}.
 */
class ToolNamesTests {

	private static final String VALID = "^[a-zA-Z0-9_-]{1,64}$";

	@ParameterizedTest
	@CsvSource(textBlock = """
			getWeather,     getWeather
			get-weather_2,  get-weather_2
			9,              9
			get weather,    get_weather
			weather.get,    weather_get
			server/tool:v1, server_tool_v1
			wetter_für,     wetter_f_r
			天气,           __
			😀,             _
			'',             tool
			""")
	void aNameBecomesValidAndComesBack(String name, String wireName) {
		ToolNames names = names(name);
		assertThat(names.wireName(name)).isEqualTo(wireName).matches(VALID);
		assertThat(names.toolName(wireName)).isEqualTo(name);
		assertThat(names.isDeclared(wireName)).isTrue();
	}

	@Test
	void aNameThatIsTooLongIsCut() {
		String name = "a".repeat(65);
		assertThat(names(name).wireName(name)).isEqualTo("a".repeat(64));
	}

	@Test
	void aValidNameStaysWhateverComesBeforeIt() {
		ToolNames names = names("get weather", "get_weather");
		assertThat(names.wireName("get_weather")).isEqualTo("get_weather");
		assertThat(names.toolName("get_weather")).isEqualTo("get_weather");
	}

	@Test
	void aNameWhoseValidFormIsTakenGetsASuffix() {
		ToolNames names = names("get weather", "get_weather");
		String wireName = names.wireName("get weather");
		assertThat(wireName).matches("get_weather_[0-9a-f]{8}");
		assertThat(names.toolName(wireName)).isEqualTo("get weather");
	}

	@Test
	void aSuffixStillFits() {
		String first = "a".repeat(70);
		String second = "a".repeat(71);
		ToolNames names = names(first, second);
		assertThat(names.wireName(second)).hasSize(64).matches(VALID).isNotEqualTo(names.wireName(first));
	}

	@Test
	void namesWithTheSameValidFormAndHashStayApart() {
		// "Aa" and "BB" have the same hash code, and so have these.
		ToolNames names = names(":", "x:Aa天", "x:BB天", "x_Aa_", "x_BB_");
		assertThat(Stream.of(":", "x:Aa天", "x:BB天", "x_Aa_", "x_BB_").map(names::wireName)).doesNotHaveDuplicates()
			.allMatch((name) -> name.matches(VALID));
	}

	@Test
	void thousandsOfCollidingNamesStayApart() {
		List<String> all = Stream.iterate("天", (name) -> (name.length() < 60) ? name + "天" : name + "a")
			.limit(300)
			.toList();
		ToolNames names = names(all.toArray(String[]::new));
		assertThat(all.stream().map(names::wireName)).doesNotHaveDuplicates().allMatch((name) -> name.matches(VALID));
		assertThat(all).allMatch((name) -> names.toolName(names.wireName(name)).equals(name));
	}

	@Test
	void aToolThatOnlyHistoryKnowsKeepsItsValidName() {
		assertThat(names("other").wireName("former")).isEqualTo("former");
	}

	@Test
	void aToolThatOnlyHistoryKnowsGetsAValidName() {
		assertThat(names("other").wireName("former tool")).isEqualTo("former_tool");
	}

	@Test
	void aToolThatOnlyHistoryKnowsIsNotDeclared() {
		ToolNames names = names("other");
		assertThat(names.isDeclared(names.wireName("former tool"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "get weather, get_weather", "get weather, get:weather", "get_weather, get weather" })
	void aToolThatOnlyHistoryKnowsNeverTakesTheNameOfADeclaredOne(String declared, String former) {
		ToolNames names = names(declared);
		assertThat(names.wireName(former)).isNotEqualTo(names.wireName(declared))
			.matches(VALID)
			.isEqualTo(names(declared).wireName(former));
	}

	@Test
	void aToolThatWasNeverDeclaredComesBackUnderTheNameOnTheWire() {
		assertThat(names("other").toolName("inner_tool")).isEqualTo("inner_tool");
	}

	@Test
	void aRepeatedNameIsOneTool() {
		ToolNames names = names("a b", "a b");
		assertThat(names.wireName("a b")).isEqualTo("a_b");
	}

	private static ToolNames names(String... names) {
		return ToolNames.of(Stream.of(names).<ToolDefinition>map((name) -> new Tool(name, "d", "{}")).toList());
	}

	record Tool(String name, String description, String inputSchema) implements ToolDefinition {

	}

}
