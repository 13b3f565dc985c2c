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

package com.chatbotkit.springai.autoconfigure.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Each failure of an HTTP client reaches the subscriber, those also that Reactor takes
 * for the end of the JVM.
 */
class DeliveryThreadsTests {

	static Stream<Throwable> failures() {
		return Stream.of(new IOException("gone"), new InternalError(new IOException("Too many open files")),
				new OutOfMemoryError("unable to create native thread"), new StackOverflowError("gone"),
				new NoClassDefFoundError("gone"), new AssertionError("gone"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailureIsSignalled(Throwable failure) {
		Mono<Object> delivered = DeliveryThreads.of(failure);
		StepVerifier.create(delivered)
			.expectErrorMatches((signalled) -> signalled == failure)
			.verify(Duration.ofSeconds(10));
	}

}
