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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.test.Reply;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of the client over HTTP: when their pieces come, and what is in them.
 */
class StreamsIT {

	private final EmulatedModel emulated = new EmulatedModel("bot");

	@AfterEach
	void stop() {
		this.emulated.close();
	}

	@Test
	void eachPieceArrivesBeforeTheNextIsMade() {
		Sinks.Many<AgentEvent> bot = Sinks.many().unicast().onBackpressureBuffer();
		this.emulated.emulator().bot("bot").run((request) -> bot.asFlux());
		StepVerifier.create(text(this.emulated.model().stream(new Prompt("Hi"))))
			.then(() -> bot.tryEmitNext(new AgentEvent.Token("One")))
			.expectNext("One")
			.then(() -> bot.tryEmitNext(new AgentEvent.Token(" two")))
			.expectNext(" two")
			.then(() -> bot.tryEmitNext(new AgentEvent.Token(" three")))
			.expectNext(" three")
			.then(() -> {
				bot.tryEmitNext(new AgentEvent.End(EndReason.STOP));
				bot.tryEmitComplete();
			})
			.verifyComplete();
	}

	@Test
	void textBeforeAndAfterAToolCallIsKept() {
		this.emulated.emulator()
			.bot("bot")
			.when((turn) -> !turn.hasResults())
			.reply((turn) -> Reply.text("Let me look.").andCall("now", Map.of()).andText(" One moment."))
			.reply(" It is noon.");
		Flux<String> content = ChatClient.create(this.emulated.model())
			.prompt()
			.user("What time is it?")
			.tools(new Clock())
			.stream()
			.content();
		assertThat(String.join("", content.collectList().block())).isEqualTo("Let me look. One moment. It is noon.");
	}

	@Test
	void theBotsOwnToolsAreToldAndNotRun() {
		this.emulated.emulator()
			.bot("bot")
			.reply((turn) -> Reply.nothing().andOwnCall("search_web", Map.of("q", "noon")).andText("It is noon."));
		List<ChatResponse> responses = ChatClient.create(this.emulated.model())
			.prompt()
			.user("What time is it?")
			.tools(new Clock())
			.stream()
			.chatResponse()
			.collectList()
			.block();
		assertThat(responses).noneMatch(ChatResponse::hasToolCalls);
		assertThat(responses.get(responses.size() - 1)
			.getResult()
			.getMetadata()
			.<Object>get(ChatBotKitAttributes.AGENT_TOOL_CALLS))
			.asInstanceOf(InstanceOfAssertFactories.list(AssistantMessage.ToolCall.class))
			.singleElement()
			.satisfies((call) -> {
				assertThat(call.name()).isEqualTo("search_web");
				assertThat(call.arguments()).isEqualTo("{\"q\":\"noon\"}");
			});
		assertThat(this.emulated.emulator().requests()).hasSize(1);
	}

	@Test
	void openStreamsNeedNoThreadsOfTheirOwn() {
		this.emulated.emulator()
			.bot("bot")
			.run((request) -> Flux.concat(Flux.just(new AgentEvent.Token("One")), Flux.never()));
		Flux<String> stream = text(this.emulated.model().stream(new Prompt("Hi")));
		List<Disposable> open = new ArrayList<>();
		open.add(open(stream));
		int threadsOfOne = Thread.activeCount();
		for (int i = 0; i < 100; i++) {
			open.add(open(stream));
		}
		assertThat(Thread.activeCount() - threadsOfOne)
			.isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() * 4);
		open.forEach(Disposable::dispose);
	}

	private static Disposable open(Flux<String> stream) {
		Sinks.Empty<Void> opened = Sinks.empty();
		Disposable subscription = stream.subscribe((piece) -> opened.tryEmitEmpty(), opened::tryEmitError);
		opened.asMono().block();
		return subscription;
	}

	private static Flux<String> text(Flux<ChatResponse> responses) {
		return responses.map((response) -> response.getResult().getOutput().getText())
			.filter((piece) -> !piece.isEmpty());
	}

	static class Clock {

		@Tool(description = "The time")
		String now() {
			return "12:00";
		}

	}

}
