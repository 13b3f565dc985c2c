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

// tag::rag[]
package com.chatbotkit.samples.recipes;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.generation.augmentation.ContextualQueryAugmenter;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.vectorstore.VectorStore;

/**
 * Answers from documents of this application.
 */
class Handbook {

	private final ChatClient chat;

	private final VectorStore documents;

	Handbook(ChatClient chat, VectorStore documents) {
		this.documents = documents;
		this.chat = chat.mutate()
			.defaultAdvisors(RetrievalAugmentationAdvisor.builder()
				.documentRetriever(VectorStoreDocumentRetriever.builder()
					.vectorStore(documents)
					.topK(4)
					.similarityThreshold(0.5)
					.build())
				.queryAugmenter(ContextualQueryAugmenter.builder().allowEmptyContext(true).build())
				.build())
			.build();
	}

	void add(String text) {
		this.documents.add(List.of(new Document(text)));
	}

	@Nullable String answer(String question) {
		return this.chat.prompt().user(question).call().content();
	}

}
// end::rag[]
