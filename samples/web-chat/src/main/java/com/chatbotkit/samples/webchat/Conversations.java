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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Component;

/**
 * Manages conversations. Past turns are in the database, current answers in this object.
 */
@Component
class Conversations {

	/** For a page that loses its connection just before the end of an answer. */
	private static final Duration KEPT_AFTER_END = Duration.ofMinutes(1);

	private final Map<UUID, ReplyStream> answers = new ConcurrentHashMap<>();

	private final ConversationRepository repository;

	private final Assistant assistant;

	private final ChatMemory memory;

	private final ToolCallRepository toolCalls;

	Conversations(ConversationRepository repository, Assistant assistant, ChatMemory memory,
			ToolCallRepository toolCalls) {
		this.repository = repository;
		this.assistant = assistant;
		this.memory = memory;
		this.toolCalls = toolCalls;
	}

	/**
	 * Begins a conversation.
	 * @return its id, which cannot be guessed
	 */
	UUID begin() {
		UUID id = UUID.randomUUID();
		this.repository.add(id);
		return id;
	}

	/**
	 * Tells whether a conversation exists.
	 * @param id the id from a request
	 * @return false if it was not begun here or has been deleted
	 */
	boolean exists(UUID id) {
		return this.answers.containsKey(id) || isStored(id);
	}

	private boolean isStored(UUID id) {
		// Conversations of earlier versions are in the chat memory only.
		return this.repository.contains(id) || !this.memory.get(id.toString()).isEmpty();
	}

	/**
	 * Asks a question. The history contains it when this method returns.
	 * @param id the conversation
	 * @param bot the name of the bot to ask
	 * @param question the question
	 * @return empty if the conversation does not exist; false if the previous question is
	 * still being answered
	 */
	Optional<Boolean> ask(UUID id, String bot, String question) {
		ReplyStream answer = new ReplyStream((stop) -> answer(id, bot, question, stop));
		// In one step with the check, so that the conversation is not deleted between.
		ReplyStream latest = this.answers.compute(id, (key, before) -> {
			if (before == null) {
				return isStored(id) ? answer : null;
			}
			return before.hasEnded() ? answer : before;
		});
		if (latest == answer) {
			answer.start();
			answer.completion()
				.then(Mono.delay(KEPT_AFTER_END, Schedulers.boundedElastic()))
				.subscribe((tick) -> this.answers.remove(id, answer));
		}
		return Optional.ofNullable(latest).map((one) -> one == answer);
	}

	/** The database access blocks, so it must not run on an event loop. */
	private Flux<ReplyEvent> answer(UUID id, String bot, String question, Mono<Void> stop) {
		return this.assistant.answer(bot, id.toString(), question, stop)
			.publishOn(Schedulers.boundedElastic())
			.doOnNext(new ToolCallRecorder(this.toolCalls, id));
	}

	/**
	 * Returns the latest answer, if it is running or ended less than a minute ago.
	 */
	Optional<ReplyStream> answer(UUID id) {
		return Optional.ofNullable(this.answers.get(id));
	}

	/**
	 * Returns the turns of a conversation, oldest first.
	 */
	List<Turn> history(UUID id) {
		return Turn.of(this.memory.get(id.toString()), this.toolCalls.findByConversation(id));
	}

	/**
	 * Stops the running answer, if any.
	 * @return completes when it has ended
	 */
	Mono<Void> stop(UUID id) {
		return Mono.justOrEmpty(answer(id)).flatMap(ReplyStream::stop);
	}

	/**
	 * Deletes a conversation. A running answer writes to the chat memory when it ends, so
	 * it is stopped first; so is an answer that another page starts meanwhile.
	 */
	Mono<Void> forget(UUID id) {
		return Mono.fromCallable(() -> this.answers.compute(id, (key, latest) -> {
			if (latest != null && !latest.hasEnded()) {
				return latest;
			}
			delete(id);
			return null;
		})).subscribeOn(Schedulers.boundedElastic()).flatMap((running) -> running.stop().then(forget(id)));
	}

	private void delete(UUID id) {
		this.memory.clear(id.toString());
		this.toolCalls.deleteByConversation(id);
		this.repository.delete(id);
	}

}
