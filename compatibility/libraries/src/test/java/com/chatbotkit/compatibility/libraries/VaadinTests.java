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

package com.chatbotkit.compatibility.libraries;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.vaadin.flow.component.ai.common.AIAttachment;
import com.vaadin.flow.component.ai.common.ChatMessage;
import com.vaadin.flow.component.ai.provider.LLMProvider;
import com.vaadin.flow.component.ai.provider.SpringAILLMProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vaadin's provider for its AI components, over a bot.
 */
@SpringBootTest
@EmulatedChatBotKit
@ExtendWith(OutputCaptureExtension.class)
class VaadinTests {

	private final SpringAILLMProvider provider;

	private ChatBotKitEmulator emulator;

	VaadinTests(@Autowired ChatModel model) {
		this.provider = new SpringAILLMProvider(model);
	}

	@Test
	void aStream(CapturedOutput output) {
		this.emulator.any().reply(Reply.pieces("Nine", " to", " five."));
		StepVerifier.create(this.provider.stream(new Question("What are your opening hours?")))
			.expectNext("Nine", " to", " five.")
			.verifyComplete();
		assertThat(this.emulator).onlyRequest().isStreamed().hasSystemTextContaining("bicycle shop");
		// Vaadin warns of a stream that ends without a reason.
		assertThat(output).doesNotContain("LLM stream ended");
	}

	@Test
	void aCall() {
		this.provider.setStreaming(false);
		StepVerifier.create(this.provider.stream(new Question("Hello"))).expectNext("Echo: Hello").verifyComplete();
	}

	@Test
	void itsMemory() {
		this.provider.setHistory(List.of(message(ChatMessage.Role.USER, "I am Ada."),
				message(ChatMessage.Role.ASSISTANT, "Hello, Ada.")), Map.of());
		this.emulator.any().reply((turn) -> Reply.text(turn.messages().toString()));
		assertThat(answer(new Question("I ride a tandem."))).containsSubsequence("I am Ada.", "Hello, Ada.",
				"I ride a tandem.");
		assertThat(answer(new Question("Who am I?"))).containsSubsequence("I am Ada.", "Hello, Ada.",
				"I ride a tandem.", "Who am I?");
	}

	@Test
	void bothKindsOfTools(CapturedOutput output) {
		this.emulator.any().when("place").call("place", Map.of("number", "A-1042"));
		this.emulator.any().when("price").call("price", Map.of("number", "A-1042"));
		assertThat(answer(new Question("place?"))).isEqualTo("Tool place returned \"shelf 6 of A-1042\"");
		assertThat(answer(new Question("price?"))).isEqualTo("Tool price returned \"12 for A-1042\"");
		assertThat(this.emulator).hasReceived(4)
			.firstRequest()
			.offersTools("place", "price")
			.describesTool("price", "What an order costs");
		assertThat(output).doesNotContain("LLM stream ended");
	}

	@Test
	void aFailure() {
		this.emulator.any().fail(Fault.unknownBot());
		StepVerifier.create(this.provider.stream(new Question("Hello")))
			.verifyErrorMatches(failure("200 EMPTY_STREAM"));
		this.provider.setStreaming(false);
		StepVerifier.create(this.provider.stream(new Question("Hello"))).verifyErrorMatches(failure("404 "));
	}

	@Test
	void anAttachmentIsRefusedWithAReason() {
		AIAttachment attachment = new AIAttachment("order.txt", "text/plain",
				"A-1042".getBytes(StandardCharsets.UTF_8));
		StepVerifier.create(this.provider.stream(new Question("Read this", List.of(attachment))))
			.verifyErrorMatches((ex) -> ex instanceof IllegalArgumentException
					&& ex.getMessage().startsWith("A message of the prompt has media"));
		assertThat(this.emulator).hasReceivedNothing();
	}

	private static Predicate<Throwable> failure(String start) {
		return (ex) -> ex instanceof NonTransientAiException && ex.getMessage().startsWith(start);
	}

	private String answer(Question question) {
		return String.join("", this.provider.stream(question).collectList().block());
	}

	private static ChatMessage message(ChatMessage.Role role, String text) {
		return new ChatMessage(role, text, null, Instant.EPOCH);
	}

	record Question(String userMessage, List<AIAttachment> attachments) implements LLMProvider.LLMRequest {

		Question(String userMessage) {
			this(userMessage, List.of());
		}

		@Override
		public String systemPrompt() {
			return "You work in a bicycle shop.";
		}

		@Override
		public Object[] tools() {
			return new Object[] { new Orders() };
		}

		@Override
		public List<LLMProvider.ToolSpec> explicitTools() {
			return List.of(new Price());
		}

	}

	static class Orders {

		@Tool(description = "Where an order is")
		String place(String number) {
			return "shelf 6 of " + number;
		}

	}

	static class Price implements LLMProvider.ToolSpec {

		@Override
		public String getName() {
			return "price";
		}

		@Override
		public String getDescription() {
			return "What an order costs";
		}

		@Override
		public String getParametersSchema() {
			return """
					{ "type": "object", "properties": { "number": { "type": "string" } }, "required": ["number"] }""";
		}

		@Override
		public String execute(JsonNode arguments) {
			return "12 for " + arguments.path("number").asString();
		}

	}

}
