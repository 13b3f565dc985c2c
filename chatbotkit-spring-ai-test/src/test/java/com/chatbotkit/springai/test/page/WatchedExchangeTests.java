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

package com.chatbotkit.springai.test.page;

import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedExchangeTests {

	private final Journal journal = new Journal();

	@Test
	void allThatIsKeptOfAnswersInVerySmallPiecesCanBeWatched() {
		for (int i = 0; i < Journal.EXCHANGES; i++) {
			answer(5_000, 1);
		}
		long expected = Journal.EXCHANGES * (WatchedExchange.MAX_PIECES + 3L);
		assertThat(this.journal.steps().take(expected).count().block()).isEqualTo(expected);
	}

	@Test
	void saysThatMoreCameThanIsKept() {
		answer(WatchedExchange.MAX_PIECES + 1, 1);
		answer(3, WatchedExchange.MAX_KEPT);
		answer(WatchedExchange.MAX_PIECES - 1, 1);
		List<Step> cuts = this.journal.steps()
			.take(2 * (WatchedExchange.MAX_PIECES + 2) + 2L)
			.filter((step) -> step.kind() == Step.Kind.CUT)
			.collectList()
			.block();
		assertThat(cuts).extracting(Step::exchange).containsExactly(1L, 2L);
	}

	private void answer(int pieces, int size) {
		byte[] piece = new byte[size];
		EndpointResponse.Pieces body = new EndpointResponse.Pieces(
				Flux.fromIterable(Collections.nCopies(pieces, piece)));
		EndpointResponse watched = new WatchedExchange(this.journal, Clock.systemUTC())
			.answered(new EndpointResponse(200, Map.of(), body), List.of());
		((EndpointResponse.Pieces) watched.body()).pieces().blockLast();
	}

}
