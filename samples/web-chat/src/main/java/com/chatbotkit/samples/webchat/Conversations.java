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

import reactor.core.publisher.Mono;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.stereotype.Component;

/**
 * The conversations: what was said is in the chat memory, what is being said is here.
 */
@Component
class Conversations {

	/** For pages that lost their connection just before the end. */
	private static final Duration KEPT_AFTER_ITS_END = Duration.ofMinutes(1);

	private final Map<UUID, Answer> answers = new ConcurrentHashMap<>();

	private final Assistant assistant;

	private final ChatMemory memory;

	Conversations(Assistant assistant, ChatMemory memory) {
		this.assistant = assistant;
		this.memory = memory;
	}

	/**
	 * Asks a question.
	 * @param id the conversation
	 * @param bot the name of the bot to ask
	 * @param question the question
	 * @return false where the question before is still being answered
	 */
	boolean ask(UUID id, String bot, String question) {
		Answer answer = new Answer((stop) -> this.assistant.answer(bot, id.toString(), question, stop));
		Answer latest = this.answers.compute(id,
				(key, before) -> (before == null || before.isOver()) ? answer : before);
		if (latest != answer) {
			return false;
		}
		answer.start();
		answer.after(0).then(Mono.delay(KEPT_AFTER_ITS_END)).subscribe((tick) -> this.answers.remove(id, answer));
		return true;
	}

	/**
	 * Returns the latest answer, if it is being given or was given just now.
	 */
	Optional<Answer> answer(UUID id) {
		return Optional.ofNullable(this.answers.get(id));
	}

	/**
	 * Returns what was said, oldest first.
	 */
	List<Message> history(UUID id) {
		return this.memory.get(id.toString());
	}

	void forget(UUID id) {
		answer(id).ifPresent(Answer::stop);
		this.answers.remove(id);
		this.memory.clear(id.toString());
	}

}
