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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.WireServer;
import org.jspecify.annotations.Nullable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Whatever a bot writes as arguments, the turn goes on: no arguments are an empty object,
 * and what is not an object is told to the bot as an error of that one tool.
 */
class ToolArgumentsTests extends AbstractChatModelTests {

	private final List<String> ran = new CopyOnWriteArrayList<>();

	private final List<ToolCallback> tools = tools();

	static Stream<String> noArguments() {
		return Stream.of("", "\"arguments\":null", "\"arguments\":\"\"", "\"arguments\":\"  \\n\"",
				"\"arguments\":\"null\"", "\"arguments\":\" null \"", "\"arguments\":\"\\\"\\\"\"",
				"\"arguments\":\"\\\"null\\\"\"", "\"arguments\":{}", "\"arguments\":\"{}\"", "\"arguments\":\" {} \"");
	}

	static Stream<Arguments> notAnObject() {
		return Stream.of(Arguments.of("\"arguments\":\"[]\"", "[]"), Arguments.of("\"arguments\":[]", "[]"),
				Arguments.of("\"arguments\":\"[{\\\"x\\\":1}]\"", "[{\"x\":1}]"),
				Arguments.of("\"arguments\":\"5\"", "5"), Arguments.of("\"arguments\":5", "5"),
				Arguments.of("\"arguments\":\"-1.5e3\"", "-1.5e3"), Arguments.of("\"arguments\":\"true\"", "true"),
				Arguments.of("\"arguments\":false", "false"), Arguments.of("\"arguments\":\"Rome\"", "Rome"),
				Arguments.of("\"arguments\":\"\\\"Rome\\\"\"", "Rome"),
				Arguments.of("\"arguments\":\"{\\\"x\\\":\"", "{\"x\":"),
				Arguments.of("\"arguments\":\"{x:1}\"", "{x:1}"),
				Arguments.of("\"arguments\":\"{\\\"x\\\":1}}\"", "{\"x\":1}}"),
				Arguments.of("\"arguments\":\"{\\\"x\\\":1} as you said\"", "as you said"),
				Arguments.of("\"arguments\":\"{\\\"x\\\":1}{\\\"x\\\":1}\"", "{\"x\":1}{\"x\":1}"),
				Arguments.of("\"arguments\":\"undefined\"", "undefined"));
	}

	/** What a bot may have been talked into. */
	static Stream<String> hostile() {
		return Stream.of("{\\\"x\\\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}", "[".repeat(100_000),
				"{\\\"x\\\":".repeat(5_000) + "1" + "}".repeat(5_000), "{\\\"x\\\":1e999999999}",
				"{\\\"x\\\":-1e-999999999}", "{\\\"x\\\":" + "9".repeat(5_000) + "}",
				"{\\\"a\\\":1e999999999,\\\"b\\\":1}", "{\\\"a\\\":\\\"1e999999999\\\",\\\"b\\\":1}",
				"{\\\"x\\\":1,\\\"x\\\":[]}", "{\\\"@class\\\":\\\"java.lang.Runtime\\\",\\\"x\\\":1}",
				"{\\\"x\\\":[\\\"java.lang.Runtime\\\",{}]}", "{\\\"x\\\":\\\"\\u0000\\\"}",
				"{\\\"" + "k".repeat(200_000) + "\\\":1}");
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource
	void hostile(String arguments) {
		for (boolean stream : new boolean[] { false, true }) {
			for (String tool : List.of("plain", "convert", "add", "shout")) {
				this.ran.clear();
				assertThat(ask(stream, call("a", tool, "\"arguments\":\"" + arguments + "\""),
						call("b", "weather", "\"arguments\":\"{}\"")))
					.isEqualTo("Done");
				assertThat(this.ran).last().isEqualTo("weather {}");
				assertThat(results()).hasSize(2).last().isEqualTo("b weather ran");
			}
		}
	}

	@ParameterizedTest
	@MethodSource
	void noArguments(String arguments) {
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			assertThat(ask(stream, call("a", "plain", arguments), call("b", "weather", "\"arguments\":\"{}\"")))
				.isEqualTo("Done");
			assertThat(this.ran).containsExactly("plain {}", "weather {}");
			assertThat(results()).containsExactly("a plain ran", "b weather ran");
		}
	}

