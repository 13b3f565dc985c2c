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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentEvent.Token;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import reactor.core.publisher.Flux;

/**
 * The emulator behind the proxies, which knows when it sent which piece, and how often
 * each question was asked.
 */
final class Server implements AutoCloseable {

	static final int PIECES = 10;

	/** When each piece of each run was sent, in nanoseconds. */
	final ConcurrentHashMap<String, Queue<Long>> sent = new ConcurrentHashMap<>();

	/** How often each question was asked. */
	final ConcurrentHashMap<String, AtomicInteger> asked = new ConcurrentHashMap<>();

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().acceptAnyKey().start();

	Server() {
		List<String> pieces = IntStream.range(0, PIECES).mapToObj((number) -> "piece " + number + " ").toList();
		this.emulator.bot("pieces")
			.run((request) -> Flux.interval(Duration.ofMillis(100))
				.take(PIECES)
				.<AgentEvent>map((number) -> new Token(pieces.get(number.intValue())))
				.doOnNext((token) -> this.sent
					.computeIfAbsent(text(request.messages().toString()), (key) -> new ConcurrentLinkedQueue<>())
					.add(System.nanoTime())));
		this.emulator.bot("echo").reply((turn) -> {
			this.asked.computeIfAbsent(turn.text(), (key) -> new AtomicInteger()).incrementAndGet();
			return Reply.text(turn.text());
		});
		this.emulator.bot("silent").fail(Fault.stall());
		this.emulator.bot("pause").reply(Reply.pieces("One", " two", " three").failing(Fault.stallAfter(2)));
	}

	int port() {
		return URI.create(this.emulator.baseUrl()).getPort();
	}

	private static String text(String messages) {
		return messages.replaceAll("(?s).*<<(.*)>>.*", "$1");
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
