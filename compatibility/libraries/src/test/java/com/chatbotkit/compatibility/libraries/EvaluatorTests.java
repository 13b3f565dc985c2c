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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.evaluation.FactCheckingEvaluator;
import org.springframework.ai.chat.evaluation.RelevancyEvaluator;
import org.springframework.ai.document.Document;
import org.springframework.ai.evaluation.EvaluationRequest;
import org.springframework.ai.evaluation.EvaluationResponse;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring AI's evaluators, with a bot as their judge.
 */
@SpringBootTest
@EmulatedChatBotKit
class EvaluatorTests {

	private static final String OPEN = "We open at nine.";

	@Autowired
	private ChatClient.Builder chat;

	private ChatBotKitEmulator emulator;

	@Test
	void relevancy() {
		this.emulator.any().when("Response:\n\t" + OPEN).reply("YES");
		this.emulator.any().when("Response:\n\tWe sell bicycles.").reply("NO");
		RelevancyEvaluator judge = RelevancyEvaluator.builder().chatClientBuilder(this.chat).build();
		EvaluationResponse relevant = judge.evaluate(answer(OPEN));
		assertThat(relevant.isPass()).isTrue();
		assertThat(relevant.getScore()).isEqualTo(1);
		assertThat(judge.evaluate(answer("We sell bicycles.")).isPass()).isFalse();
		assertThat(this.emulator).hasReceived(2).firstRequest().hasUserTextContaining("Opening hours: nine to five.");
	}

	@Test
	void factChecking() {
		this.emulator.any().when("Claim:\n\t" + OPEN).reply("yes");
		this.emulator.any().when("Claim:\n\tWe open at seven.").reply("no");
		FactCheckingEvaluator judge = FactCheckingEvaluator.builder(this.chat).build();
		assertThat(judge.evaluate(answer(OPEN)).isPass()).isTrue();
		assertThat(judge.evaluate(answer("We open at seven.")).isPass()).isFalse();
		assertThat(this.emulator).hasReceived(2).firstRequest().hasUserTextContaining("Opening hours: nine to five.");
	}

	private static EvaluationRequest answer(String text) {
		return new EvaluationRequest("When do you open?", List.of(new Document("Opening hours: nine to five.")), text);
	}

}
