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

package com.chatbotkit.springai.test.junit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

class ParallelExecutionTests {

	private static final Map<String, String> PARALLEL = Map.of("junit.jupiter.execution.parallel.enabled", "true",
			"junit.jupiter.execution.parallel.mode.default", "concurrent",
			"junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
			"junit.jupiter.execution.parallel.config.strategy", "fixed",
			"junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

	private static final AtomicInteger running = new AtomicInteger();

	private static final AtomicInteger most = new AtomicInteger();

	private static final List<ChatBotKitEmulator> emulators = Collections.synchronizedList(new ArrayList<>());

	private static CountDownLatch meeting;

	@BeforeEach
	void prepare() {
		most.set(0);
		emulators.clear();
		meeting = new CountDownLatch(2);
	}

	@Test
	void withoutTheEmulatorTheseTestsMeet() {
		assertThat(TestRun.of(PARALLEL, Alone.class)).isEqualTo(new TestRun(2, ""));
		assertThat(meeting.getCount()).isZero();
	}

	@Test
	void testsWithTheEmulatorTakeTurns() {
		assertThat(TestRun.of(PARALLEL, One.class, Two.class)).isEqualTo(new TestRun(5, ""));
		assertThat(most).hasValue(1);
		assertThat(emulators.stream().distinct()).hasSize(2);
	}

	@Test
	void classesThatShareAnApplicationContextTakeTurnsAtItsEmulator() {
		assertThat(TestRun.of(PARALLEL, SpringOne.class, SpringTwo.class)).isEqualTo(new TestRun(5, ""));
		assertThat(most).hasValue(1);
		assertThat(emulators.stream().distinct()).hasSize(1);
	}

	static class Alone {

		@Test
		void one() throws InterruptedException {
			meet();
		}

		@Test
		void two() throws InterruptedException {
			meet();
		}

		private static void meet() throws InterruptedException {
			meeting.countDown();
			assertThat(meeting.await(10, TimeUnit.SECONDS)).isTrue();
		}

	}

	/** A test during which no other one may script or ask the same emulator. */
	private static void script(ChatBotKitEmulator emulator, String words) throws Exception {
		most.accumulateAndGet(running.incrementAndGet(), Math::max);
		emulators.add(emulator);
		assertThat(emulator.requests()).isEmpty();
		emulator.any().reply(words);
		// Time for another test to come in, if it may.
		new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
		assertThat(EmulatedChatBotKitTests.ask(emulator)).contains(words);
		assertThat(emulator.requests()).hasSize(1);
		running.decrementAndGet();
	}

	abstract static class Pair {

		@Test
		void first(ChatBotKitEmulator emulator) throws Exception {
			script(emulator, getClass() + " first");
		}

		@Test
		void second(ChatBotKitEmulator emulator) throws Exception {
			script(emulator, getClass() + " second");
		}

	}

	@EmulatedChatBotKit
	static class One extends Pair {

		@Nested
		class Inside {

			@Test
			void third(ChatBotKitEmulator emulator) throws Exception {
				script(emulator, getClass() + " third");
			}

		}

	}

	@EmulatedChatBotKit
	static class Two extends Pair {

	}

	@SpringBootTest(classes = Application.class)
	@EmulatedChatBotKit
	static class SpringOne extends Pair {

		@Nested
		class Inside {

			@Test
			void third(ChatBotKitEmulator emulator) throws Exception {
				script(emulator, getClass() + " third");
			}

		}

	}

	@SpringBootTest(classes = Application.class)
	@EmulatedChatBotKit
	static class SpringTwo extends Pair {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}
