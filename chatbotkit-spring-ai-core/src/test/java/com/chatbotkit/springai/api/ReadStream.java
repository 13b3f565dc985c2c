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

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * What the reader makes of the bytes of a stream.
 *
 * @param pieces the pieces
 * @param error how it ended, null for well
 */
record ReadStream(List<ChatCompletion> pieces, @Nullable Throwable error) {

	static final ConnectionReuse REUSED = new ConnectionReuse(true, -1);

	private static final FailureFactory FAILURES = new FailureFactory(
			new FailureTable(ChatBotKitRetryPolicy.defaults()), new RetryAfter(Clock.systemUTC()), () -> "the target",
			true, new Concealment(List.of(), List::of));

	private static final Watchdog GRACE_PERIODS = new Watchdog(GracePeriod.DURATION, Schedulers.parallel());

	/**
	 * Reads an event stream that comes in one buffer.
	 */
	static ReadStream of(String stream) {
		return of(stream.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads bytes that come in one buffer.
	 */
	static ReadStream of(byte[] bytes) {
		return of(buffers(bytes, bytes.length), 1024 * 1024);
	}

	/**
	 * Reads an event stream that comes in buffers of this size.
	 */
	static ReadStream of(String stream, int size) {
		return of(buffers(stream.getBytes(StandardCharsets.UTF_8), size), 1024 * 1024);
	}

	static ReadStream of(Flux<DataBuffer> body, int maxEventSize) {
		List<ChatCompletion> pieces = new ArrayList<>();
		Throwable[] error = new Throwable[1];
		reader(body, maxEventSize).subscribe(pieces::add, (ex) -> error[0] = ex);
		return new ReadStream(pieces, error[0]);
	}

	static CompletionStream reader(Flux<DataBuffer> body, int maxEventSize) {
		return new CompletionStream(body, maxEventSize, FAILURES, REUSED, GRACE_PERIODS);
	}

	static FailureFactory failures() {
		return FAILURES;
	}

	static Flux<DataBuffer> buffers(byte[] bytes, int size) {
		List<byte[]> parts = new ArrayList<>();
		for (int i = 0; i < bytes.length; i += size) {
			parts.add(java.util.Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
		}
		return buffers(parts);
	}

	static Flux<DataBuffer> buffers(List<byte[]> parts) {
		return Flux.fromIterable(parts).map(DefaultDataBufferFactory.sharedInstance::wrap);
	}

	String text() {
		StringBuilder text = new StringBuilder();
		this.pieces.forEach((piece) -> text.append((piece.content() != null) ? piece.content() : ""));
		return text.toString();
	}

	@Nullable String finishReason() {
		return this.pieces.stream()
			.map(ChatCompletion::finishReason)
			.filter(java.util.Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
