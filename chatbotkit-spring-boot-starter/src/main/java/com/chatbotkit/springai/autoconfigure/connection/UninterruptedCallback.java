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

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/**
 * Clears an interrupt that a subscriber has left on a thread of HttpComponents' I/O
 * reactor. The I/O reactor (core 5.4.2) would end, and every response on it would be
 * lost.
 */
record UninterruptedCallback(AsyncExecCallback callback) implements AsyncExecCallback {

	@Override
	public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
			throws HttpException, IOException {
		try {
			AsyncDataConsumer consumer = this.callback.handleResponse(response, entity);
			return (consumer != null) ? new UninterruptedConsumer(consumer) : null;
		}
		finally {
			clear();
		}
	}

	@Override
	public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
		this.callback.handleInformationResponse(response);
	}

	@Override
	public void completed() {
		try {
			this.callback.completed();
		}
		finally {
			clear();
		}
	}

	@Override
	public void failed(Exception cause) {
		try {
			this.callback.failed(cause);
		}
		finally {
			clear();
		}
	}

	// The I/O reactor does not need an interrupt to be shut down.
	private static void clear() {
		boolean unused = Thread.interrupted();
	}

	private record UninterruptedConsumer(AsyncDataConsumer consumer) implements AsyncDataConsumer {

		@Override
		public void updateCapacity(CapacityChannel capacity) throws IOException {
			this.consumer.updateCapacity(capacity);
		}

		@Override
		public void consume(ByteBuffer bytes) throws IOException {
			try {
				this.consumer.consume(bytes);
			}
			finally {
				clear();
			}
		}

		@Override
		public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
			try {
				this.consumer.streamEnd(trailers);
			}
			finally {
				clear();
			}
		}

		@Override
		public void releaseResources() {
			try {
				this.consumer.releaseResources();
			}
			finally {
				clear();
			}
		}

	}

}
