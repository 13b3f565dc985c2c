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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.samples.webchat.ToolCallRepository.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;

/**
 * A past question with the events of its answer.
 *
 * @param question the user's text
 * @param answer the events of the answer, with its text in as few pieces as possible
 */
record Turn(String question, List<Event> answer) {

	/**
	 * Combines the messages of the chat memory with the tool calls.
	 * @param messages the messages, oldest first
	 * @param toolCalls the tool calls, oldest first
	 * @return the turns, oldest first
	 */
	static List<Turn> of(List<Message> messages, List<ToolCall> toolCalls) {
		List<Turn> turns = new ArrayList<>();
		Instant end = Instant.MAX;
		Message answer = null;
		for (int i = messages.size() - 1; i >= 0; i--) {
			Message message = messages.get(i);
			if (message.getMessageType() == MessageType.USER) {
				Instant begin = time(message);
				turns.add(0, new Turn(text(message), answer(answer, between(begin, end, toolCalls))));
				end = begin;
				answer = null;
			}
			else {
				answer = message;
			}
		}
		return turns;
	}

	private static Instant time(Message message) {
		return (Instant) Objects.requireNonNull(message.getMetadata().get(JdbcChatMemoryRepository.CONVERSATION_TS));
	}

	private static List<ToolCall> between(Instant begin, Instant end, List<ToolCall> toolCalls) {
		return toolCalls.stream().filter((call) -> !call.at().isBefore(begin) && call.at().isBefore(end)).toList();
	}

	private static List<Event> answer(@Nullable Message message, List<ToolCall> toolCalls) {
		List<ReplyEvent> events = new ArrayList<>();
		String text = (message != null) ? text(message) : "";
		int end = 0;
		for (ToolCall toolCall : toolCalls) {
			end = addText(text, end, toolCall.textBefore(), events);
			events.add(toolCall.call());
			if (toolCall.result() != null) {
				events.add(new ReplyEvent.Result(toolCall.call().id(), toolCall.result()));
			}
		}
		addText(text, end, text.length(), events);
		events.add(end(message));
		return events.stream().map((event) -> new Event(event.name(), event)).toList();
	}

	private static int addText(String text, int from, int to, List<ReplyEvent> events) {
		int end = Math.min(to, text.length());
		if (from < end) {
			events.add(new ReplyEvent.Text(text.substring(from, end)));
		}
		return end;
	}

	private static ReplyEvent.End end(@Nullable Message message) {
		if (message == null) {
			return new ReplyEvent.Failed("This question was not answered.", "");
		}
		return text(message).isEmpty() ? new ReplyEvent.Stopped() : new ReplyEvent.Done();
	}

	private static String text(Message message) {
		return (message.getText() != null) ? message.getText() : "";
	}

	/**
	 * An event of an answer.
	 *
	 * @param name the event's name, as in a server-sent event
	 * @param data the event
	 */
	record Event(String name, ReplyEvent data) {

	}

}
