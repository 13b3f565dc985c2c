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

package com.chatbotkit.springai.benchmark.served;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the served endpoint beside the model alone and a controller by hand, in turns
 * of one process: what the processor does for both sides of the wire, and the time on the
 * clock. Then many callers at once, and callers that do not read.
 */
final class Served {

	private static final int PIECES = 2_000;

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final int port;

	private Served(int port) {
		this.port = port;
	}

	public static void main(String[] args) throws Exception {
		int turns = Integer.getInteger("turns", 5);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ServedApplication.class)
			.web(WebApplicationType.valueOf(System.getProperty("web", "SERVLET")))
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=error",
					"spring.main.banner-mode=off", "server.tomcat.max-connections=20000",
					"server.tomcat.accept-count=10000", "server.tomcat.max-keep-alive-requests=-1",
					"spring.ai.chatbotkit.server.keys.benchmark.secret=" + Caller.KEY)
			.run()) {
			Served served = new Served(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			System.out.println("Load of the machine at the start: " + SYSTEM.getSystemLoadAverage());
			if (turns > 0) {
				served.compare(turns, context.getBean(ChatClient.class));
			}
			if (!Boolean.getBoolean("compare.only")) {
				for (int callers : (turns > 0) ? new int[] { 500, 5_000 } : new int[0]) {
					served.many(callers);
				}
				served.stalled(1_000);
			}
			System.out.println("Load of the machine at the end: " + SYSTEM.getSystemLoadAverage());
		}
	}

	private void compare(int turns, ChatClient client) throws IOException {
		byte[] call = Caller.request("/v1/chat/completions", completion("Hi", false));
		byte[] stream = Caller.request("/v1/chat/completions", completion(PIECES + " 0", true));
		byte[] plainCall = Caller.request("/plain/call", "{\"text\":\"Hi\"}");
		byte[] plainStream = Caller.request("/plain/stream", "{\"pieces\":" + PIECES + "}");
		FixedModel model = new FixedModel();
		try (Caller caller = new Caller(this.port, 0)) {
			Work[] works = { () -> model.call(new Prompt("Hi")), () -> caller.exchange(call),
					() -> caller.exchange(plainCall), () -> caller.exchange(stream), () -> caller.exchange(plainStream),
					() -> client.prompt(new Prompt("Hi")).call().chatClientResponse(),
					() -> client.prompt(new Prompt(PIECES + " 0")).stream().chatClientResponse().blockLast() };
			int[] times = { 5_000, 5_000, 5_000, 100, 100, 5_000, 100 };
			double[][] clock = new double[works.length][turns];
			double[][] processor = new double[works.length][turns];
			long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("warm.up", 40));
			while (System.nanoTime() < warm) {
				for (int i = 0; i < works.length; i++) {
					run(works[i], Math.max(1, times[i] / 10));
				}
			}
			for (int turn = 0; turn < turns; turn++) {
				for (int i = 0; i < works.length; i++) {
					long began = System.nanoTime();
					long used = SYSTEM.getProcessCpuTime();
					run(works[i], times[i]);
					processor[i][turn] = (SYSTEM.getProcessCpuTime() - used) / 1_000.0 / times[i];
					clock[i][turn] = (System.nanoTime() - began) / 1_000.0 / times[i];
				}
			}
			print("model alone, call", clock[0], processor[0], 1);
			print("served, call", clock[1], processor[1], 1);
			print("controller, call", clock[2], processor[2], 1);
			print("served, a chunk", clock[3], processor[3], PIECES);
			print("controller, a chunk", clock[4], processor[4], PIECES);
			print("ChatClient, call", clock[5], processor[5], 1);
			print("ChatClient, a chunk", clock[6], processor[6], PIECES);
			System.out.printf("served chunks/s, times the controller's: %.2f%n", median(clock[4]) / median(clock[3]));
		}
	}

	private static void run(Work work, int times) throws IOException {
		for (int i = 0; i < times; i++) {
			work.run();
		}
	}

	private void many(int callers) throws InterruptedException {
		byte[] request = Caller.request("/v1/chat/completions", completion("20 100", true));
		AtomicInteger whole = new AtomicInteger();
		CountDownLatch ended = new CountDownLatch(callers);
		long began = System.nanoTime();
		for (int i = 0; i < callers; i++) {
			Thread thread = new Thread(null, () -> {
				try (Caller caller = new Caller(this.port, 0)) {
					if (caller.exchange(request) > 20 * 100) {
						whole.incrementAndGet();
					}
				}
				catch (IOException ex) {
					System.out.println(ex);
				}
				finally {
					ended.countDown();
				}
			}, "caller", 128 * 1024);
			thread.start();
		}
		ended.await();
		System.out.printf("%d callers of 20 chunks in 2 s: %d whole answers after %.1f s%n", callers, whole.get(),
				(System.nanoTime() - began) / 1e9);
	}

	private void stalled(int callers) throws Exception {
		long before = used();
		// In a process of their own, so that only the server is measured.
		Process stalled = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), StalledCallers.class.getName(), String.valueOf(this.port),
				String.valueOf(callers), completion("200000 0", true))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			System.out.println(stalled.inputReader().readLine());
			long processor;
			do {
				processor = SYSTEM.getProcessCpuTime();
				Thread.sleep(2_000);
			}
			while (SYSTEM.getProcessCpuTime() - processor > 200_000_000L);
			System.out.printf("%d callers that do not read hold %.1f MB of the heap%n", callers,
					(used() - before) / 1024.0 / 1024.0);
			if (Boolean.getBoolean("hold")) {
				// For a heap histogram.
				System.in.read();
			}
		}
		finally {
			stalled.destroy();
		}
	}

	private static long used() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static String completion(String text, boolean stream) {
		return "{\"model\":\"agent\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text
				+ "\"}]}";
	}

	private static void print(String what, double[] clock, double[] processor, int parts) {
		System.out.printf("%-20s %8.2f µs on the clock, %8.2f µs of the processor%n", what, median(clock) / parts,
				median(processor) / parts);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private interface Work {

		@Nullable Object run() throws IOException;

	}

}
