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

import java.beans.PropertyEditorSupport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Serves the page's requests. Everyone who knows the id of a conversation may read and
 * continue it; ids are random, and created here.
 */
@RestController
@RequestMapping("/api")
class ChatController {

	/** In characters. The page has the same limit. */
	private static final int LONGEST_QUESTION = 20_000;

	/** Spaces, and characters without a glyph. */
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}]*");

	private final WebChatProperties properties;

	private final Conversations conversations;

	private final boolean emulated;

	ChatController(WebChatProperties properties, Conversations conversations,
			ObjectProvider<ChatBotKitEmulator> emulator) {
		this.properties = properties;
		this.conversations = conversations;
		this.emulated = emulator.stream().findAny().isPresent();
	}

	/**
	 * Reads ids strictly, because Spring takes a blank one for a missing path variable,
	 * which is a server error.
	 */
	@InitBinder
	static void strictIds(WebDataBinder binder) {
		binder.registerCustomEditor(UUID.class, new PropertyEditorSupport() {

			@Override
			public void setAsText(String text) {
				setValue(UUID.fromString(text));
			}

		});
	}

	@GetMapping("/bots")
	List<Bot> bots() {
		return this.properties.bots()
			.entrySet()
			.stream()
			.map((bot) -> new Bot(bot.getKey(), bot.getValue().title(), bot.getValue().about(),
					bot.getValue().examples(), this.emulated))
			.toList();
	}

	@PostMapping("/conversations")
	@ResponseStatus(HttpStatus.CREATED)
	Map<String, UUID> begin() {
		return Map.of("id", this.conversations.begin());
	}

	@GetMapping("/conversations/{id}")
	Conversation conversation(@PathVariable UUID id) {
		check(id);
		boolean live = this.conversations.answer(id).isPresent();
		return new Conversation(this.conversations.history(id), live);
	}

	@DeleteMapping("/conversations/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> forget(@PathVariable UUID id) {
		return checked(id).then(this.conversations.forget(id));
	}

	@PostMapping("/conversations/{id}/questions")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void ask(@PathVariable UUID id, @RequestBody Question question) {
		if (!this.properties.bots().containsKey(question.bot()) || question.text() == null
				|| INVISIBLE.matcher(question.text()).matches()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A question needs a bot and a text.");
		}
		if (question.text().length() > LONGEST_QUESTION) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"A question has at most " + LONGEST_QUESTION + " characters.");
		}
		boolean accepted = this.conversations.ask(id, question.bot(), question.text())
			.orElseThrow(ChatController::noConversation);
		if (!accepted) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "The previous question is still being answered.");
		}
	}

	/**
	 * Streams the answer to an event source, which reconnects with the id of its last
	 * event. After a response without content it stops, and the page loads the
	 * conversation again.
	 */
	@GetMapping("/conversations/{id}/answer")
	ResponseEntity<Flux<ServerSentEvent<ReplyEvent>>> answer(@PathVariable UUID id,
			@RequestHeader(name = "Last-Event-ID", defaultValue = "") String lastEventId) {
		check(id);
		return this.conversations.answer(id)
			.flatMap((answer) -> events(answer, lastEventId))
			.map((events) -> ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(events))
			.orElseGet(() -> ResponseEntity.noContent().build());
	}

	@DeleteMapping("/conversations/{id}/answer")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> stop(@PathVariable UUID id) {
		return checked(id).then(this.conversations.stop(id));
	}

	private static Optional<Flux<ServerSentEvent<ReplyEvent>>> events(ReplyStream answer, String lastEventId) {
		try {
			return answer.after(lastEventId);
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Last-Event-ID: " + ex.getMessage(), ex);
		}
	}

	private void check(UUID id) {
		if (!this.conversations.exists(id)) {
			throw noConversation();
		}
	}

	private static ResponseStatusException noConversation() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such conversation.");
	}

	/** The same check for methods that run on an event loop. */
	private Mono<Void> checked(UUID id) {
		return Mono.<Void>fromRunnable(() -> check(id)).subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * A bot to choose. The page shows whether it is emulated.
	 */
	record Bot(String name, String title, String about, List<String> examples, boolean emulated) {

	}

	/**
	 * A question to a bot.
	 */
	record Question(String bot, String text) {

	}

	/**
	 * The turns of a conversation, and whether its latest answer can still be streamed.
	 */
	record Conversation(List<Turn> turns, boolean live) {

	}

}
