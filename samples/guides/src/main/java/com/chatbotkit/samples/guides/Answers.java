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

import java.util.stream.Collectors;

import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams answers: docs/streaming.md.
 */
@RestController
class Answers {

	private final ChatClient chat;

	Answers(ChatClient chat) {
		this.chat = chat;
	}

	// tag::events[]
	@GetMapping(path = "/answers", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Piece> answer(@RequestParam String question) {
		return this.chat.prompt().user(question).stream().content().map(Piece::new);
	}

	record Piece(String text) {

	}
	// end::events[]

	// tag::broken[]
	Flux<String> answerOrApology(String question) {
		return this.chat.prompt()
			.user(question)
			.stream()
			.content()
			.onErrorResume(ChatBotKitTransientException.class, (ex) -> Flux.just(" […] Please ask again."))
			.onErrorResume(ChatBotKitNonTransientException.class,
					(ex) -> Flux.just("There is no answer at the moment."));
	}
	// end::broken[]

	// tag::again[]
	Mono<String> answerOrAskAgain(String question) {
		return Flux.defer(() -> this.chat.prompt().user(question).stream().content())
			.collect(Collectors.joining())
			.retry(1);
	}
	// end::again[]

	// tag::stop[]
	Flux<String> answerUntil(Publisher<?> stop, String question) {
		return this.chat.prompt().user(question).stream().content().takeUntilOther(stop);
	}
	// end::stop[]

	// tag::responses[]
	Flux<String> finishReasons(String question) {
		return this.chat.prompt()
			.user(question)
			.stream()
			.chatResponse()
			.mapNotNull(ChatResponse::getResult)
			.mapNotNull((result) -> result.getMetadata().getFinishReason());
	}
	// end::responses[]

}
