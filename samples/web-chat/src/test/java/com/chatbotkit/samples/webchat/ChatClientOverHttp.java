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

package com.chatbotkit.samples.webchat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import reactor.core.publisher.Flux;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Does over HTTP what the page does.
 */
final class ChatClientOverHttp {

	private static final ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>> EVENT = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	private final WebClient web;

	ChatClientOverHttp(int port) {
		this.web = WebClient.create("http://localhost:" + port + "/api");
	}

	List<Object> bots() {
		return this.web.get().uri("/bots").retrieve().bodyToFlux(Object.class).collectList().block();
	}

	String begin() {
		return this.web.post().uri("/conversations").retrieve().bodyToMono(JSON).block().get("id").toString();
	}

	String ask(String bot, String question) {
		String id = begin();
		ask(id, bot, question);
		return id;
	}

	void ask(String id, String bot, String question) {
		HttpStatusCode status = status(id, bot, question);
		if (status.value() != 202) {
			throw new IllegalStateException("The question is refused: " + status);
		}
	}

	HttpStatusCode status(String id, String bot, String question) {
		return this.web.post()
			.uri("/conversations/{id}/questions", id)
			.bodyValue(Map.of("bot", bot, "text", question))
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block();
	}

	/** The status for a question that is any text. */
	HttpStatusCode statusOf(String id, String body) {
		return this.web.post()
			.uri("/conversations/{id}/questions", id)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block();
	}

	HttpStatusCode get(String id) {
		return this.web.get()
			.uri("/conversations/{id}", id)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block();
	}

	HttpStatusCode delete(String path, String id) {
		return this.web.delete()
			.uri(path, id)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block();
	}

	Flux<ServerSentEvent<Map<String, Object>>> events(String id, String heard) {
		return this.web.get()
			.uri("/conversations/{id}/answer", id)
			.header("Last-Event-ID", heard)
			.retrieve()
			.bodyToFlux(EVENT);
	}

	/** What an event source is told that comes back. */
	HttpStatusCode answerStatus(String id, String heard) {
		return this.web.get()
			.uri("/conversations/{id}/answer", id)
			.header("Last-Event-ID", heard)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block();
	}

	/** The events as lines, such as {@code text {text=Hello}}. */
	List<String> answer(String id) {
		return events(id, "").map(ChatClientOverHttp::line).collectList().block();
	}

	Iterator<String> answerAsItComes(String id) {
		return events(id, "").map(ChatClientOverHttp::line).toIterable(1).iterator();
	}

	void stop(String id) {
		this.web.delete().uri("/conversations/{id}/answer", id).retrieve().toBodilessEntity().block();
	}

	void forget(String id) {
		this.web.delete().uri("/conversations/{id}", id).retrieve().toBodilessEntity().block();
	}

	/** Questions and events of the past, as lines, such as {@code user Hello}. */
	List<String> history(String id) {
		Map<String, Object> conversation = this.web.get()
			.uri("/conversations/{id}", id)
			.retrieve()
			.bodyToMono(JSON)
			.block();
		return ((List<?>) conversation.get("turns")).stream()
			.map((turn) -> (Map<?, ?>) turn)
			.flatMap((turn) -> Stream.concat(Stream.of("user " + turn.get("question")),
					((List<?>) turn.get("answer")).stream()
						.map((event) -> (Map<?, ?>) event)
						.map((event) -> event.get("name") + " " + event.get("data"))))
			.toList();
	}

	private static String line(ServerSentEvent<Map<String, Object>> event) {
		return event.event() + " " + event.data();
	}

}
