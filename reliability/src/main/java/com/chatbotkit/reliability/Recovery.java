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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.test.ChatBotKitEmulator;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Breaks the way between client and server in several ways, and measures on each
 * connector what callers see and how long it takes until they are answered again. Prints
 * the table of docs/reliability.md.
 */
final class Recovery {

	private static final List<String> CONNECTORS = List.of("reactor", "jetty", "http-components", "jdk");

	private static final long BROKEN_MILLIS = 3_000;

	private static final long PERIOD_MILLIS = 50;

	private Recovery() {
	}

	public static void main(String[] args) throws Exception {
		System.out.println("| what happens | connector | asked meanwhile | answered | what callers saw"
				+ " | ms from the repair to the next answer | ms to the last failure |");
		System.out.println("|" + " --- |".repeat(7));
		// Classes are loaded.
		observeNothing();
		for (String connector : CONNECTORS) {
			restart(connector);
		}
		for (String connector : CONNECTORS) {
			moved(connector);
		}
		for (String connector : CONNECTORS) {
			silent(connector);
		}
		for (String connector : CONNECTORS) {
			unreachable(connector);
		}
		if (Namespace.isPossible()) {
			for (String connector : CONNECTORS) {
				cut(connector);
			}
		}
		else {
			System.out.println("(No network namespaces here: they need root and the command ip.)");
		}
		System.exit(0);
	}

	private static void observeNothing() throws Exception {
		for (String connector : CONNECTORS) {
			try (ChatBotKitEmulator server = emulator(0);
					ConfigurableApplicationContext context = Application.start(connector, server.baseUrl(), "")) {
				ask(context.getBean(ChatBotKitChatModel.class), false);
				ask(context.getBean(ChatBotKitChatModel.class), true);
			}
		}
	}

	/** The server ends and is started again on the same port. */
	private static void restart(String connector) throws Exception {
		ChatBotKitEmulator first = emulator(0);
		int port = port(first);
		ChatBotKitEmulator[] second = new ChatBotKitEmulator[1];
		try {
			observe("the server is restarted", connector, port, first::close, () -> second[0] = emulator(port));
		}
		finally {
			if (second[0] != null) {
				second[0].close();
			}
		}
	}

	/** The server moves, and what stands before it sends new connections there. */
	private static void moved(String connector) throws Exception {
		ChatBotKitEmulator first = emulator(0);
		try (ChatBotKitEmulator second = emulator(0); Relay relay = new Relay(Relay.local(port(first)))) {
			observe("the server's address changes", connector, relay.port(), first::close,
					() -> relay.target(Relay.local(port(second))));
		}
	}

	/** Open connections are lost without a word, new ones pass. */
	private static void silent(String connector) throws Exception {
		try (ChatBotKitEmulator server = emulator(0); Relay relay = new Relay(Relay.local(port(server)))) {
			observe("connections are lost without a word", connector, relay.port(), relay::silenceAll, () -> {
			});
		}
	}

	/** Connections are refused for a while, and present ones reset. */
	private static void unreachable(String connector) throws Exception {
		try (ChatBotKitEmulator server = emulator(0); Relay relay = new Relay(Relay.local(port(server)))) {
			observe("connections are reset and refused", connector, relay.port(), () -> {
				relay.refuse(true);
				relay.resetAll();
			}, () -> relay.refuse(false));
		}
	}

	/** The cable is pulled, and put in again. */
	private static void cut(String connector) throws Exception {
		try (Namespace namespace = new Namespace();
				Child server = Child.start(namespace.command(), "64m", "ChatBotKit emulator at",
						"com.chatbotkit.springai.test.EmulatorMain", "--host=" + Namespace.ADDRESS, "--port=18460")) {
			observe("the network is cut", connector, new InetSocketAddress(Namespace.ADDRESS, 18460), namespace::cut,
					namespace::join);
		}
	}

	private static ChatBotKitEmulator emulator(int port) {
		return ChatBotKitEmulator.builder().port(port).keepRequests(10).acceptAnyKey().start();
	}

