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

package com.chatbotkit.samples.recipes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/production.md says of methods with {@code @Async} at a shutdown. */
class JobsTests {

	@ParameterizedTest
	@ValueSource(classes = { Jobs.class, OwnExecutor.class })
	void aJobEndsBeforeTheClientIsClosed(Class<?> jobs) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().start()) {
			emulator.any().reply((turn) -> {
				begun.countDown();
				await(goOn);
				return Reply.text("Done.");
			});
			ConfigurableApplicationContext context = new SpringApplicationBuilder(RecipesApplication.class, jobs).run(
					"--server.port=0", "--CHATBOTKIT_BOT_ID=clx1",
					"--spring.ai.chatbotkit.secret-key=" + emulator.secretKey(),
					"--spring.ai.chatbotkit.base-url=" + emulator.baseUrl());
			CompletableFuture<@Nullable String> answer = context.getBean(Jobs.class).ask("Hello?");
			await(begun);
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			assertThat(closing).failsWithin(Duration.ofMillis(500));
			goOn.countDown();
			assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("Done.");
			assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@EnableAsync
	static class Jobs {

		private final ChatClient chat;

		Jobs(ChatClient chat) {
			this.chat = chat;
		}

		@Async
		CompletableFuture<@Nullable String> ask(String question) {
			return CompletableFuture.completedFuture(this.chat.prompt(question).call().content());
		}

	}

	@EnableAsync
	static class OwnExecutor extends Jobs {

		OwnExecutor(ChatClient chat) {
			super(chat);
		}

		// tag::executor[]
		@Bean
		@DependsOn("chatBotKitChatModel")
		static AsyncTaskExecutor applicationTaskExecutor(SimpleAsyncTaskExecutorBuilder builder) {
			return builder.taskTerminationTimeout(Duration.ofSeconds(60)).build();
		}
		// end::executor[]

	}

}
