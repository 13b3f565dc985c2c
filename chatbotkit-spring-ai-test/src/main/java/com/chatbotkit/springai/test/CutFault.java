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
import com.chatbotkit.springai.test.server.ConnectionCutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Closes the connection in the middle of the response.
 *
 * @param after the number of chunks sent before; negative to close before the headers
 */
record CutFault(int after) implements WireFault {

	@Override
	public Mono<EndpointResponse> damage(EndpointResponse answer) {
		if (this.after < 0) {
			return Mono.error(new ConnectionCutException(null));
		}
		return Mono.just(BodyFaults.replace(answer,
				(pieces) -> pieces.take(this.after).concatWith(Flux.error(new ConnectionCutException(null)))));
	}

}
