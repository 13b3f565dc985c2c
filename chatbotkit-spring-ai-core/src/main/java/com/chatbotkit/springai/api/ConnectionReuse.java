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

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Decides whether the connection of a response may be used again. After response headers
 * that the endpoint does not send, it may not: the response may belong to another
 * request, or its body may be longer than declared, which would shift every later
 * response.
 * <p>
 * HTTP clients reuse a connection after the end of a body, and close it if the body is
 * cancelled before. So the body is cancelled with its last byte.
 *
 * @param isAllowed whether the connection may be used again
 * @param length the length of the body, negative if its head does not say
 */
record ConnectionReuse(boolean isAllowed, long length) {

	private static final int OK = 200;

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int FIRST_ERROR = 400;

	/**
	 * Decides by the status and headers of a response.
	 * @param expected whether it has the expected content type. If not, the connection
	 * may be used again only if the status is an error
	 */
	static ConnectionReuse after(ClientResponse response, boolean expected) {
		int status = response.statusCode().value();
		boolean none = status == NO_CONTENT || status == NOT_MODIFIED;
		return new ConnectionReuse((expected && status == OK) || status >= FIRST_ERROR,
				none ? 0 : response.headers().asHttpHeaders().getContentLength());
	}

	/**
	 * Cancels a body with its last byte if its length is known, and at once if it is
	 * empty, unless the connection may be used again.
	 */
	Flux<DataBuffer> endingWithLastByte(Flux<DataBuffer> body) {
		if (this.isAllowed) {
			return body;
		}
		if (this.length == 0) {
			return Flux.defer(() -> {
				BodyCancellation.end(body);
				return Flux.empty();
			});
		}
		Flux<DataBuffer> cancellable = requestedOnceSubscribed(body);
		return (this.length > 0) ? DataBufferUtils.takeUntilByteCount(cancellable, this.length) : cancellable;
	}

	/**
	 * Requests nothing before {@code subscribe()} has returned, because a cancel ends the
	 * exchange only after that: see {@link BodyCancellation}.
	 */
	private static Flux<DataBuffer> requestedOnceSubscribed(Flux<DataBuffer> body) {
		return Flux.create((sink) -> {
			BaseSubscriber<DataBuffer> reader = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					// The request follows after subscribe().
				}

				@Override
				protected void hookOnNext(DataBuffer buffer) {
					sink.next(buffer);
				}

				@Override
				protected void hookOnComplete() {
					sink.complete();
				}

				@Override
				protected void hookOnError(Throwable ex) {
					sink.error(ex);
				}

			};
			sink.onDispose(reader);
			body.subscribe(reader);
			sink.onRequest(reader::request);
		});
	}

	/**
	 * Whether a body of unknown length must be cancelled now: at the end of its JSON, or
	 * at once if it is not JSON.
	 */
	boolean endsWith(ResponseBytes bytes) {
		return !this.isAllowed && this.length < 0 && (!bytes.mayBeJson() || bytes.isCompleteJson());
	}

}