	private static int port(ChatBotKitEmulator emulator) {
		return URI.create(emulator.baseUrl()).getPort();
	}

	private static void observe(String words, String connector, int port, Step breaking, Step repairing)
			throws Exception {
		observe(words, connector, new InetSocketAddress("127.0.0.1", port), breaking, repairing);
	}

	private static void observe(String words, String connector, InetSocketAddress address, Step breaking,
			Step repairing) throws Exception {
		ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
		ExecutorService callers = Executors.newCachedThreadPool();
		try (ConfigurableApplicationContext context = Application.start(connector,
				"http://" + address.getHostString() + ":" + address.getPort() + "/v1/openai", "",
				"spring.ai.chatbotkit.allow-plain-http=true", "spring.ai.chatbotkit.timeout.connect=1s",
				"spring.ai.chatbotkit.timeout.response=2s", "spring.ai.chatbotkit.timeout.stream-idle=2s")) {
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			ask(callers, model, ended, 20, System.nanoTime());
			long broken = System.nanoTime();
			breaking.run();
			ask(callers, model, ended, (int) (BROKEN_MILLIS / PERIOD_MILLIS), broken);
			long repaired = System.nanoTime();
			repairing.run();
			ask(callers, model, ended, 100, repaired);
			callers.shutdown();
			if (!callers.awaitTermination(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("Callers on " + connector + " wait for more than a minute");
			}
			report(words, connector, List.copyOf(ended), broken, repaired);
		}
	}

	private static void ask(ExecutorService callers, ChatBotKitChatModel model, ConcurrentLinkedQueue<Ended> ended,
			int times, long began) throws InterruptedException {
		for (int i = 0; i < times; i++) {
			long due = began + i * PERIOD_MILLIS * 1_000_000;
			TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
			boolean stream = i % 2 == 1;
			callers.execute(() -> ended.add(ask(model, stream)));
		}
	}

	private static Ended ask(ChatBotKitChatModel model, boolean stream) {
		long asked = System.nanoTime();
		String outcome = "answered";
		try {
			if (stream) {
				model.stream(new Prompt("Hello")).blockLast();
			}
			else {
				model.call("Hello");
			}
		}
		catch (RuntimeException ex) {
			outcome = (ex instanceof ChatBotKitRequestException failed) ? failed.getFailure().code() : ex.toString();
		}
		return new Ended(asked, System.nanoTime(), outcome);
	}

	private static void report(String words, String connector, List<Ended> all, long broken, long repaired) {
		Map<String, Integer> seen = new TreeMap<>();
		List<Ended> meanwhile = all.stream().filter((each) -> each.asked >= broken && each.asked < repaired).toList();
		all.stream()
			.filter((each) -> each.ended >= broken && !each.outcome.equals("answered"))
			.forEach((each) -> seen.merge(each.outcome, 1, Integer::sum));
		double next = all.stream()
			.filter((each) -> each.ended >= repaired && each.outcome.equals("answered"))
			.mapToDouble((each) -> (each.ended - repaired) / 1e6)
			.min()
			.orElse(Double.NaN);
		double last = all.stream()
			.filter((each) -> each.ended >= repaired && !each.outcome.equals("answered"))
			.mapToDouble((each) -> (each.ended - repaired) / 1e6)
			.max()
			.orElse(0);
		long early = all.stream().filter((each) -> each.ended < broken && !each.outcome.equals("answered")).count();
		System.out.printf(Locale.ROOT, "| %s | %s | %d | %d | %s | %.0f | %.0f |%s%n", words, connector,
				meanwhile.size(), meanwhile.stream().filter((each) -> each.outcome.equals("answered")).count(),
				seen.isEmpty() ? "nothing" : seen.toString().replaceAll("[{}]", ""), next, last,
				(early > 0) ? " FAILED BEFORE: " + early : "");
	}

	private interface Step {

		void run() throws IOException, InterruptedException;

	}

	private record Ended(long asked, long ended, String outcome) {

	}

}
