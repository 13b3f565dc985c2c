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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Ctrl-C does in the middle of a stream: it closes the context.
 */
@ExtendWith(OutputCaptureExtension.class)
class StopTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void theBotIsStoppedAndNothingMoreIsSaid(CapturedOutput output) {
		SpringApplication application = new SpringApplication(QuickstartApplication.class);
		// What is generated ahead of time is looked for beside it.
		application.setMainApplicationClass(QuickstartApplication.class);
		ConfigurableApplicationContext context = application.run("--spring.ai.chatbotkit.secret-key=");
		ChatBotKitEmulator emulator = context.getBean(ChatBotKitEmulator.class);
		// The sample's own answer might end before the context is closed.
		emulator.reset();
		emulator.any()
			.when("stay upright")
			.reply(Reply.pieces("Because it", " steers itself").failing(Fault.stallAfter(2)));
		CompletableFuture<Void> tour = CompletableFuture.runAsync(context.getBean(Tour.class)::run,
				(task) -> new Thread(task).start());
		Awaitility.await().atMost(PATIENCE).until(() -> output.getOut().contains("Because it"));
		context.close();
		assertThat(tour).failsWithin(PATIENCE);
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(emulator).lastRequest().isCancelled());
		assertThat(output.getAll()).doesNotContain("Exception", "Error", "steers itself", "3. A tool");
	}

}
