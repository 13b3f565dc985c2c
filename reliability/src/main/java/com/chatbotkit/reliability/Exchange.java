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

package com.chatbotkit.reliability;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitFailure;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.context.ApplicationContext;

/**
 * Asks the bot of one application, in the way that the number of an exchange says.
 */
final class Exchange {

	private static final long BEFORE_CANCEL_MILLIS = 100;

	private static final Duration STALL = Duration.ofSeconds(10);

	/** Those of docs/errors-and-retries.md that have no status. */
	private static final Set<String> WITHOUT_STATUS = Set.of("CONNECTION_FAILED", "CONNECTION_LOST", "RESPONSE_TIMEOUT",
			"STREAM_IDLE_TIMEOUT", "INCOMPLETE_STREAM", "EMPTY_STREAM", "UNEXPECTED_CONTENT", "INVALID_ANSWER",
			"EMPTY_ANSWER", "REQUEST_FAILED");

	private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "canceller");
		thread.setDaemon(true);
		return thread;
	});

	private final ChatBotKitChatModel model;

	private final ChatClient client;

	private final String connector;

	private final Consumer<String> failures;

	private final ToolCallback tool = FunctionToolCallback
		.builder(Kind.TOOL, (Lookup lookup) -> Kind.toolResult(lookup.exchange()))
		.description("Looks a value up")
		.inputType(Lookup.class)
		.build();

	Exchange(ApplicationContext application, Consumer<String> failures) {
		this.model = application.getBean(ChatBotKitChatModel.class);
		this.client = ChatClient.create(this.model);
		this.connector = String
			.valueOf(application.getEnvironment().getProperty("spring.http.clients.reactive.connector"));
		this.failures = failures;
	}

	Outcome run(int number) {
		Kind kind = Kind.of(number);
		Text text = new Text();
		try {
			boolean cancelled = ask(kind, "#" + number + " key " + Keys.generation(), text);
			if (!text.startsLike(kind.answer(number))) {
				return noted(kind, Outcome.WRONG_TEXT, text.toString());
			}
			if (cancelled) {
				return Outcome.CANCELLED;
			}
			return text.is(kind.answer(number)) && kind.expected() != Kind.Expected.FAILURE ? Outcome.ANSWERED
					: noted(kind, Outcome.WRONG_TEXT, "ended with " + text);
		}
		catch (RuntimeException ex) {
			if (!text.startsLike(kind.answer(number))) {
				return noted(kind, Outcome.WRONG_TEXT, text + " and then " + ex.getMessage());
			}
			return outcome(kind, ex);
		}
	}

	private Outcome outcome(Kind kind, RuntimeException exception) {
		if (!(exception instanceof ChatBotKitRequestException failed)) {
			exception.printStackTrace();
			return noted(kind, Outcome.UNDOCUMENTED, exception.toString());
		}
		ChatBotKitFailure failure = failed.getFailure();
		String code = failure.status() + " " + failure.code();
		if (failure.code().equals("REQUEST_FAILED")) {
			code += " " + failure.words().replaceAll("\\d+", "*");
		}
		if (failure.code().equals("CANCELLED")) {
			return (kind.expected() == Kind.Expected.CANCEL) ? Outcome.CANCELLED
					: noted(kind, Outcome.UNDOCUMENTED, code);
		}
		if (failure.status() == 0 && !WITHOUT_STATUS.contains(failure.code())) {
			return noted(kind, Outcome.UNDOCUMENTED, code);
		}
		return noted(kind,
				(kind.expected() == Kind.Expected.FAILURE) ? Outcome.FAILED_AS_SCRIPTED : Outcome.FAILED_BY_THE_NETWORK,
				code);
	}

	private Outcome noted(Kind kind, Outcome outcome, String words) {
		String line = words.replaceAll("\\s+", " ");
		this.failures.accept(outcome + " " + kind + " " + this.connector + " "
				+ ((line.length() > 200) ? line.substring(0, 200) : line));
		return outcome;
	}

	/** Asks, and tells whether the caller has cancelled. */
	private boolean ask(Kind kind, String prompt, Text text) {
		switch (kind.way()) {
			case CALL -> text.add(this.model.call(new Prompt(prompt)));
			case STREAM -> this.model.stream(new Prompt(prompt)).doOnNext(text::add).blockLast();
			case TOOL_CALL -> text.add(this.client.prompt(prompt).tools(this.tool).call().chatResponse());
			case TOOL_STREAM ->
				this.client.prompt(prompt).tools(this.tool).stream().chatResponse().doOnNext(text::add).blockLast();
			case SLOW_READER -> read(prompt, text, 1, Duration.ofMillis(5));
			case STALLED_READER -> read(prompt, text, 700, STALL);
			case CANCEL_IN_STREAM -> this.model.stream(new Prompt(prompt)).doOnNext(text::add).take(3).blockLast();
			case CANCEL_BEFORE_ANSWER -> cancelled(prompt, text);
			case INTERRUPT -> interrupted(prompt, text);
		}
		return kind.expected() == Kind.Expected.CANCEL;
	}

	/** Reads some pieces at a time, with a pause before the next ones. */
	private void read(String prompt, Text text, int pieces, Duration pause) {
		SlowReader reader = new SlowReader(text, pieces, pause);
		this.model.stream(new Prompt(prompt)).subscribe(reader);
		reader.await();
	}

	private void cancelled(String prompt, Text text) {
		Flux<ChatResponse> stream = this.model.stream(new Prompt(prompt)).doOnNext(text::add);
		CountDownLatch over = new CountDownLatch(1);
		RuntimeException[] failure = new RuntimeException[1];
		Disposable subscription = stream.doFinally((signal) -> over.countDown()).subscribe((response) -> {
		}, (thrown) -> failure[0] = (RuntimeException) thrown);
		TIMER.schedule(subscription::dispose, BEFORE_CANCEL_MILLIS, TimeUnit.MILLISECONDS);
		await(over);
		if (failure[0] != null) {
			throw failure[0];
		}
	}

	private void interrupted(String prompt, Text text) {
		Interrupt interrupt = new Interrupt(Thread.currentThread());
		TIMER.schedule(interrupt, BEFORE_CANCEL_MILLIS, TimeUnit.MILLISECONDS);
		try {
			text.add(this.model.call(new Prompt(prompt)));
		}
		finally {
			interrupt.end();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Interrupts a thread, unless what it does is over.
	 */
	private static final class Interrupt implements Runnable {

		private final Thread thread;

		private boolean over;

		Interrupt(Thread thread) {
			this.thread = thread;
		}

		@Override
		public synchronized void run() {
			if (!this.over) {
				this.thread.interrupt();
			}
		}

		synchronized void end() {
			this.over = true;
			Thread.interrupted();
		}

	}

	/**
	 * The tool's input.
	 */
	record Lookup(int exchange) {

	}

	/**
	 * The text of an answer so far.
	 */
	private static final class Text {

		private final StringBuffer text = new StringBuffer();

		void add(ChatResponse response) {
			if (response != null && response.getResult() != null) {
				String piece = response.getResult().getOutput().getText();
				if (piece != null) {
					this.text.append(piece);
				}
			}
		}

		boolean startsLike(String whole) {
			return whole.startsWith(this.text.toString());
		}

		boolean is(String whole) {
			return whole.contentEquals(this.text);
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	/**
	 * Wants some pieces, then none for a while.
	 */
	private static final class SlowReader extends BaseSubscriber<ChatResponse> {

		private final CountDownLatch over = new CountDownLatch(1);

		private final Text text;

		private final int pieces;

		private final Duration pause;

		private int read;

		private volatile Throwable failure;

		SlowReader(Text text, int pieces, Duration pause) {
			this.text = text;
			this.pieces = pieces;
			this.pause = pause;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(this.pieces);
		}

		@Override
		protected void hookOnNext(ChatResponse response) {
			this.text.add(response);
			if (++this.read == this.pieces) {
				this.read = 0;
				TIMER.schedule(() -> request(this.pieces), this.pause.toMillis(), TimeUnit.MILLISECONDS);
			}
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.failure = failure;
		}

		@Override
		protected void hookFinally(SignalType signal) {
			this.over.countDown();
		}

		void await() {
			Exchange.await(this.over);
			if (this.failure instanceof RuntimeException exception) {
				throw exception;
			}
		}

	}

}
