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

import java.util.concurrent.atomic.AtomicBoolean;

import com.chatbotkit.springai.api.netty.ExpectedHead;
import com.chatbotkit.springai.api.netty.NettyConnections;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Decides whether the connection of a response may be used again, see
 * {@link ExpectedHead}. The connectors of {@link NettyConnections} and of the starter do
 * so as well, when they receive the head, and close the connection themselves. For all
 * other HTTP clients the body is cancelled with its last byte: they reuse a connection
 * after the end of a body, and close it if the body is cancelled before.
 *
 * @param isAllowed whether the connection may be used again
 * @param length the length of the body, negative if its head does not say
 */
record ConnectionReuse(boolean isAllowed, long length) {

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	/**
	 * Decides by the status and headers of a response.
	 * @param expected the expected content type
	 */
	static ConnectionReuse after(ClientResponse response, MediaType expected) {
		int status = response.statusCode().value();
		boolean none = status == NO_CONTENT || status == NOT_MODIFIED;
		HttpHeaders headers = response.headers().asHttpHeaders();
		boolean allowed = ExpectedHead.allowsReuse(expected.toString(), status, ResponseReader.contentType(response),
				headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING));
		return new ConnectionReuse(allowed, none ? 0 : headers.getContentLength());
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

	private static Flux<DataBuffer> requestedOnceSubscribed(Flux<DataBuffer> body) {
		return Flux.create((sink) -> {
			Reader reader = new Reader(sink);
			sink.onDispose(reader);
			body.subscribe(reader);
			reader.requestAfterBoth();
		});
	}

	/**
	 * Whether a body of unknown length must be cancelled now: at the end of its JSON, or
	 * at once if it is not JSON.
	 */
	boolean endsWith(ResponseBytes bytes) {
		return !this.isAllowed && this.length < 0 && (!bytes.mayBeJson() || bytes.isCompleteJson());
	}

	/**
	 * Requests nothing before {@code subscribe()} has returned, because a cancel ends the
	 * exchange only after that: see {@link BodyCancellation}. The subscription may arrive
	 * later still, on another thread.
	 */
	private static final class Reader extends BaseSubscriber<DataBuffer> {

		private final FluxSink<DataBuffer> sink;

		/** Whether there is a subscription, or subscribe() has returned. */
		private final AtomicBoolean one = new AtomicBoolean();

		Reader(FluxSink<DataBuffer> sink) {
			this.sink = sink;
		}

		@Override
		public Context currentContext() {
			return Context.of(this.sink.contextView());
		}

		void requestAfterBoth() {
			if (this.one.getAndSet(true)) {
				this.sink.onRequest(this::request);
			}
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			requestAfterBoth();
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			this.sink.next(buffer);
		}

		@Override
		protected void hookOnComplete() {
			this.sink.complete();
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.sink.error(ex);
		}

	}

}
