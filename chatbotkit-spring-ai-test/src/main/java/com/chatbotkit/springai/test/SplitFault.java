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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;

/**
 * Splits the response at arbitrary bytes, also inside a line or a character.
 *
 * @param size the bytes of each piece
 */
record SplitFault(int size) implements WireFault {

	@Override
	public Mono<EndpointResponse> damage(EndpointResponse answer) {
		return Mono.just(BodyFaults.replace(answer, (pieces) -> pieces.concatMapIterable(this::split)));
	}

	private List<byte[]> split(byte[] bytes) {
		List<byte[]> parts = new ArrayList<>();
		for (int from = 0; from < bytes.length; from += this.size) {
			parts.add(Arrays.copyOfRange(bytes, from, Math.min(from + this.size, bytes.length)));
		}
		return parts;
	}

}
