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

package com.chatbotkit.samples.guides;

import java.util.List;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.client.WebClient;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What docs/streaming.md shows. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class AnswersTests {

	@Autowired
	private Answers answers;

	private ChatBotKitEmulator emulator;

	@Test
	void eventsKeepTheirBlanks(@LocalServerPort int port) {
		this.emulator.any().reply(Reply.pieces("Nine", " to", " five."));
		List<Answers.Piece> pieces = WebClient.create("http://localhost:" + port)
			.get()
			.uri("/answers?question=Hello")
			.retrieve()
			.bodyToFlux(Answers.Piece.class)
			.collectList()
			.block();
		assertThat(pieces).extracting(Answers.Piece::text).containsExactly("Nine", " to", " five.");
	}

	@Test
	void aBrokenStreamIsAnErrorAfterTheTextSoFar() {
		this.emulator.any().reply(Reply.pieces("Nine", " to", " five.").failing(Fault.cutAfter(3)));
		StepVerifier.create(this.answers.answerOrApology("Hello?"))
			.expectNext("Nine", " to", " […] Please ask again.")
			.verifyComplete();
	}

	@Test
	void anUnknownBotIsAnErrorOfAStreamToo() {
		this.emulator.any().fail(Fault.unknownBot());
		StepVerifier.create(this.answers.answerOrApology("Hello?"))
			.expectNext("There is no answer at the moment.")
			.verifyComplete();
	}

	@Test
	void aStreamThatIsMadeAnewIsAskedAgain() {
		this.emulator.any().failTimes(1, Fault.cutAfter(3)).reply("Nine to five.");
		assertThat(this.answers.answerOrAskAgain("Hello?").block()).isEqualTo("Nine to five.");
		assertThat(this.emulator).hasReceived(2);
	}

	/** Why a stream is made anew: the second subscription leaves advisors out. */
	@Test
	void aStreamThatIsSubscribedToAgainForgetsWhatItsAdvisorsAdd(@Autowired ChatClient chat) {
		this.emulator.any().failTimes(1, Fault.internalError()).reply("Ada.");
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		memory.add("c1", List.of(new UserMessage("I am Ada."), new AssistantMessage("Hello, Ada.")));
		StepVerifier
			.create(chat.prompt("Who am I?")
				.advisors(MessageChatMemoryAdvisor.builder(memory).build())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "c1"))
				.stream()
				.content()
				.retry(1))
			.expectNext("Ada.")
			.verifyComplete();
		assertThat(this.emulator.requests()).extracting((request) -> request.messages().size()).containsExactly(3, 1);
	}

	@Test
	void stoppingAStreamStopsTheBot() {
		this.emulator.any().reply(Reply.pieces("Nine", " to", " five.").failing(Fault.stallAfter(2)));
		Sinks.Empty<Void> stop = Sinks.empty();
		StepVerifier.create(this.answers.answerUntil(stop.asMono(), "Hello?"))
			.expectNext("Nine")
			.then(stop::tryEmitEmpty)
			.verifyComplete();
		await().untilAsserted(() -> assertThat(this.emulator).onlyRequest().isCancelled());
	}

	@Test
	void theLastResponseHasTheFinishReason() {
		assertThat(this.answers.finishReasons("Hello?").collectList().block()).containsExactly("STOP");
	}

}
