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

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring Integration: messages of a flow become questions to a bot.
 */
@SpringBootTest
@EmulatedChatBotKit
class IntegrationTests {

	@Autowired
	private MessageChannel questions;

	@Autowired
	private MessageChannel crowd;

	@Autowired
	private MessageChannel streams;

	@Autowired
	private BlockingQueue<Message<?>> received;

	private ChatBotKitEmulator emulator;

	@BeforeEach
	void nothingReceived() {
		this.received.clear();
	}

	@Test
	void aMessageIsAnswered() {
		this.emulator.any().when("opening hours").reply("Nine to five.");
		String answer = new MessagingTemplate().convertSendAndReceive(this.questions, "What are your opening hours?",
				String.class);
		assertThat(answer).isEqualTo("Nine to five.");
	}

	@Test
	void aFailureIsTheCauseOfTheFlowsOwn() {
		this.emulator.any().fail(Fault.unknownBot());
		assertThatExceptionOfType(MessageHandlingException.class)
			.isThrownBy(() -> new MessagingTemplate().convertSendAndReceive(this.questions, "Hello?", String.class))
			.withRootCauseInstanceOf(Exception.class)
			.havingCause()
			.isInstanceOf(NonTransientAiException.class)
			.withMessageStartingWith("404 ");
	}

	@Test
	void messagesAtOnceKeepTheirHeaders() throws InterruptedException {
		this.emulator.any().reply((turn) -> Reply.text("Answer to " + turn.text()));
		List<Integer> numbers = IntStream.range(0, 20).boxed().toList();
		numbers.forEach((number) -> this.crowd
			.send(MessageBuilder.withPayload("question " + number).setHeader("number", number).build()));
		for (int count = 0; count < 20; count++) {
			Message<?> answer = next();
			assertThat(answer.getPayload()).isEqualTo("Answer to question " + answer.getHeaders().get("number"));
		}
		assertThat(this.emulator).hasReceived(20);
	}

	@Test
	void aStreamIsSplitIntoMessages() throws InterruptedException {
		this.emulator.any().reply(Reply.pieces("Nine", " to", " five."));
		this.streams.send(MessageBuilder.withPayload("What are your opening hours?").build());
		assertThat(List.of(next().getPayload(), next().getPayload(), next().getPayload()))
			.isEqualTo(List.of("Nine", " to", " five."));
		assertThat(this.emulator).onlyRequest().isStreamed();
	}

	private Message<?> next() throws InterruptedException {
		Message<?> message = this.received.poll(30, TimeUnit.SECONDS);
		assertThat(message).isNotNull();
		return message;
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Flows {

		@Bean
		BlockingQueue<Message<?>> received() {
			return new LinkedBlockingQueue<>();
		}

		@Bean
		IntegrationFlow questionFlow(ChatClient.Builder builder) {
			ChatClient chat = builder.build();
			return IntegrationFlow.from("questions")
				.handle(String.class, (question, headers) -> chat.prompt(question).call().content())
				.get();
		}

		@Bean
		ThreadPoolTaskExecutor crowdExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(8);
			return executor;
		}

		@Bean
		IntegrationFlow crowdFlow(ChatClient.Builder builder, BlockingQueue<Message<?>> received,
				@Qualifier("crowdExecutor") Executor executor) {
			ChatClient chat = builder.build();
			return IntegrationFlow.from(MessageChannels.executor("crowd", executor))
				.handle(String.class, (question, headers) -> chat.prompt(question).call().content())
				.handle(received::add)
				.get();
		}

		@Bean
		IntegrationFlow streamFlow(ChatClient.Builder builder, BlockingQueue<Message<?>> received) {
			ChatClient chat = builder.build();
			return IntegrationFlow.from("streams")
				.handle(String.class, (question, headers) -> chat.prompt(question).stream().content())
				.split()
				.channel(MessageChannels.flux())
				.handle(received::add)
				.get();
		}

	}

}
