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

package com.chatbotkit.springai.autoconfigure;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * A process that has no file descriptor left gets a failure for each request on each
 * connector, sends nothing, and answers as soon as there are descriptors again.
 */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class TooManyOpenFilesTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aRequestHasNoConnection(String connector, @TempDir Path folder) throws Exception {
		Path output = folder.resolve("output.txt");
		try (WireServer server = new WireServer()) {
			server.always((exchange) -> {
				WireServer.answer(200, "application/json", ANSWER, "Connection: close").play(exchange);
				exchange.close();
			});
			Process process = new ProcessBuilder("sh", "-c", "ulimit -n 400 && exec \"$@\"", "sh",
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), Program.class.getName(), connector, server.baseUrl())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(() -> contentOf(output.toFile())).isTrue();
				assertThat(Files.readAllLines(output).stream().filter((line) -> line.startsWith("* ")))
					.as(() -> contentOf(output.toFile()))
					.satisfiesExactly((line) -> assertThat(line).isEqualTo("* Hello"),
							(line) -> assertThat(line).contains("CONNECTION_FAILED", "Too many open files"),
							(line) -> assertThat(line).isEqualTo("* Hello"),
							(line) -> assertThat(line).contains("CONNECTION_FAILED", "Too many open files"),
							(line) -> assertThat(line).isEqualTo("* Hello"));
				assertThat(server.requests()).hasSize(3);
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	/**
	 * The process. It prints a line for each request.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws Exception {
			ChatBotKitApi api = new SpringApplicationBuilder(StarterTests.Application.class)
				.web(WebApplicationType.NONE)
				.run("--spring.http.clients.reactive.connector=" + args[0],
						"--spring.ai.chatbotkit.secret-key=sk-1234567", "--spring.ai.chatbotkit.chat.bot-id=b1",
						"--spring.ai.retry.backoff.initial-interval=1ms")
				.getBean(ChatBotKitApi.class);
			ChatModel refused = model(api.mutate().baseUrl("http://127.0.0.1:1").build());
			ChatModel served = model(api.mutate().baseUrl(args[1]).build());
			// No class can be loaded from a folder without a descriptor. Jars stay open.
			loadClassesOfFolders();
			ask(refused, false);
			ask(refused, true);
			long before = sockets();
			print(ask(served, false));
			for (boolean stream : new boolean[] { false, true }) {
				awaitClosedConnections(before);
				Descriptors descriptors = new Descriptors();
				descriptors.takeAll();
				print(ask(served, stream));
				descriptors.giveBack();
				print(ask(served, false));
			}
			System.exit(0);
		}

		/**
		 * Waits for the end of the last connection, because the next request could get
		 * its descriptor.
		 * @param before the number of sockets before it
		 */
		private static void awaitClosedConnections(long before) throws IOException {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
			while (sockets() > before && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

		private static long sockets() throws IOException {
			try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
				return descriptors.filter(Program::isSocket).count();
			}
		}

		private static boolean isSocket(Path descriptor) {
			try {
				return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
			}
			catch (IOException ex) {
				// It was closed meanwhile.
				return false;
			}
		}

		private static void loadClassesOfFolders() throws IOException {
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				Path folder = Path.of(entry);
				if (Files.isDirectory(folder)) {
					try (Stream<Path> files = Files.walk(folder)) {
						files.map((file) -> folder.relativize(file).toString())
							.filter((file) -> file.startsWith("com") && file.endsWith(".class"))
							.forEach(Program::load);
					}
				}
			}
		}

		private static void load(String file) {
			String name = file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.');
			try {
				Class.forName(name, false, Program.class.getClassLoader());
			}
			catch (ClassNotFoundException | LinkageError ex) {
				// A class of an optional dependency, which this process does not use.
				return;
			}
		}

		private static ChatModel model(ChatBotKitApi api) {
			return ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("b1").build())
				.build();
		}

		private static String ask(ChatModel model, boolean stream) {
			try {
				return String.valueOf(stream ? model.stream("Hi").blockLast(Duration.ofSeconds(20)) : model.call("Hi"));
			}
			catch (RuntimeException ex) {
				return String.valueOf(ex.getMessage());
			}
		}

		private static void print(String line) {
			System.out.println("* " + line.replace('\n', ' '));
		}

	}

	/**
	 * Takes all file descriptors, and those that are given back meanwhile.
	 */
	private static final class Descriptors {

		private final List<FileInputStream> taken = new ArrayList<>();

		private final Thread thread = new Thread(this::take);

		private final CountDownLatch none = new CountDownLatch(1);

		private volatile boolean over;

		void takeAll() throws InterruptedException {
			this.thread.start();
			this.none.await();
		}

		private void take() {
			while (!this.over) {
				try {
					this.taken.add(new FileInputStream("/dev/null"));
				}
				catch (IOException ex) {
					this.none.countDown();
					Thread.onSpinWait();
				}
			}
		}

		void giveBack() throws Exception {
			this.over = true;
			this.thread.join();
			for (FileInputStream each : this.taken) {
				each.close();
			}
		}

	}

}
