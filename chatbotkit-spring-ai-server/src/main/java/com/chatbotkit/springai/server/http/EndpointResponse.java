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

package com.chatbotkit.springai.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * An HTTP response.
 *
 * @param status the status code
 * @param headers the headers, without {@code Content-Length}
 * @param body the body
 */
public record EndpointResponse(int status, Map<String, String> headers, Body body) {

	/**
	 * Creates an answer.
	 */
	public EndpointResponse {
		headers = Map.copyOf(headers);
	}

	/**
	 * Creates a response with a whole body.
	 * @param status the status code
	 * @param headers the headers
	 * @param text the body, sent as UTF-8; may be empty
	 * @return the answer
	 */
	public static EndpointResponse of(int status, Map<String, String> headers, String text) {
		return new EndpointResponse(status, headers, new Whole(text));
	}

	/**
	 * Returns this response with one more header, or another value of it.
	 * @param name the header's name
	 * @param value the value
	 * @return the changed copy
	 */
	public EndpointResponse withHeader(String name, String value) {
		Map<String, String> changed = new HashMap<>(this.headers);
		changed.put(name, value);
		return new EndpointResponse(this.status, changed, this.body);
	}

	/**
	 * Returns this response with changed pieces. A whole body stays as it is.
	 * @param change changes the pieces of a streamed body
	 * @return the changed copy
	 */
	public EndpointResponse withPieces(UnaryOperator<Flux<byte[]>> change) {
		return (this.body instanceof Pieces streaming)
				? new EndpointResponse(this.status, this.headers, new Pieces(change.apply(streaming.pieces()))) : this;
	}

	/**
	 * Releases the resources of a response that is not sent, as if the client had
	 * disconnected. Must be called by an adapter that does not subscribe to the pieces.
	 */
	public void discard() {
		if (this.body instanceof Pieces streaming) {
			streaming.pieces().subscribe(new BaseSubscriber<byte[]>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					cancel();
				}

			});
		}
	}

	/**
	 * The body of a response.
	 */
	public sealed interface Body {

	}

	/**
	 * A whole body.
	 *
	 * @param text the text, sent as UTF-8; empty for no body
	 */
	public record Whole(String text) implements Body {

	}

	/**
	 * A streamed body.
	 *
	 * @param pieces the pieces, each to be sent at once. Cancelling the subscription
	 * stops the agent, for example because the client has disconnected
	 */
	public record Pieces(Flux<byte[]> pieces) implements Body {

	}

}
