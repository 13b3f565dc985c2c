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

package com.chatbotkit.springai.server.open;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which answers are kept for a repeated request.
 */
class OpenReplaysTests {

	private final OpenReplays replays = new OpenReplays(Clock.systemUTC());

	private final AtomicInteger runs = new AtomicInteger();

	@Test
	void noCallerMakesTheAnswersOfAnotherBeForgotten() {
		ask("ada", "k1");
		for (int i = 0; i < 500; i++) {
			ask("bob", "k" + i);
		}
		int before = this.runs.get();
		assertThat(ask("ada", "k1").headers()).containsEntry("Idempotent-Replayed", "true");
		assertThat(this.runs).hasValue(before);
	}

	@Test
	void oneCallerHasAHundredAnswersKept() {
		for (int i = 0; i < 101; i++) {
			ask("ada", "k" + i);
		}
		assertThat(ask("ada", "k100").headers()).containsKey("Idempotent-Replayed");
		assertThat(ask("ada", "k0").headers()).doesNotContainKey("Idempotent-Replayed");
	}

	private EndpointResponse ask(String caller, String key) {
		EndpointResponse answer = this.replays.answer(caller, key, new byte[0], Mono.fromSupplier(() -> {
			this.runs.incrementAndGet();
			return EndpointResponse.of(200, Map.of(), "{}");
		})).block();
		assertThat(answer).isNotNull();
		return answer;
	}

}
