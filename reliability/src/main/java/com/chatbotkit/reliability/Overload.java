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

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.sun.management.OperatingSystemMXBean;
import reactor.core.Disposable;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the served endpoint beyond its capacity, and the client's pools beyond theirs:
 * {@code [<seconds of each load>]}. Prints the tables of docs/reliability.md.
 */
final class Overload {

	private static final int[] TIMES = { 1, 2, 5, 10 };

	private static final String SERVER = "spring.ai.chatbotkit.server.";

	private Overload() {
	}

	public static void main(String[] args) throws Exception {
		int seconds = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		double ofFive = 5_000.0 / ServedAgent.MILLIS;
		System.out.println("| over | the limit | times its capacity | asked | answered | answered in a second"
				+ " | ms: median / p99 | refused | ms: median / p99 | ms to the next answer |");
		System.out.println("|" + " --- |".repeat(10));
		for (String web : List.of("SERVLET", "REACTIVE")) {
			served(web, "`concurrent: 5`", ofFive, ofFive, seconds, SERVER + "keys.load.concurrent=5");
			served(web, "`max-threads: 5`, `max-waiting: 5`", ofFive, ofFive, seconds, SERVER + "max-threads=5",
					SERVER + "max-waiting=5");
			// What may be sent at once is sent before.
			served(web, "`requests-per-minute: 300`", 5, 200, seconds, SERVER + "keys.load.requests-per-minute=300");
		}
		System.out.println();
		System.out.println("| connector | asked at once | answered | refused | ms to the refusal: median / most"
				+ " | KB of heap each while it waits | ms to the next answer |");
		System.out.println("|" + " --- |".repeat(7));
		for (String connector : List.of("reactor", "jetty", "http-components")) {
			pool(connector);
		}
		System.out.printf(Locale.ROOT, "%nLoad of the machine at the end: %.1f%n",
				((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getSystemLoadAverage());
		System.exit(0);
	}

	private static void served(String web, String limit, double capacity, double before, int seconds,
			String... properties) throws Exception {
		List<String> main = new ArrayList<>(List.of(ServedAgent.class.getName(), web));
		main.addAll(List.of(properties));
		try (Child server = Child.start(List.of(), "128m", "port ", main.toArray(String[]::new))) {
			Load load = new Load(Integer.parseInt(server.line()));
			// Classes are loaded.
			load.run(before, 3);
			for (int times : TIMES) {
				System.out.println("| " + (web.equals("SERVLET") ? "MVC" : "WebFlux") + " | " + limit + " | " + times
						+ " | " + load.run(capacity * times, seconds).cells() + " |");
			}
		}
	}

	/** Far more streams at once than there are connections. */
	private static void pool(String connector) throws Exception {
		int asked = 1_000;
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().keepRequests(10).start()) {
			emulator.any()
				.reply((turn) -> turn.text().equals("quick") ? Reply.text("Yes")
						: Reply.text("Yes").failing(Fault.slow(Duration.ofSeconds(20))));
			int port = URI.create(emulator.baseUrl()).getPort();
			try (ConfigurableApplicationContext context = Application.start(connector,
					"http://127.0.0.1:" + port + "/v1/openai", "", "spring.ai.chatbotkit.timeout.response=60s",
					"spring.ai.chatbotkit.timeout.stream-idle=60s", "spring.ai.chatbotkit.connections.max=50",
					"spring.ai.chatbotkit.connections.acquire-timeout=2s")) {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				model.call("quick");
				Map<String, AtomicInteger> outcomes = new TreeMap<>();
				List<Double> refusals = new ArrayList<>();
				CountDownLatch refused = new CountDownLatch(asked - 50);
				List<Disposable> all = new ArrayList<>();
				double before = heap();
				for (int i = 0; i < asked; i++) {
					long began = System.nanoTime();
					all.add(model.stream(new Prompt("slow")).subscribe((response) -> {
					}, (failure) -> {
						double millis = (System.nanoTime() - began) / 1e6;
						synchronized (outcomes) {
							refusals.add(millis);
							outcomes.computeIfAbsent(words(failure), (key) -> new AtomicInteger()).incrementAndGet();
						}
						refused.countDown();
					}));
				}
				double waiting = (heap() - before) * 1024 / asked;
				refused.await();
				long over = System.nanoTime();
				all.forEach(Disposable::dispose);
				model.call("quick");
				double recovered = (System.nanoTime() - over) / 1e6;
				List<Double> sorted = refusals.stream().sorted().toList();
				System.out.printf(Locale.ROOT, "| %s | %d | %d | %s | %.0f / %.0f | %.1f | %.0f |%n", connector, asked,
						asked - sorted.size(), outcomes, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1),
						waiting, recovered);
			}
		}
	}

	private static String words(Throwable failure) {
		return (failure instanceof ChatBotKitRequestException failed)
				? failed.getFailure().code() + " " + failed.getFailure().type() : failure.toString();
	}

	private static double heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
	}

}
