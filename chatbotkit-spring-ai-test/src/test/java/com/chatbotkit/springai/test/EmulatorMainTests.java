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

package com.chatbotkit.springai.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmulatorMainTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final EmulatorMain main = new EmulatorMain(new PrintStream(this.out, true, StandardCharsets.UTF_8),
			new PrintStream(this.err, true, StandardCharsets.UTF_8));

	@Test
	void printsOneLineWithTheBaseUrl() {
		assertThat(this.main.start("--host=127.0.0.1", "--port=0", "--secret-key=sk-own")).isZero();
		try (ChatBotKitEmulator emulator = Objects.requireNonNull(this.main.emulator())) {
			assertThat(text(this.out)).hasLineCount(1).contains(emulator.baseUrl()).doesNotContain("sk-own");
			assertThat(emulator.secretKey()).isEqualTo("sk-own");
			assertThat(text(this.err)).isEmpty();
		}
	}

	@Test
	void helps() {
		assertThat(this.main.start("--port=x", "--help")).isZero();
		assertThat(text(this.out)).contains("--secret-key");
		assertThat(this.main.emulator()).isNull();
	}

	@Test
	void tellsWhetherAnEmulatorAnswers() {
		ChatBotKitEmulator running = ChatBotKitEmulator.start();
		String port = "--port=" + URI.create(running.baseUrl()).getPort();
		assertThat(this.main.start("--health", port)).isZero();
		running.close();
		assertThat(this.main.start("--health", port)).isEqualTo(1);
		assertThat(this.main.emulator()).isNull();
		assertThat(text(this.out) + text(this.err)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "--port=x|--port=x is not a port: write a number from 0 to 65535",
			"--port=70000|write a number from 0 to 65535", "--port|write a number",
			"--health|--health needs a port: write for example --health --port=8080",
			"--host=|write for example --host=127.0.0.1", "--secret-key|write for example --secret-key=sk-test-1",
			"--prot=1|write --host, --port or --secret-key", "run|write --host, --port or --secret-key" })
	void saysWhatToWrite(String argument, String sentence) {
		assertThat(this.main.start(argument)).isEqualTo(2);
		assertThat(text(this.err)).hasLineCount(1).contains(sentence);
		assertThat(text(this.out)).isEmpty();
	}

	@Test
	void saysThatAPortIsTaken() {
		try (ChatBotKitEmulator other = ChatBotKitEmulator.start()) {
			String port = other.baseUrl().replaceAll(".*:(\\d+)/.*", "$1");
			assertThat(this.main.start("--port=" + port)).isEqualTo(1);
			assertThat(text(this.err)).contains("Cannot listen on").contains(port);
		}
	}

	private static String text(ByteArrayOutputStream stream) {
		return stream.toString(StandardCharsets.UTF_8);
	}

}
