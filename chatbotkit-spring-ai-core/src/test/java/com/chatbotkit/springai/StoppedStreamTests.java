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

package com.chatbotkit.springai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.chatbotkit.springai.api.HeldExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream that somebody else ends, by a signal or by an error of theirs, is cancelled:
 * the server sees it, and nobody is told of a failure.
 */
class StoppedStreamTests extends AbstractChatModelTests {

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Warnings warnings = new Warnings();

	private final Sinks.Empty<Void> stop = Sinks.empty();

	private final AtomicReference<SignalType> end = new AtomicReference<>();

	@BeforeEach
	void listen() {
		this.warnings.start();
		this.root.addAppender(this.warnings);
	}

	@AfterEach
	void ignore() {
		this.root.detachAppender(this.warnings);
	}

	@RepeatedTest(5)
	void aSignalFromOutside() {
		HeldExchange exchange = new HeldExchange(PIECE);
		asked(exchange, (stream) -> stream.takeUntilOther(this.stop.asMono())).expectNextCount(1)
			.then(this.stop::tryEmitEmpty)
			.verifyComplete();
		assertCancelled(exchange);
	}

	@RepeatedTest(5)
	void aSignalFromOutsideBeforeTheHeaders() {
		HeldExchange exchange = new HeldExchange();
		asked(exchange, (stream) -> stream.takeUntilOther(this.stop.asMono())).then(this.stop::tryEmitEmpty)
			.verifyComplete();
		assertCancelled(exchange);
	}

	// Not with takeUntilOther(), which passes an error on and does not cancel.
	@RepeatedTest(5)
	void anErrorFromOutside() {
		HeldExchange exchange = new HeldExchange(PIECE);
		Mono<ChatResponse> failing = this.stop.asMono().then(Mono.empty());
		asked(exchange, (stream) -> stream.mergeWith(failing)).expectNextCount(1)
			.then(() -> this.stop.tryEmitError(new IllegalStateException("stop")))
			.verifyErrorMessage("stop");
		assertCancelled(exchange);
	}

	private StepVerifier.Step<ChatResponse> asked(HeldExchange exchange, UnaryOperator<Flux<ChatResponse>> stopped) {
		this.server.next(exchange);
		Flux<ChatResponse> stream = this.model.stream(new Prompt("Hello")).doFinally(this.end::set);
		return StepVerifier.create(stopped.apply(stream)).then(exchange::awaitAsked);
	}

	private void assertCancelled(HeldExchange exchange) {
		exchange.awaitClosed();
		assertThat(this.end).hasValue(SignalType.CANCEL);
		assertThat(this.warnings.events).isEmpty();
	}

	/**
	 * What is logged that somebody should look at.
	 */
	private static final class Warnings extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
				this.events.add(event);
			}
		}

	}

}
