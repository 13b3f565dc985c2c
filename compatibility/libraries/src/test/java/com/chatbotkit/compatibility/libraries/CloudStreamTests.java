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
import java.util.function.Function;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cloud.stream.binder.test.EnableTestBinder;
import org.springframework.cloud.stream.binder.test.InputDestination;
import org.springframework.cloud.stream.binder.test.OutputDestination;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Stream: functions between two destinations that ask a bot.
 */
@SpringBootTest(properties = "spring.cloud.function.definition=answer;stream")
@EmulatedChatBotKit
class CloudStreamTests {

	@Autowired
	private InputDestination input;

	@Autowired
	private OutputDestination output;

	private ChatBotKitEmulator emulator;

	@Test
	void aFunctionCalls() {
		this.emulator.any().when("opening hours").reply("Nine to five.");
		send("answer", "What are your opening hours?");
		assertThat(next("answer")).isEqualTo("Nine to five.");
	}

	@Test
	void aReactiveFunctionStreams() {
		this.emulator.any().when("opening hours").stream("Nine", " to", " five.");
		send("stream", "What are your opening hours?");
		assertThat(next("stream")).isEqualTo("Nine");
		assertThat(next("stream")).isEqualTo(" to");
		assertThat(next("stream")).isEqualTo(" five.");
		assertThat(this.emulator).onlyRequest().isStreamed();
	}

	@Test
	void theBinderTriesAgainWhereTheClientDoesNot() {
		this.emulator.any().when("first").times(2).fail(Fault.badRequest("Not now"));
		send("answer", "first");
		assertThat(next("answer")).isEqualTo("Echo: first");
		assertThat(this.emulator).hasReceived(3);
	}

	private void send(String function, String question) {
		this.input.send(new GenericMessage<>(question.getBytes(StandardCharsets.UTF_8)), function + "-in-0");
	}

	private String next(String function) {
		Message<byte[]> message = this.output.receive(30_000, function + "-out-0");
		assertThat(message).isNotNull();
		return new String(message.getPayload(), StandardCharsets.UTF_8);
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableTestBinder
	static class Functions {

		@Bean
		Function<String, String> answer(ChatClient.Builder builder) {
			ChatClient chat = builder.build();
			return (question) -> chat.prompt(question).call().content();
		}

		@Bean
		Function<Flux<String>, Flux<String>> stream(ChatClient.Builder builder) {
			ChatClient chat = builder.build();
			return (questions) -> questions.concatMap((question) -> chat.prompt(question).stream().content());
		}

	}

}