	@ParameterizedTest
	@MethodSource
	void notAnObject(String arguments, String shown) {
		for (boolean stream : new boolean[] { false, true }) {
			for (String tool : List.of("plain", "convert", "add")) {
				this.ran.clear();
				assertThat(ask(stream, call("a", tool, arguments), call("b", "weather", "\"arguments\":\"{}\"")))
					.isEqualTo("Done");
				assertThat(this.ran).containsExactly("weather {}");
				assertThat(results()).hasSize(2).last().isEqualTo("b weather ran");
				assertThat(results().get(0)).startsWith("a " + tool + " was not run").contains("object", shown);
			}
		}
	}

	@Test
	void aTextThatHoldsAnObjectIsTheObject() {
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			ask(stream, call("a", "plain", "\"arguments\":\"\\\"{\\\\\\\"x\\\\\\\":1}\\\"\""));
			assertThat(this.ran).containsExactly("plain {\"x\":1}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\\\"x\\\":\\\"five\\\"}", "{\\\"x\\\":[1]}" })
	void anObjectThatAFunctionCannotReadIsItsError(String arguments) {
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			ask(stream, call("a", "convert", "\"arguments\":\"" + arguments + "\""), call("b", "weather", ""));
			assertThat(this.ran).containsExactly("weather {}");
			assertThat(results()).hasSize(2).last().isEqualTo("b weather ran");
			assertThat(results().get(0)).contains("int");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"arguments\":\"null\"", "\"arguments\":\"{\\\"a\\\":1}\"",
			"\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":null}\"" })
	void aMethodThatLacksANumberIsNotRun(String arguments) {
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			ask(stream, call("a", "add", arguments), call("b", "weather", ""));
			assertThat(this.ran).containsExactly("weather {}");
			assertThat(results()).containsExactly(
					"a add was not run: an argument that it requires is missing, or of another type", "b weather ran");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aBeanBehindAProxyOfTheJdkIsNoMistakeOfTheBot(boolean stream) {
		ProxyFactory factory = new ProxyFactory(new Forecast());
		factory.setInterfaces(Supplier.class);
		script(stream, call("a", "forecast", ""));
		ChatClient client = ChatClient.builder(this.model).defaultTools(factory.getProxy()).build();
		ThrowingCallable ask = () -> {
			if (stream) {
				client.prompt("Hi").stream().content().blockLast();
			}
			else {
				client.prompt("Hi").call().content();
			}
		};
		assertThatIllegalStateException().isThrownBy(ask)
			.withMessageStartingWith("The tool forecast cannot be called: its bean is behind a proxy of the JDK");
	}

	@Test
	void anInputThatIsNoObjectIsTakenOutAndNotRefused() {
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			ask(stream, call("a", "shout", "\"arguments\":\"{\\\"input\\\":\\\"Rome\\\"}\""),
					call("b", "shout", "\"arguments\":\"{\\\"input\\\":\""));
			assertThat(this.ran).containsExactly("shout Rome");
			assertThat(results().get(1)).startsWith("b shout was not run");
		}
	}

	@Test
	void aToolThatIsNotSetUpIsNoMatterOfTheBot() {
		this.server.next(WireServer.json(answer(call("a", "broken", ""))));
		assertThatIllegalArgumentException().isThrownBy(() -> client().prompt("Hi").call().content())
			.withMessage("ToolContext is required by the method as an argument");
	}

	@Test
	void theyAreToldWhereTheToolsAreRunByHand() {
		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(this.tools).build();
		for (boolean stream : new boolean[] { false, true }) {
			this.ran.clear();
			script(stream, call("a", "convert", "\"arguments\":\"5\""), call("b", "weather", ""));
			List<Message> messages = List.of(new UserMessage("Hi"));
			ChatResponse response = byHand(stream, new Prompt(messages, options));
			while (response.hasToolCalls()) {
				Prompt prompt = new Prompt(messages, options);
				messages = ToolCallingManager.builder()
					.build()
					.executeToolCalls(prompt, response)
					.conversationHistory();
				response = byHand(stream, new Prompt(messages, options));
			}
			assertThat(this.ran).containsExactly("weather {}");
			assertThat(results()).hasSize(2).last().isEqualTo("b weather ran");
		}
	}

	@Test
	void theToolsOfTheOptionsAreEqualToThoseGiven() {
		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().toolCallbacks(this.tools).build();
		assertThat(options.getToolCallbacks()).isEqualTo(this.tools);
		assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
		assertThat(ChatBotKitChatOptions.builder().toolCallbacks(options.getToolCallbacks()).build())
			.isEqualTo(options);
		assertThat(ChatBotKitChatOptions.builder().build().getToolCallbacks()).isNull();
	}

	private ChatResponse byHand(boolean stream, Prompt prompt) {
		return stream ? this.model.stream(prompt).blockLast() : this.model.call(prompt);
	}

	private @Nullable String ask(boolean stream, String... calls) {
		script(stream, calls);
		return stream ? String.join("", client().prompt("Hi").stream().content().collectList().block())
				: client().prompt("Hi").call().content();
	}

	private ChatClient client() {
		return ChatClient.builder(this.model).defaultTools(this.tools.toArray()).build();
	}

	private void script(boolean stream, String... calls) {
		String text = "{\"choices\":[{\"message\":{\"content\":\"Done\"},\"finish_reason\":\"stop\"}]}";
		for (String answer : List.of(answer(calls), text)) {
			this.server
				.next(stream ? WireServer.events("data: " + answer + "\n\ndata: [DONE]\n\n") : WireServer.json(answer));
		}
	}

	/**
	 * The results that the last request brought.
	 */
	private List<String> results() {
		JsonNode request = JsonMapper.shared()
			.readTree(this.server.requests().get(this.server.requests().size() - 1).body());
		List<String> results = new ArrayList<>();
		for (JsonNode message : request.get("messages")) {
			if (message.get("role").stringValue().equals("tool")) {
				results.add(message.get("tool_call_id").stringValue() + " " + message.get("content").stringValue());
			}
		}
		return results;
	}

	private static String answer(String... calls) {
		return "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[" + String.join(",", calls)
				+ "]},\"finish_reason\":\"tool_calls\"}]}";
	}

	private static String call(String id, String name, String arguments) {
		return "{\"index\":" + (id.charAt(0) - 'a') + ",\"id\":\"" + id + "\",\"function\":{\"name\":\"" + name + "\""
				+ (arguments.isEmpty() ? "" : "," + arguments) + "}}";
	}

	private List<ToolCallback> tools() {
		List<ToolCallback> tools = new ArrayList<>();
		for (String name : List.of("plain", "weather")) {
			tools.add(new RecordingTool(new QuietTool(name, "Tells"), this.ran));
		}
		tools.add(FunctionToolCallback.builder("convert", (Length length) -> {
			this.ran.add("convert " + length);
			return "converted";
		}).description("Converts").inputType(Length.class).build());
		tools.add(FunctionToolCallback.builder("shout", (String text) -> {
			this.ran.add("shout " + text);
			return text;
		}).description("Shouts").inputType(String.class).build());
		tools.addAll(List.of(ToolCallbacks.from(new Sums())));
		return tools;
	}

	/**
	 * A tool that tells that it ran.
	 *
	 * @param tool the tool
	 * @param ran whom to tell
	 */
	private record RecordingTool(QuietTool tool, List<String> ran) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return this.tool.getToolDefinition();
		}

		@Override
		public String call(String toolInput) {
			this.ran.add(this.tool.name() + " " + toolInput.strip());
			return this.tool.name() + " ran";
		}

	}

	/**
	 * The input of a function.
	 *
	 * @param x a number
	 */
	record Length(int x) {

	}

	/**
	 * Methods as tools.
	 */
	final class Sums {

		@Tool(description = "Adds")
		int add(int a, int b) {
			ToolArgumentsTests.this.ran.add("add " + a + " " + b);
			return a + b;
		}

		@Tool(description = "Fails")
		String broken(ToolContext context) {
			return "never";
		}

	}

	public static class Forecast implements Supplier<String> {

		@Override
		@Tool(name = "forecast", description = "Tells the weather")
		public String get() {
			return "never";
		}

	}

}
