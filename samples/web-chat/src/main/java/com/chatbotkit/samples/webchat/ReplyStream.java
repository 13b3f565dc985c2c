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

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.codec.ServerSentEvent;

/**
 * Runs a bot once and streams its answer to any number of subscribers. A page that is
 * reloaded or loses its connection continues after the last event it received.
 */
final class ReplyStream {

	private static final Log logger = LogFactory.getLog(ReplyStream.class);

	private static final Pattern EVENT_ID = Pattern.compile("[0-9a-f-]{36}/\\d{1,18}");

	/**
	 * Prefix of this answer's event ids, which distinguishes them from those of other
	 * answers.
	 */
	private final String prefix = UUID.randomUUID() + "/";

	private final Sinks.Empty<Void> stop = Sinks.empty();

	private final ConnectableFlux<ReplyEvent> events;

	private volatile boolean stopped;

	private volatile boolean ended;

	/**
	 * Creates an answer that has not started yet.
	 * @param bot runs until it is done or the given signal completes
	 */
	ReplyStream(Function<Mono<Void>, Flux<ReplyEvent>> bot) {
		this.events = bot.apply(this.stop.asMono())
			.concatWith(Mono.fromSupplier(() -> this.stopped ? new ReplyEvent.Stopped() : new ReplyEvent.Done()))
			.doOnError((failure) -> logger.warn("An answer failed", failure))
			.onErrorResume((failure) -> Mono.just(FailureMessages.of(failure)))
			.doOnNext((event) -> this.ended = event instanceof ReplyEvent.End)
			.replay();
	}

	/**
	 * Starts the bot. When this method returns, the chat memory contains the question.
	 */
	void start() {
		this.events.connect();
	}

	/**
	 * Stops the bot.
	 * @return completes when the last event is emitted and the chat memory contains the
	 * answer; then the next question can be asked
	 */
	Mono<Void> stop() {
		this.stopped = true;
		this.stop.tryEmitEmpty();
		return completion();
	}

	boolean hasEnded() {
		return this.ended;
	}

	Mono<Void> completion() {
		return this.events.then();
	}

	/**
	 * Streams the events after the last received one.
	 * @param lastEventId the id of the last received event; empty for none
	 * @return all later events; empty if the id belongs to another answer, which must
	 * have ended
	 * @throws IllegalArgumentException if this is not the id of an event
	 */
	Optional<Flux<ServerSentEvent<ReplyEvent>>> after(String lastEventId) {
		if (!lastEventId.isEmpty() && !EVENT_ID.matcher(lastEventId).matches()) {
			throw new IllegalArgumentException("This is not the id of an event.");
		}
		if (!lastEventId.isEmpty() && !lastEventId.startsWith(this.prefix)) {
			return Optional.empty();
		}
		long number = lastEventId.isEmpty() ? 0 : Long.parseLong(lastEventId.substring(this.prefix.length()));
		return Optional.of(this.events.index(this::toServerSentEvent).skip(number));
	}

	private ServerSentEvent<ReplyEvent> toServerSentEvent(long index, ReplyEvent event) {
		return ServerSentEvent.builder(event).id(this.prefix + (index + 1)).event(event.name()).build();
	}

}
