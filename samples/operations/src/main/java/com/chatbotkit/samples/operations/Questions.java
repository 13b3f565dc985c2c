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

package com.chatbotkit.samples.operations;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Puts questions to the bot, for an answer in one piece or a streamed one.
 */
@RestController
class Questions {

	private final ChatClient chat;

	Questions(ChatClient chat) {
		this.chat = chat;
	}

	@GetMapping("/ask")
	Mono<String> ask(@RequestParam String question) {
		// A call waits for its answer, which an event loop must not.
		return Mono.fromCallable(() -> this.chat.prompt(question).call().content())
			.subscribeOn(Schedulers.boundedElastic());
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> stream(@RequestParam String question) {
		// Once the first text is sent, no status can say any more what went wrong.
		return this.chat.prompt(question)
			.stream()
			.content()
			.map((text) -> ServerSentEvent.builder(text).build())
			.onErrorResume((ex) -> Mono.just(failure(ex)));
	}

	private static ServerSentEvent<String> failure(Throwable failure) {
		return ServerSentEvent.builder(String.valueOf(failure.getMessage())).event("failed").build();
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.BAD_GATEWAY)
	String failed(RuntimeException ex) {
		return ex.getMessage() + "\n";
	}

}
