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

package com.chatbotkit.samples.recipes;

import java.util.List;
import java.util.Locale;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/retrieval.md says. */
@SpringBootTest
@EmulatedChatBotKit
class HandbookTests {

	private Handbook handbook;

	private ChatBotKitEmulator emulator;

	@BeforeEach
	void documents(@Autowired ChatClient chat) {
		this.handbook = new Handbook(chat, SimpleVectorStore.builder(new WordEmbeddings()).build());
		this.handbook.add("A broken chain is repaired within two days.");
		this.handbook.add("Helmets cannot be returned.");
	}

	@Test
	void theQuestionCarriesTheDocumentThatFits() {
		this.handbook.answer("How soon is a broken chain repaired?");
		assertThat(this.emulator).onlyRequest()
			.hasUserTextContaining("A broken chain is repaired within two days.")
			.hasUserTextContaining("How soon is a broken chain repaired?");
		assertThat(this.emulator.requests().get(0).body()).doesNotContain("Helmets");
	}

	@Test
	void aQuestionThatNoDocumentFitsStaysAsItIs() {
		this.handbook.answer("Who are you?");
		assertThat(this.emulator).onlyRequest().hasUserText("Who are you?");
	}

	/** Embeds by the words that texts share, so that no other provider is needed here. */
	private static final class WordEmbeddings implements EmbeddingModel {

		private static final List<String> WORDS = List.of("broken", "chain", "repaired", "helmets", "returned");

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			return new EmbeddingResponse(
					request.getInstructions().stream().map((text) -> new Embedding(embed(text), 0)).toList());
		}

		@Override
		public float[] embed(Document document) {
			return embed(String.valueOf(document.getText()));
		}

		@Override
		public float[] embed(String text) {
			float[] vector = new float[WORDS.size() + 1];
			// Without it a text with none of the words would have no direction.
			vector[WORDS.size()] = 0.1f;
			for (int word = 0; word < WORDS.size(); word++) {
				vector[word] = text.toLowerCase(Locale.ROOT).contains(WORDS.get(word)) ? 1 : 0;
			}
			return vector;
		}

	}

}
