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

package com.chatbotkit.compatibility.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.springframework.ai.retry.TransientAiException;

/**
 * What is looked at behind each proxy. The words that a check returns are a cell of the
 * table.
 */
enum Check {

	PIECES("each piece of a stream comes late by") {
		@Override
		String run(Client client, Server server) {
			// The first stream of a client loads classes.
			client.stream("pieces", "<<warm>>").blockLast();
			String run = "run " + RUNS.incrementAndGet();
			List<Long> received = new ArrayList<>();
			client.stream("pieces", "<<" + run + ">>").doOnNext((piece) -> received.add(System.nanoTime())).blockLast();
			List<Long> sent = List.copyOf(Objects.<Queue<Long>>requireNonNull(server.sent.get(run)));
			if (received.size() != Server.PIECES) {
				return received.size() + " PIECES OF " + Server.PIECES;
			}
			if (received.get(0) > sent.get(Server.PIECES - 1)) {
				return "held to the end";
			}
			long[] late = IntStream.range(0, Server.PIECES)
				.mapToLong((piece) -> (received.get(piece) - sent.get(piece)) / 1_000_000)
				.sorted()
				.toArray();
			return late[Server.PIECES / 2] + " ms";
		}
	},

	TOO_LARGE("a request of 100 KiB where 64 KiB are allowed") {
		@Override
		String run(Client client, Server server) {
			return words(() -> client.call("echo", "a".repeat(100_000)));
		}
	},

	SILENT("no answer in time") {
		@Override
		String run(Client client, Server server) {
			return words(() -> client.call("silent", "Hello"));
		}
	},

	PAUSE("silence within a stream", "spring.ai.chatbotkit.timeout.stream-idle=6s") {
		@Override
		String run(Client client, Server server) {
			StringBuilder received = new StringBuilder();
			String words = words(() -> client.stream("pause", "Hello").doOnNext(received::append).blockLast());
			return received.isEmpty() ? words : "\"" + received + "\", then " + words;
		}
	},

	IDLE("questions asked when idle connections are being closed") {
		@Override
		String run(Client client, Server server) throws Exception {
			return around(client, server);
		}
	},

	SHORTER_IDLE("the same, the client closes them earlier",
			// Each connector has its own way to say it: docs/connections.md.
			"spring.ai.chatbotkit.connections.max-idle=1s", "spring.ai.chatbotkit.timeout.connect=1s") {
		@Override
		String run(Client client, Server server) throws Exception {
			return around(client, server);
		}
	};

	private static final int CALLERS = 5;

	private static final int QUESTIONS = 3;

	private static final AtomicInteger RUNS = new AtomicInteger();

	private final String label;

	private final String[] properties;

	Check(String label, String... properties) {
		this.label = label;
		this.properties = properties;
	}

	String label() {
		return this.label;
	}

	/**
	 * The settings that the client needs for it.
	 */
	String[] properties() {
		return this.properties.clone();
	}

	abstract String run(Client client, Server server) throws Exception;

	private static String around(Client client, Server server) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try {
			String run = "idle " + RUNS.incrementAndGet();
			List<Future<Integer>> answered = new ArrayList<>();
			for (int caller = 0; caller < CALLERS; caller++) {
				String name = run + " " + caller + " ";
				// Around the time after which a proxy closes them.
				long pause = ReverseProxy.IDLE.toMillis() - 40 + 80L * caller / CALLERS;
				answered.add(callers.submit(() -> ask(client, name, pause)));
			}
			int all = 0;
			for (Future<Integer> each : answered) {
				all += each.get();
			}
			boolean twice = server.asked.entrySet()
				.stream()
				.anyMatch((question) -> question.getKey().startsWith(run + " ") && question.getValue().get() > 1);
			return all + " of " + CALLERS * QUESTIONS + " answered, " + (twice ? "SOME RAN TWICE" : "none ran twice");
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static int ask(Client client, String name, long pause) throws InterruptedException {
		int answered = 0;
		for (int question = 0; question < QUESTIONS; question++) {
			if (question > 0) {
				Thread.sleep(pause);
			}
			try {
				answered += client.call("echo", name + question).equals(name + question) ? 1 : 0;
			}
			catch (RuntimeException ex) {
				System.err.println(ex.getMessage());
			}
		}
		return answered;
	}

	/**
	 * Returns the beginning of what a caller is told, without what is another in each
	 * run.
	 */
	static String words(Callable<?> request) {
		try {
			request.call();
			return "an answer";
		}
		catch (Exception ex) {
			String type = (ex instanceof TransientAiException) ? "transient" : "permanent";
			return type + ", `" + beginning(Objects.requireNonNull(ex.getMessage())) + "`";
		}
	}

	private static String beginning(String message) {
		return message.replaceAll("(?s) \\[POST .*|;.*|\\R.*", "")
			.replaceAll("(the connection was lost [a-z ]+):.*", "$1")
			.replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "$1:…")
			.replace("|", "/");
	}

}
