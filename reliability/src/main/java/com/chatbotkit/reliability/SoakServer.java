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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.Turn;

/**
 * The emulator, which counts the requests of each exchange: {@code <folder> <port>}.
 */
final class SoakServer {

	private static final Pattern EXCHANGE = Pattern.compile("#(\\d+) key (\\d+)");

	private static final int KEPT = 50;

	private final Ledger received = new Ledger();

	private final AtomicLong requests = new AtomicLong();

	private final AtomicInteger staleKeys = new AtomicInteger();

	private final AtomicInteger unknown = new AtomicInteger();

	private SoakServer() {
	}

	public static void main(String[] args) throws Exception {
		new SoakServer().run(Path.of(args[0]), Integer.parseInt(args[1]));
	}

	private void run(Path folder, int port) throws Exception {
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().port(port).keepRequests(KEPT).start();
				Sampler sampler = new Sampler(folder.resolve("server.csv"), this.requests::get,
						() -> this.received.write(folder.resolve("received.bin")))) {
			emulator.any().reply(this::reply);
			System.out.println("ready");
			Stop.await(folder);
		}
		this.received.write(folder.resolve("received.bin"));
		System.out.printf("requests %d, with an older key than their exchange %d, of no exchange %d%n",
				this.requests.get(), this.staleKeys.get(), this.unknown.get());
	}

	private Reply reply(Turn turn) {
		this.requests.incrementAndGet();
		Matcher words = EXCHANGE.matcher(turn.text());
		if (!words.find()) {
			this.unknown.incrementAndGet();
			return Reply.text("What?");
		}
		int exchange = Integer.parseInt(words.group(1));
		if (Keys.generation(String.valueOf(turn.request().http().header("authorization"))) < Long
			.parseLong(words.group(2))) {
			this.staleKeys.incrementAndGet();
		}
		int attempt = this.received.add(exchange);
		List<AgentMessage.FunctionResult> results = turn.results();
		return Kind.of(exchange).reply(exchange, attempt, results.isEmpty() ? "" : results.get(0).result().asString());
	}

}
