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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;

/**
 * Changes how the body of a response reaches the client.
 */
final class BodyFaults {

	private BodyFaults() {
	}

	/**
	 * Returns the response with changed pieces. A whole body is treated as two pieces,
	 * its halves.
	 */
	static EndpointResponse replace(EndpointResponse answer, UnaryOperator<Flux<byte[]>> change) {
		if (!(answer.body() instanceof EndpointResponse.Whole whole)) {
			return answer.withPieces(change);
		}
		byte[] bytes = whole.text().getBytes(StandardCharsets.UTF_8);
		// Keep the promised length, so that a client notices missing bytes.
		Map<String, String> headers = new HashMap<>(answer.headers());
		headers.put("Content-Length", Integer.toString(bytes.length));
		int middle = bytes.length / 2;
		Flux<byte[]> halves = Flux.just(Arrays.copyOf(bytes, middle), Arrays.copyOfRange(bytes, middle, bytes.length));
		return new EndpointResponse(answer.status(), headers, new EndpointResponse.Pieces(change.apply(halves)));
	}

}
