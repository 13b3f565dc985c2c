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

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stops the response in the middle and keeps the connection open.
 *
 * @param after the number of chunks sent before; negative to send not even headers
 */
record StallFault(int after) implements WireFault {

	@Override
	public Mono<EndpointResponse> damage(EndpointResponse answer) {
		if (this.after < 0) {
			return Mono.never();
		}
		return Mono.just(BodyFaults.replace(answer, this::stall));
	}

	/**
	 * Keeps the response open only if a piece is left out: after a complete response the
	 * client sends its next request on the same connection.
	 */
	private Flux<byte[]> stall(Flux<byte[]> pieces) {
		return pieces.index()
			.concatMap((piece) -> (piece.getT1() < this.after) ? Mono.just(piece.getT2()) : Mono.never(), 1);
	}

}
