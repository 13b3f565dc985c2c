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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Delivers all bytes of a body that arrived before it failed. HttpComponents (core 5.4.2)
 * drops those that the subscriber has not requested yet.
 */
final class HttpComponentsBody {

	private final Consumer<Exception> onFailure;

	/** The number of bytes that have arrived and are not delivered yet. */
	private final AtomicLong waiting = new AtomicLong();

	private final AtomicBoolean failureReported = new AtomicBoolean();

	private volatile @Nullable Exception failure;

	private volatile boolean unwanted;

	/**
	 * Creates an instance for one exchange.
	 * @param onFailure releases the resources of the exchange, and fails the body
	 */
	HttpComponentsBody(Consumer<Exception> onFailure) {
		this.onFailure = onFailure;
	}

	/**
	 * Passes bytes on as they arrive.
	 */
	@Nullable AsyncDataConsumer receive(@Nullable AsyncDataConsumer consumer) {
		return (consumer != null) ? new Counting(consumer, this.waiting) : null;
	}

	/**
	 * Fails the body as soon as all bytes that have arrived are delivered.
	 */
	void fail(Exception cause) {
		this.failure = cause;
		if (this.unwanted || this.waiting.get() <= 0) {
			reportFailure();
		}
	}

	/**
	 * Reports the failure at once, because the body is no longer read.
	 */
	void giveUp() {
		this.unwanted = true;
		reportFailure();
	}

	Flux<DataBuffer> deliver(Flux<DataBuffer> body) {
		// The subscription is cancelled by then, so that the failure is signalled once.
		return body.<DataBuffer>handle(this::deliver).doFinally((signal) -> giveUp());
	}

	private void deliver(DataBuffer buffer, SynchronousSink<DataBuffer> sink) {
		boolean last = this.waiting.addAndGet(-buffer.readableByteCount()) <= 0;
		sink.next(buffer);
		Exception failure = this.failure;
		if (last && failure != null) {
			sink.error(failure);
		}
	}

	private void reportFailure() {
		Exception failure = this.failure;
		if (failure != null && this.failureReported.compareAndSet(false, true)) {
			this.onFailure.accept(failure);
		}
	}

	/**
	 * Counts the bytes that arrive.
	 */
	private record Counting(AsyncDataConsumer consumer, AtomicLong waiting) implements AsyncDataConsumer {

		@Override
		public void updateCapacity(CapacityChannel capacity) throws IOException {
			this.consumer.updateCapacity(capacity);
		}

		@Override
		public void consume(ByteBuffer bytes) throws IOException {
			this.waiting.addAndGet(bytes.remaining());
			this.consumer.consume(bytes);
		}

		@Override
		public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
			this.consumer.streamEnd(trailers);
		}

		@Override
		public void releaseResources() {
			this.consumer.releaseResources();
		}

	}

}
