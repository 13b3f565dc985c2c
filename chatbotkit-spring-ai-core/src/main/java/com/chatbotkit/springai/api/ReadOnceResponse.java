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

package com.chatbotkit.springai.api;

import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * A response whose body is read once, or cancelled without being read.
 * <p>
 * WebClient releases each body, even one that was read. Reading it twice would raise an
 * exception in the connector.
 */
final class ReadOnceResponse extends ClientResponseWrapper {

	private enum State {

		UNREAD, READ, ENDED

	}

	private final AtomicReference<State> state = new AtomicReference<>(State.UNREAD);

	ReadOnceResponse(ClientResponse response) {
		super(response);
	}

	/**
	 * Returns a body that never emits a signal if {@link #end()} was called.
	 */
	@Override
	public <T> T body(BodyExtractor<T, ? super ClientHttpResponse> extractor) {
		if (this.state.compareAndSet(State.UNREAD, State.READ) || this.state.get() == State.READ) {
			return super.body(extractor);
		}
		return ClientResponse.create(statusCode(), strategies()).body(Flux.never()).build().body(extractor);
	}

	/**
	 * Releases the body unless it was read.
	 */
	@Override
	public Mono<Void> releaseBody() {
		return (this.state.get() == State.UNREAD) ? super.releaseBody() : Mono.empty();
	}

	/**
	 * Ends the exchange, unless the body is being read: its subscriber ends it then.
	 */
	void end() {
		if (this.state.compareAndSet(State.UNREAD, State.ENDED)) {
			BodyCancellation.end(super.body(BodyExtractors.toDataBuffers()));
		}
	}

}
