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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests of turns with tools of both sides: nothing runs twice, and nothing is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoSidedTurnCases {

	private static final String OTHER_KEY = "Authorization: Bearer sk-other-0123456789abcdef0123456789";

	private static final Pattern ID = Pattern.compile("\"tool_calls\":\\[\\{(?:\"index\":0,)?\"id\":\"([^\"]+)\"");

	private final WebApplicationType web;

	private ServedApplication application;

	private ServedApplication secondInstance;

	private ScriptedModel model;

	private CountingTool tool;

	TwoSidedTurnCases(WebApplicationType web) {
		this.web = web;
	}

	@BeforeAll
	void start() {
		this.application = start(this.web);
		this.secondInstance = start(this.web);
		this.model = this.application.bean(ScriptedModel.class);
		this.tool = this.application.bean(CountingTool.class);
	}

	private static ServedApplication start(WebApplicationType web) {
		return ServedApplication.start(web, Agents.class, "spring.ai.chatbotkit.server.max-rounds=4",
				"spring.ai.chatbotkit.server.agents.support.name=Support",
				"spring.ai.chatbotkit.server.agents.watched.chat-client=support",
				"spring.ai.chatbotkit.server.agents.watched.steps=true",
				"spring.ai.chatbotkit.server.keys.other.secret=sk-other-0123456789abcdef0123456789");
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.secondInstance.close();
	}

	@BeforeEach
	void forget() {
		this.model.prompts.clear();
		this.tool.calls.clear();
	}

	private static ToolCall lookup(String id) {
		return ScriptedModel.call(id, "lookup", "{\"q\":\"" + id + "\"}");
	}

	private static ToolCall weather(String id) {
		return ScriptedModel.call(id, "weather", "{\"city\":\"Rome\"}");
	}

	private static String body(String messages, boolean stream) {
		return "{\"model\":\"support\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}"
				+ messages + "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]}";
	}

	private static String result(String id) {
		return ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id
				+ "\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
				+ "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"21\"}";
	}

	/** Asks, checks that only the caller's call is handed out, and returns its id. */
	private String handedOut(boolean stream) {
		Answer answer = this.application.post(body("", stream));
		assertThat(answer.body()).contains("\"finish_reason\":\"tool_calls\"").doesNotContain("lookup");
		assertThat(answer.body().split("\"function\":\\{", -1)).hasSize(2);
		Matcher id = ID.matcher(answer.body());
		assertThat(id.find()).isTrue();
		assertThat(id.group(1)).hasSizeLessThanOrEqualTo(40);
		return id.group(1);
	}

	private List<String> asked() {
		List<Message> messages = this.model.lastPrompt().getInstructions();
		return messages.stream().filter((message) -> message.getMessageType() != MessageType.SYSTEM).map((message) -> {
			if (message instanceof AssistantMessage assistant) {
				return "calls " + assistant.getToolCalls().stream().map(ToolCall::name).toList();
			}
			return (message instanceof ToolResponseMessage results) ? "results " + results.getResponses()
				.stream()
				.map((response) -> response.name() + "=" + response.responseData())
				.toList() : message.getText();
		}).toList();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theAgentsOwnToolsRunInside(boolean stream) {
		this.model.calls(lookup("a")).calls(lookup("b")).text("Done");
		Answer answer = this.application.post(body("", stream));
		assertThat(answer.body()).contains("Done", "\"finish_reason\":\"stop\"").doesNotContain("tool_calls", "lookup");
		assertThat(this.tool.calls).containsExactly("a", "b");
	}

	@Test
	void theTokensOfAllRoundsAreSummed() {
		this.model.calls(lookup("a")).text("One", " two");
		assertThat(this.application.post(body("", false)).body())
			.contains("\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":3,\"total_tokens\":23}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void insideFirstThenTheCallers(boolean stream) {
		this.model.calls(lookup("a")).calls(weather("w"));
		String id = handedOut(stream);
		assertThat(this.tool.calls).containsExactly("a");
		this.model.text("Done");
		assertThat(this.application.post(body(result(id), stream)).body()).contains("Done");
		assertThat(this.tool.calls).containsExactly("a");
		assertThat(asked()).containsExactly("Hi", "calls [lookup]", "results [lookup=\"found a\"]", "calls [weather]",
				"results [weather=21]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theCallersFirstThenInside(boolean stream) {
		this.model.calls(weather("w"));
		String id = handedOut(stream);
		assertThat(id).isEqualTo("w");
		this.model.calls(lookup("a")).text("Done");
		assertThat(this.application.post(body(result(id), stream)).body()).contains("Done");
		assertThat(this.tool.calls).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bothAtOnce(boolean stream) {
		this.model.calls(lookup("a"), weather("w"));
		String id = handedOut(stream);
		assertThat(this.tool.calls).isEmpty();
		this.model.text("Done");
		assertThat(this.application.post(body(result(id), stream)).body()).contains("Done");
		assertThat(this.tool.calls).containsExactly("a");
		assertThat(asked()).containsExactly("Hi", "calls [lookup, weather]",
				"results [lookup=\"found a\", weather=21]");
	}

	/** As the options of this project's client do, and what watches tools. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsThatSomethingWrapsStayThoseOfTheirSide(boolean stream) {
		this.model.calls(lookup("a"), weather("w"));
		String body = body("", stream).replace("support", "wrapped");
		Answer answer = this.application.post(body);
		assertThat(answer.body()).contains("\"finish_reason\":\"tool_calls\"", "\"name\":\"weather\"")
			.doesNotContain("lookup");
		Matcher id = ID.matcher(answer.body());
		assertThat(id.find()).isTrue();
		assertThat(this.tool.calls).isEmpty();
		this.model.text("Done");
		body = body(result(id.group(1)), stream).replace("support", "wrapped");
		assertThat(this.application.post(body).body()).contains("Done");
		assertThat(this.tool.calls).containsExactly("a");
		assertThat(asked()).containsExactly("Hi", "calls [lookup, weather]",
				"results [lookup=\"found a\", weather=21]");
	}

	@Test
	void bothAtOnceTwiceInOneTurn() {
		this.model.calls(lookup("a"), weather("w"));
		String first = handedOut(false);
		this.model.calls(lookup("b"), weather("w"));
		Matcher id = ID.matcher(this.application.post(body(result(first), false)).body());
		assertThat(id.find()).isTrue();
		this.model.text("Done");
		this.application.post(body(result(first) + result(id.group(1)), false));
		assertThat(this.tool.calls).containsExactly("a", "b");
		assertThat(asked()).containsExactly("Hi", "calls [lookup, weather]", "results [lookup=\"found a\", weather=21]",
				"calls [lookup, weather]", "results [lookup=\"found b\", weather=21]");
	}

	@Test
	void theSameResultsTwiceRunNothingTwice() {
		this.model.calls(lookup("a"), weather("w"));
		String id = handedOut(false);
		this.model.text("Done").text("Done again");
		assertThat(this.application.post(body(result(id), false)).body()).contains("Done");
		assertThat(this.application.post(body(result(id), true)).body()).contains("Done again");
		assertThat(this.tool.calls).containsExactly("a");
	}

	@Test
	void aSecondRequestThatRacesTheFirstGetsItsResults() throws Exception {
		this.model.calls(lookup("a"), weather("w"));
		String id = handedOut(false);
		this.model.text("Done").text("Done");
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			CountDownLatch go = new CountDownLatch(1);
			List<CompletableFuture<Answer>> answers = List.of(true, false)
				.stream()
				.map((stream) -> CompletableFuture.supplyAsync(() -> {
					assertThatCode(go::await).doesNotThrowAnyException();
					return this.application.post(body(result(id), stream));
				}, threads))
				.toList();
			go.countDown();
			for (CompletableFuture<Answer> answer : answers) {
				assertThat(answer.get().body()).contains("Done");
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.tool.calls).containsExactly("a");
	}

	@Test
	void whereTheStateIsLostTheModelAsksAgainAndNothingHasRun() {
		this.model.calls(lookup("a"), weather("w"));
		String id = handedOut(false);
		ScriptedModel second = this.secondInstance.bean(ScriptedModel.class);
		second.calls(lookup("a")).text("Done");
		assertThat(this.secondInstance.post(body(result(id), false)).body()).contains("Done");
		assertThat(this.tool.calls).isEmpty();
		assertThat(this.secondInstance.bean(CountingTool.class).calls).containsExactly("a");
	}

	@Test
	void anotherKeyDoesNotReachWhatIsHeld() {
		this.model.calls(lookup("a"), weather("w"));
		String id = handedOut(false);
		this.model.text("Done");
		this.application.post(body(result(id), false), OTHER_KEY);
		assertThat(this.tool.calls).isEmpty();
		assertThat(asked()).containsExactly("Hi", "calls [weather]", "results [weather=21]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aToolThatNobodyDeclaredIsNotRunAndTheModelIsTold(boolean stream) {
		this.model.calls(ScriptedModel.call("x", "undeclared", "{}"), lookup("a")).text("Sorry");
		assertThat(this.application.post(body("", stream)).body()).contains("Sorry");
		assertThat(this.application.bean(Agents.class).undeclared).isZero();
		assertThat(this.tool.calls).isEmpty();
		assertThat(asked()).last()
			.asString()
			.contains("There is no tool 'undeclared'. The tools are: lookup, weather.", "lookup=Not run");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void roundsAreLimited(boolean stream) {
		for (int i = 0; i < 4; i++) {
			this.model.calls(lookup("a" + i));
		}
		Answer answer = this.application.post(body("", stream));
		assertThat(answer.status()).isEqualTo(stream ? 200 : 500);
		assertThat(answer.body()).contains("MAX_ROUNDS", "4 times in one turn");
		assertThat(this.tool.calls).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stepsAreReasoningWhereTheAgentShowsThem(boolean stream) {
		this.model.calls(lookup("a")).text("Done");
		String answer = this.application.post(body("", stream).replace("support", "watched")).body();
		assertThat(answer).contains("\"reasoning_content\":\"Using lookup.\\n\"", "Done").doesNotContain("tool_calls");
		if (stream) {
			assertThat(answer.indexOf("Using lookup")).isLessThan(answer.indexOf("Done"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		int undeclared;

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		CountingTool countingTool() {
			return new CountingTool();
		}

		@Bean
		org.springframework.ai.tool.ToolCallback undeclared() {
			return org.springframework.ai.tool.function.FunctionToolCallback.builder("undeclared", () -> {
				this.undeclared++;
				return "ran";
			}).description("A bean that no agent declares").inputType(Void.class).build();
		}

		@Bean
		ChatClient support(ScriptedModel model, CountingTool tool) {
			return ChatClient.builder(model).defaultSystem("You help.").defaultTools(tool).build();
		}

		@Bean
		ChatClient wrapped(ScriptedModel model, CountingTool tool) {
			return ChatClient.builder(model).defaultTools(tool).defaultAdvisors(new WrappingTools()).build();
		}

	}

	/** Wraps all tools, within the loop that runs them. */
	private static final class WrappingTools implements BaseAdvisor {

		@Override
		public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
			ToolCallingChatOptions options = (ToolCallingChatOptions) request.prompt().getOptions();
			List<ToolCallback> tools = options.getToolCallbacks().stream().map(WrappingTools::wrapped).toList();
			return request.mutate()
				.prompt(request.prompt().mutate().chatOptions(options.mutate().toolCallbacks(tools).build()).build())
				.build();
		}

		private static ToolCallback wrapped(ToolCallback tool) {
			return new ToolCallback() {

				@Override
				public ToolDefinition getToolDefinition() {
					return tool.getToolDefinition();
				}

				@Override
				public String call(String toolInput) {
					return tool.call(toolInput);
				}

			};
		}

		@Override
		public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
			return response;
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
