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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Applications on each connector that ask for some time, and note how each exchange
 * ended: {@code <folder> <minutes> <plain port> <TLS port>}.
 */
final class SoakClient {

	private static final int CALLERS = 10;

	private static final long MEAN_PAUSE_MILLIS = 1_000;

	private final Ledger outcomes = new Ledger();

	private final AtomicInteger next = new AtomicInteger();

	private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

	private final Path folder;

	private final long end;

	private SoakClient(Path folder, long minutes) {
		this.folder = folder;
		this.end = System.nanoTime() + minutes * 60_000_000_000L;
	}

	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		String plain = "http://127.0.0.1:" + args[2] + "/v1/openai";
		String tls = "https://localhost:" + args[3] + "/v1/openai";
		String trust = "file:" + folder.resolve("cert.pem");
		new SoakClient(folder, Long.parseLong(args[1])).run(List.of(Application.start("reactor", tls, trust),
				Application.start("reactor", plain, trust), Application.start("jetty", tls, trust),
				Application.start("http-components", tls, trust), Application.start("jdk", plain, trust)));
		// Threads that are not daemons are not to keep a program alive that is through.
		System.exit(0);
	}

	private void run(List<ConfigurableApplicationContext> applications) throws IOException, InterruptedException {
		try (Sampler sampler = new Sampler(this.folder.resolve("client.csv"), this.next::get, this::write)) {
			List<Thread> callers = new ArrayList<>();
			for (ConfigurableApplicationContext application : applications) {
				Exchange exchange = new Exchange(application, this::failed);
				for (int i = 0; i < CALLERS; i++) {
					Thread caller = new Thread(() -> ask(exchange), "caller");
					caller.start();
					callers.add(caller);
				}
			}
			for (Thread caller : callers) {
				caller.join();
			}
		}
		write();
		applications.forEach(ConfigurableApplicationContext::close);
		System.out.println("exchanges " + this.next.get());
	}

	private void ask(Exchange exchange) {
		while (System.nanoTime() < this.end) {
			try {
				Thread.sleep(ThreadLocalRandom.current().nextLong(2 * MEAN_PAUSE_MILLIS));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("Nobody interrupts a pause", ex);
			}
			int number = this.next.incrementAndGet();
			this.outcomes.set(number, Outcome.RUNNING.ordinal());
			this.outcomes.set(number, exchange.run(number).ordinal());
		}
	}

	private void failed(String words) {
		this.failures.computeIfAbsent(words, (key) -> new LongAdder()).increment();
	}

	private void write() {
		this.outcomes.write(this.folder.resolve("outcomes.bin"));
		StringBuilder lines = new StringBuilder();
		new TreeMap<>(this.failures)
			.forEach((words, count) -> lines.append(count).append('\t').append(words).append('\n'));
		try {
			Files.writeString(this.folder.resolve("failures.txt"), lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
