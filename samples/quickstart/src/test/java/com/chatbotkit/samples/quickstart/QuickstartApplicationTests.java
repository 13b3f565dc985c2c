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

package com.chatbotkit.samples.quickstart;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartApplicationTests {

	/** The README shows the same file. */
	@Test
	void theTourOnTheEmulatorIsAsItWasRecorded(CapturedOutput output) throws Exception {
		run("", "");
		assertThat(output.getOut().replaceAll("on \\d{4}-\\d{2}-\\d{2}", "on 2026-11-24"))
			.isEqualToNormalizingNewlines(Files.readString(Path.of("src/test/resources/tour.txt")));
	}

	@Test
	void aKeyWithoutABotIsSaid(CapturedOutput output) {
		run("sk-test-1", "");
		assertThat(output.getAll()).isEqualToNormalizingNewlines(
				"Set CHATBOTKIT_BOT_ID to the id of your bot, because CHATBOTKIT_API_SECRET is set.\n");
	}

	@Test
	void aBotWithoutAKeyIsSaid(CapturedOutput output) {
		run("", "clx1");
		assertThat(output.getAll())
			.isEqualToNormalizingNewlines("Set CHATBOTKIT_API_SECRET to your secret key, because CHATBOTKIT_BOT_ID is "
					+ "set; with neither the bot is emulated.\n");
	}

	/**
	 * Generated ahead of time, the application has decided already to emulate the bot.
	 */
	@Test
	@DisabledIfSystemProperty(named = "spring.aot.enabled", matches = "true")
	void aServerThatCannotBeReachedIsOneSentence(CapturedOutput output) throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		run("sk-test-1", "clx1", "--spring.ai.chatbotkit.base-url=http://127.0.0.1:" + port + "/v1/openai",
				"--spring.ai.retry.backoff.initial-interval=1ms");
		assertThat(output.getAll().strip().lines().toList()).hasSize(3)
			.last(InstanceOfAssertFactories.STRING)
			.startsWith("ChatBotKit did not answer: CONNECTION_FAILED: ");
	}

	private static void run(String key, String bot, String... more) {
		String[] args = Stream
			.concat(Stream.of("--CHATBOTKIT_API_SECRET=" + key, "--CHATBOTKIT_BOT_ID=" + bot), Stream.of(more))
			.toArray(String[]::new);
		QuickstartApplication.main(args);
	}

}
