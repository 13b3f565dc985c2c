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

package com.chatbotkit.springai.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.benchmark.served.InMemory;
import com.sun.management.ThreadMXBean;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Measures what a class of the client saves, on and off in turns within one process:
 * {@code <class path on> <class path off> <task> <seconds to warm up> <windows> <seconds of a window>}.
 * <p>
 * The tasks {@code call}, {@code large-prompt}, {@code stream} and
 * {@code stream-observed} are answered from memory ({@link MemoryConnector}) on the
 * thread that asks; after {@code socket-}, over a socket. {@code call-20-tools} and
 * {@code call-1500-tools} are calls that offer tools, {@code run-tool} runs one of them,
 * and {@code served-stream} and {@code served-stream-observed} are streams of an agent
 * that is served without a connection. What is measured is the time of all threads on a
 * processor, without the compiler. Of the times in a window the tenth percentile is
 * taken, so that a machine that does other things as well changes little.
 */
public final class Gains {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Gains() {
	}

	public static void main(String[] args) throws Exception {
		int port = args[2].startsWith("socket-") ? server() : 1;
		Side on = new Side(args[0], args[2], port);
		Side off = new Side(args[1], args[2], port);
		long warm = THREADS.getCurrentThreadCpuTime() + (long) (Double.parseDouble(args[3]) * 1e9);
		while (THREADS.getCurrentThreadCpuTime() < warm) {
			on.run();
			off.run();
		}
		int windows = Integer.parseInt(args[4]);
		double[] ratios = new double[windows];
		for (int window = 0; window < windows; window++) {
			on.clear();
			off.clear();
			long end = System.nanoTime() + (long) (Double.parseDouble(args[5]) * 1e9);
			while (System.nanoTime() < end) {
				on.run();
				off.run();
			}
			ratios[window] = off.micros() / on.micros();
			on.keep();
			off.keep();
		}
		Arrays.sort(ratios);
		System.out.printf(Locale.ROOT, "%.1f | %.1f | %.2f | %.2f to %.2f | %,d | %,d | %.2f | %.1f | %.1f |%n",
				median(on.windows), median(off.windows), ratios[windows / 2], ratios[windows / 4],
				ratios[windows * 3 / 4], on.bytes(), off.bytes(), (double) off.bytes() / on.bytes(), on.switches(),
				off.switches());
		System.exit(0);
	}

	private static int server() throws IOException {
		Process server = Programs.server().redirectError(ProcessBuilder.Redirect.INHERIT).start();
		Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
		return Integer.parseInt(lines.readLine());
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
	}

	/**
	 * What is run on request.
	 */
	public static final class Task implements Runnable {

		private final Contender contender;

		private final String task;

		private final String largePrompt = "x".repeat(900 * 1024) + Order.call();

		private final InMemory served;

		private final ChatModel model = Models.chatBotKitInMemory(false);

		private final ChatBotKitChatOptions tools;

		public Task(String task, int port) {
			this.served = new InMemory(
					task.endsWith("-observed") ? Models.observationRegistry() : ObservationRegistry.NOOP);
			this.tools = ManyTools.options(task.equals("call-1500-tools") ? 1500 : 20);
			this.contender = Contender.of("chatbotkit" + (task.startsWith("socket-") ? "" : "-in-memory")
					+ (task.endsWith("-observed") ? "-observed" : ""), Contender.baseUrl(port));
			this.task = task.replace("socket-", "").replace("-observed", "");
		}

		@Override
		public void run() {
			switch (this.task) {
				case "call" -> this.contender.call(Order.call());
				case "large-prompt" -> this.contender.call(this.largePrompt);
				case "call-20-tools", "call-1500-tools" -> this.model.call(new Prompt(Order.call(), this.tools));
				case "run-tool" -> Objects.requireNonNull(this.tools.getToolCallbacks())
					.get(0)
					.call("{\"order\":\"A-1\",\"lines\":[]}");
				case "served-stream" -> this.served.stream(2000);
				case "stream" -> {
					TextCheck check = new TextCheck(2000);
					this.contender.stream(Order.stream(2000, 0), check);
					check.verify();
				}
				default -> throw new IllegalArgumentException("Unknown task " + this.task);
			}
		}

	}

	/**
	 * One of the two that are compared, with classes of its own.
	 */
	private static final class Side {

		private final Runnable task;

		private final List<Long> nanos = new ArrayList<>();

		private final List<Long> allocated = new ArrayList<>();

		private final List<Double> windows = new ArrayList<>();

		Side(String classPath, String task, int port) throws Exception {
			URL[] urls = Stream.of(classPath.split(":", -1)).map(Side::url).toArray(URL[]::new);
			this.task = (Runnable) new ChildFirst(urls).loadClass(Task.class.getName())
				.getConstructor(String.class, int.class)
				.newInstance(task, port);
		}

		private static URL url(String path) {
			try {
				return Path.of(path).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

		void run() {
			Resources before = Resources.ofThreads();
			this.task.run();
			Resources spent = Resources.ofThreads().minus(before);
			this.nanos.add(spent.cpuNanos());
			this.allocated.add(spent.allocatedBytes());
		}

		void clear() {
			this.nanos.clear();
			this.allocated.clear();
		}

		double micros() {
			return this.nanos.stream().sorted().skip(this.nanos.size() / 10).findFirst().orElseThrow() / 1000.0;
		}

		void keep() {
			this.windows.add(micros());
		}

		/**
		 * Returns how often a task makes a thread wait.
		 */
		double switches() throws IOException {
			int times = 200;
			long before = Resources.voluntarySwitches();
			for (int i = 0; i < times; i++) {
				this.task.run();
			}
			return (double) (Resources.voluntarySwitches() - before) / times;
		}

		long bytes() {
			return this.allocated.stream().sorted().skip(this.allocated.size() / 2).findFirst().orElseThrow();
		}

	}

	/**
	 * Loads the client and the benchmarks itself.
	 */
	private static final class ChildFirst extends URLClassLoader {

		ChildFirst(URL[] urls) {
			super(urls, Gains.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("com.chatbotkit.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

	}

}
