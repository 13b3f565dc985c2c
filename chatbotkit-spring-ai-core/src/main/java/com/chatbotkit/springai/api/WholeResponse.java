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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Collects the body of a whole response. If its JSON is complete and the server stays
 * silent, the body ends after a short time, as a stream does after its
 * {@code finish_reason}. A body that breaks off still fails.
 */
final class WholeResponse {

	private final ResponseBytes bytes;

	private final ConnectionReuse reuse;

	private final Watchdog gracePeriods;

	private final Sinks.Empty<Void> end = Sinks.empty();

	private volatile @Nullable GracePeriod grace;

	private WholeResponse(int maxSize, ConnectionReuse reuse, Watchdog gracePeriods) {
		this.bytes = new ResponseBytes(maxSize);
		this.reuse = reuse;
		this.gracePeriods = gracePeriods;
	}

	/**
	 * Returns the bytes of a body.
	 * @param maxSize the most bytes it may have
	 * @param reuse whether to leave the connection for another request
	 * @param gracePeriods tells how long to wait after complete JSON
	 */
	static Mono<ResponseBytes> of(Flux<DataBuffer> body, int maxSize, ConnectionReuse reuse, Watchdog gracePeriods) {
		return Mono.defer(() -> new WholeResponse(maxSize, reuse, gracePeriods).collect(body));
	}

	private Mono<ResponseBytes> collect(Flux<DataBuffer> body) {
		Flux<ResponseBytes> taken = body.map(this::take);
		return (this.reuse.isAllowed() ? taken : taken.takeUntil(this.reuse::endsWith))
			.takeUntilOther(this.end.asMono())
			.onErrorResume((ex) -> IdleTimeout.isSilence(ex) && this.bytes.isCompleteJson(), (ex) -> Flux.empty())
			.doFinally((signal) -> stopWaiting())
			.then(Mono.fromSupplier(() -> this.bytes));
	}

	private ResponseBytes take(DataBuffer buffer) {
		stopWaiting();
		// The JSON itself is only read if the server then stays silent.
		boolean mayBeComplete = endsWithBracket(buffer);
		this.bytes.take(buffer);
		if (mayBeComplete) {
			GracePeriod started = new GracePeriod(this::endIfComplete, this.gracePeriods);
			this.grace = started;
			started.watch();
		}
		return this.bytes;
	}

	private void endIfComplete() {
		if (this.bytes.isCompleteJson()) {
			this.end.tryEmitEmpty();
		}
	}

	private void stopWaiting() {
		GracePeriod started = this.grace;
		if (started != null) {
			this.grace = null;
			started.stop();
		}
	}

	private static boolean endsWithBracket(DataBuffer buffer) {
		for (int i = buffer.writePosition() - 1; i >= buffer.readPosition(); i--) {
			byte last = buffer.getByte(i);
			if (last == '}' || last == ']') {
				return true;
			}
			if (!JsonTokens.isWhiteSpace(last)) {
				return false;
			}
		}
		// Only white space: the bytes before it decide.
		return true;
	}

}
