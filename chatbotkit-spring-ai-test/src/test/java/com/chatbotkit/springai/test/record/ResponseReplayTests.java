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

package com.chatbotkit.springai.test.record;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ResponseReplayTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void eachPieceComesAfterItsPause() {
		StepVerifier.withVirtualTime(() -> replayed(true))
			.expectSubscription()
			.expectNoEvent(Duration.ofMinutes(1).minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.expectNext("one")
			.expectNoEvent(Duration.ofHours(1).minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.expectNext("two")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void withoutTimingNoPieceWaits() {
		// Time stands still here.
		StepVerifier.withVirtualTime(() -> replayed(false)).expectNext("one", "two").expectComplete().verify(PATIENCE);
	}

	private static Flux<String> replayed(boolean timing) {
		RecordedResponse recorded = new RecordedResponse(200, Map.of(),
				Stream.of("one", "two").map(Utf8::of).map(RecordedChunk::of).toList(),
				List.of(Duration.ofMinutes(1).toMillis(), Duration.ofHours(1).toMillis()), false);
		return ResponseReplay.of(recorded, timing)
			.flatMapMany((response) -> ((EndpointResponse.Pieces) response.body()).pieces())
			.map(Utf8::text);
	}

}
