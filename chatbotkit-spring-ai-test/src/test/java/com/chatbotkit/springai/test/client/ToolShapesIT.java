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

package com.chatbotkit.springai.test.client;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.chatbotkit.springai.test.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every shape that a Spring AI tool can have is accepted by the endpoint's dialect check,
 * and the tool is called with the arguments that the bot gave: called and streamed.
 */
class ToolShapesIT {

	private static final List<Object> received = new ArrayList<>();

	private static EmulatedModel emulated;

	@BeforeAll
	static void start() {
		emulated = new EmulatedModel("tools");
	}

	@AfterAll
	static void stop() {
		emulated.close();
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void isAcceptedAndCalledWithTheRightArguments(ToolCallback tool, String arguments, List<Object> expected) {
		assertThat(callWith(tool, arguments, false)).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void isAcceptedAndCalledWithTheRightArgumentsInAStream(ToolCallback tool, String arguments, List<Object> expected) {
		assertThat(callWith(tool, arguments, true)).isEqualTo(expected);
	}

	private static List<Object> callWith(ToolCallback tool, String arguments, boolean stream) {
		received.clear();
		emulated.emulator().reset();
		emulated.emulator()
			.bot("tools")
			.when((turn) -> !turn.hasResults())
			.reply((turn) -> Reply.call(turn.functions().get(0).name(), arguments))
			.reply("Done.");
		ChatClient.ChatClientRequestSpec request = ChatClient.create(emulated.model())
			.prompt()
			.user("Use the tool.")
			.tools(tool)
			.toolContext(Map.of("tenant", "acme"));
		String answer = stream ? String.join("", request.stream().content().collectList().block())
				: request.call().content();
		assertThat(answer).isEqualTo("Done.");
		assertThat(emulated.emulator().requests()).hasSize(2).allMatch((seen) -> seen.status() == 200);
		return List.copyOf(received);
	}

	static Stream<Arguments> shapes() {
		Stream<Arguments> methods = Arrays.stream(ToolCallbacks.from(new Tools()))
			.map((tool) -> Arguments.of(Named.of("@Tool " + tool.getToolDefinition().name(), tool),
					Tools.ARGUMENTS.get(tool.getToolDefinition().name()).get(0),
					Tools.ARGUMENTS.get(tool.getToolDefinition().name())
						.subList(1, Tools.ARGUMENTS.get(tool.getToolDefinition().name()).size())));
		return Stream.of(methods, functions(), mcp()).flatMap((shapes) -> shapes);
	}

	private static Stream<Arguments> functions() {
		return Stream.of(
				function("a record", Order.class,
						"{\"number\":\"A-1\",\"lines\":[{\"item\":\"bell\",\"count\":2}],\"state\":\"SENT\"}",
						new Order("A-1", List.of(new Line("bell", 2)), State.SENT)),
				function("a recursive record", Tree.class,
						"{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}",
						new Tree("a", List.of(new Tree("b", List.of())))),
				function("a string", String.class, "{\"input\":\"plain\"}", "plain"),
				function("a number", Integer.class, "{\"input\":7}", 7),
				function("a list", String[].class, "{\"input\":[\"a\",\"b\"]}", List.of("a", "b")),
				function("dates", Dates.class,
						"{\"day\":\"2026-11-22\",\"at\":\"2026-11-22T10:15:30Z\",\"span\":\"PT15M\"}",
						new Dates(LocalDate.of(2026, 11, 22), Instant.parse("2026-11-22T10:15:30Z"),
								Duration.ofMinutes(15))),
				named("a name that the endpoint refuses: größe/ändern.v2"), named("x".repeat(80)),
				named("get weather"));
	}

	private static Arguments function(String name, Class<?> inputType, String arguments, Object expected) {
		ToolCallback tool = FunctionToolCallback.builder("function", (Object input) -> {
			received.add((input instanceof Object[] array) ? Arrays.asList(array) : input);
			return "ok";
		}).description("").inputType(inputType).build();
		return Arguments.of(Named.of("function of " + name, tool), arguments, List.of(expected));
	}

	private static Arguments named(String name) {
		ToolCallback tool = FunctionToolCallback.builder(name, (Line input) -> {
			received.add(input);
			return "ok";
		}).description("d").inputType(Line.class).build();
		return Arguments.of(Named.of("function named " + name, tool), "{\"item\":\"bell\",\"count\":1}",
				List.of(new Line("bell", 1)));
	}

	private static Stream<Arguments> mcp() {
		return Stream.of(mcp("anyOf with null",
				"""
						{"type":"object","title":"args","properties":{"q":{"anyOf":[{"type":"string"},{"type":"null"}],"title":"Q","default":null}}}"""),
				mcp("$ref and $defs",
						"""
								{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"p":{"$ref":"#/$defs/P"}},\
								"$defs":{"P":{"type":"object","properties":{"n":{"type":"integer","format":"int64"}},"required":["n"]}}}"""),
				mcp("const",
						"""
								{"type":"object","properties":{"kind":{"const":"fixed"},"flag":{"const":true}},"required":["kind"]}"""),
				mcp("type arrays",
						"""
								{"type":"object","properties":{"v":{"type":["string","number","null"]}},"additionalProperties":false}"""),
				mcp("oneOf of objects",
						"""
								{"type":"object","properties":{"s":{"oneOf":[{"type":"object","properties":{"r":{"type":"number"}}},\
								{"type":"object","properties":{"w":{"type":"number"},"h":{"type":"number"}}}]}}}"""),
				mcp("title, examples and limits",
						"""
								{"type":"object","title":"T","properties":{"l":{"type":"array","items":{"type":"string"},"minItems":1,\
								"uniqueItems":true,"examples":[["a"]]}},"x-order":["l"]}"""),
				mcp("nothing but a type", "{\"type\":\"object\"}"), mcp("an empty schema", "{}"));
	}

	private static Arguments mcp(String name, String schema) {
		ToolCallback tool = new ToolCallback() {

			@Override
			public ToolDefinition getToolDefinition() {
				return ToolDefinition.builder().name("mcp").description(name).inputSchema(schema).build();
			}

			@Override
			public String call(String input) {
				received.add(input);
				return "ok";
			}

			@Override
			public String call(String input, @Nullable ToolContext context) {
				return call(input);
			}

		};
		return Arguments.of(Named.of("MCP schema with " + name, tool), "{\"any\":1}", List.of("{\"any\":1}"));
	}

	enum State {

		OPEN, SENT

	}

	record Line(String item, int count) {

	}

	record Order(String number, List<Line> lines, State state) {

	}

	record Tree(String name, List<Tree> children) {

	}

	record Dates(LocalDate day, Instant at, Duration span) {

	}

	/**
	 * Tools as methods, each with the arguments to call it with and those to receive.
	 */
	static class Tools {

		static final Map<String, List<Object>> ARGUMENTS = Map.ofEntries(
				Map.entry("primitives",
						List.of("{\"i\":1,\"l\":9007199254740993,\"d\":1.5,\"f\":0.5,\"b\":true,\"s\":2,\"c\":\"x\"}",
								1, 9007199254740993L, 1.5d, 0.5f, true, (short) 2, 'x')),
				Map.entry("nested", List.of(
						"{\"order\":{\"number\":\"A\",\"lines\":[{\"item\":\"i\",\"count\":3}],\"state\":\"OPEN\"}}",
						new Order("A", List.of(new Line("i", 3)), State.OPEN))),
				Map.entry("enums", List.of("{\"state\":\"SENT\"}", State.SENT)),
				Map.entry("lists",
						List.of("{\"names\":[\"a\",\"b\"],\"lines\":[{\"item\":\"i\",\"count\":1}]}", List.of("a", "b"),
								List.of(new Line("i", 1)))),
				Map.entry("maps",
						List.of("{\"counts\":{\"a\":1},\"lines\":{\"x\":{\"item\":\"i\",\"count\":1}}}", Map.of("a", 1),
								Map.of("x", new Line("i", 1)))),
				Map.entry("arrays", List.of("{\"numbers\":[1,2]}", List.of(1, 2))),
				Map.entry("optional", List.of("{\"name\":\"a\"}", Optional.of("a"))),
				Map.entry("dates", List.of("{\"day\":\"2026-11-22\"}", LocalDate.of(2026, 11, 22))),
				Map.entry("recursive",
						List.of("{\"tree\":{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}}",
								new Tree("a", List.of(new Tree("b", List.of()))))),
				Map.entry("noArguments", List.of("{}", "called")),
				Map.entry("emptyDescription", List.of("{\"s\":\"x\"}", "x")),
				Map.entry("withContext", List.of("{\"s\":\"x\"}", "x", "acme")));

		@Tool(description = "d")
		String primitives(int i, long l, double d, float f, boolean b, short s, char c) {
			return receive(i, l, d, f, b, s, c);
		}

		@Tool(description = "d")
		String nested(@ToolParam(description = "The order") Order order) {
			return receive(order);
		}

		@Tool(description = "d")
		String enums(State state) {
			return receive(state);
		}

		@Tool(description = "d")
		String lists(List<String> names, List<Line> lines) {
			return receive(names, lines);
		}

		@Tool(description = "d")
		String maps(Map<String, Integer> counts, Map<String, Line> lines) {
			return receive(counts, lines);
		}

		@Tool(description = "d")
		String arrays(int[] numbers) {
			return receive(Arrays.stream(numbers).boxed().toList());
		}

		@Tool(description = "d")
		String optional(Optional<String> name) {
			return receive(name);
		}

		@Tool(description = "d")
		String dates(LocalDate day) {
			return receive(day);
		}

		@Tool(description = "d")
		String recursive(Tree tree) {
			return receive(tree);
		}

		@Tool(description = "d")
		String noArguments() {
			return receive("called");
		}

		@Tool(description = "")
		String emptyDescription(String s) {
			return receive(s);
		}

		@Tool(description = "d")
		String withContext(String s, ToolContext context) {
			return receive(s, context.getContext().get("tenant"));
		}

		private static String receive(Object... arguments) {
			received.addAll(Arrays.asList(arguments));
			return "ok";
		}

	}

}
