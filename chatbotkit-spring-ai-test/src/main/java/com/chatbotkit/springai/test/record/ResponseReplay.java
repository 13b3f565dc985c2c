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

import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.test.server.ConnectionCutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns recorded responses into responses.
 */
final class ResponseReplay {

	private ResponseReplay() {
	}

	static Mono<EndpointResponse> of(RecordedResponse recorded, boolean timing) {
		if (recorded.status() == 0) {
			return Mono.error(new ConnectionCutException(null));
		}
		Flux<byte[]> pieces = Flux.fromIterable(recorded.chunks()).map(RecordedChunk::bytes);
		List<Long> pauses = recorded.pauses();
		if (timing && pauses != null) {
			pieces = pieces.zipWithIterable(pauses)
				.concatMap((piece) -> Mono.delay(Duration.ofMillis(piece.getT2())).thenReturn(piece.getT1()));
		}
		if (recorded.broken()) {
			pieces = pieces.concatWith(Mono.error(new ConnectionCutException(null)));
		}
		return Mono
			.just(new EndpointResponse(recorded.status(), recorded.headers(), new EndpointResponse.Pieces(pieces)));
	}

}
