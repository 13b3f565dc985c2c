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

import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * A response with a transformed body.
 */
final class TransformedResponse extends ClientHttpResponseDecorator {

	private final UnaryOperator<Flux<DataBuffer>> transformer;

	TransformedResponse(ClientHttpResponse response, UnaryOperator<Flux<DataBuffer>> transformer) {
		super(response);
		this.transformer = transformer;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return this.transformer.apply(super.getBody());
	}

}
