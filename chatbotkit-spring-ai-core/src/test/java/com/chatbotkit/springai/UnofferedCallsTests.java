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

import java.util.Arrays;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that waits for tools that were not offered is warned of, on call and stream.
 */
class UnofferedCallsTests extends AbstractChatModelTests {

	private static final Logger logger = (Logger) LoggerFactory
		.getLogger("com.chatbotkit.springai.tool.UnofferedCalls");

	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

	private final ChatBotKitChatOptions options = ChatBotKitChatOptions.builder()
		.bot("b1")
		.toolCallbacks(new QuietTool("weather.at", "Tells"), new QuietTool("get_sum", "Adds"))
		.build();

	@BeforeEach
	void listen() {
		this.logged.start();
		logger.setLevel(Level.WARN);
		logger.addAppender(this.logged);
	}

	@AfterEach
	void stopListening() {
		logger.detachAppender(this.logged);
		logger.setLevel(null);
	}

	@Test
	void theApplicationsOwnNameOfAToolIsNotTheOneThatIsOffered() {
		ask(this.options, "tool_calls", call("weather.at"));
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning)
				.contains("called weather.at, offered weather_at (the tool weather.at), get_sum"));
	}

	@Test
	void allThatIsCalledIsNamed() {
		ask(this.options, "function_call", call("get-sum"), call("time"));
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).contains("called get-sum, time, offered"));
	}

	@Test
	void nothingCalledAndNothingOfferedAreNamedSo() {
		ask(ChatBotKitChatOptions.builder().bot("b1").build(), "tool_calls");
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).endsWith("called nothing, offered nothing"));
	}

	@Test
	void namesAreShownShortAndOnOneLine() {
		String[] calls = new String[25];
		Arrays.fill(calls, call("a\\nb\\u202e" + "c".repeat(100)));
		ask(this.options, "tool_calls", calls);
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).contains("called a?b?" + "c".repeat(76) + "…, ", "and 5 more")
				.doesNotContain("\n"));
	}

	@Test
	void callsOfTheBotsOwnToolsAreOrdinary() {
		ask(this.options, "stop", call("search"));
		ask(this.options, "tool_calls", call("search"), call("get_sum"));
		assertThat(warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "weather.at", "Weather_At", "weather-at", "weatherAt" })
	void aNameThatIsAlmostThatOfAnOfferedToolIsNotOneOfTheBotsOwn(String called) {
		ask(this.options, "tool_calls", call("search"), call(called), call("get_sum"));
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).contains("these calls are not run",
					"called " + called + ", offered weather_at (the tool weather.at), get_sum"));
	}

	@Test
	void offeredCallsThatAreNotToBeRunAreNamed() {
		ask(this.options, "stop", call("search"), call("get_sum"));
		assertThat(warnings()).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).contains("finish_reason is stop").endsWith("called get_sum"));
	}

	private List<String> warnings() {
		return this.logged.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private void ask(ChatBotKitChatOptions options, String finishReason, String... calls) {
		String answer = "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[" + String.join(",", calls)
				+ "]},\"finish_reason\":\"" + finishReason + "\"}]}";
		this.server.next(WireServer.json(answer));
		this.model.call(new Prompt("Hi", options));
		this.server.next(WireServer.events("data: " + answer + "\n\ndata: [DONE]\n\n"));
		this.model.stream(new Prompt("Hi", options)).blockLast();
	}

	private static String call(String name) {
		return "{\"function\":{\"name\":\"" + name + "\",\"arguments\":\"{}\"}}";
	}

}
