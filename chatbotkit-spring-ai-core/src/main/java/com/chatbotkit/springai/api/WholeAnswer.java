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
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Ends a body that says nothing any more although the JSON object in it is whole, as a
 * stream is ended after its {@code finish_reason}. A body that breaks off still fails.
 */
final class WholeAnswer {

	private final Watchdog restOfBody;

	private final Sinks.Empty<Void> end = Sinks.empty();

	private int depth;

	private boolean inText;

	private boolean escaped;

	private volatile @Nullable Grace grace;

	private WholeAnswer(Watchdog restOfBody) {
		this.restOfBody = restOfBody;
	}

	/**
	 * Returns the body with this end.
	 */
	static Flux<DataBuffer> of(Flux<DataBuffer> body, Watchdog restOfBody) {
		return Flux.defer(() -> new WholeAnswer(restOfBody).watch(body));
	}

	private Flux<DataBuffer> watch(Flux<DataBuffer> body) {
		return body.doOnNext(this::read)
			.onErrorResume((ex) -> this.grace != null && IdleTimeout.isSilence(ex), (ex) -> Flux.empty())
			.takeUntilOther(this.end.asMono())
			.doFinally((signal) -> stop());
	}

	private void read(DataBuffer buffer) {
		int end = buffer.readPosition() + buffer.readableByteCount();
		for (int i = buffer.readPosition(); i < end && this.grace == null; i++) {
			if (isEnd(buffer.getByte(i))) {
				Grace started = new Grace(this.end::tryEmitEmpty, this.restOfBody);
				this.grace = started;
				started.watch();
			}
		}
	}

	/**
	 * Whether the outermost object or array ends with this byte.
	 */
	private boolean isEnd(byte next) {
		if (this.inText) {
			this.inText = this.escaped || next != '"';
			this.escaped = next == '\\' && !this.escaped;
			return false;
		}
		switch (next) {
			case '"' -> this.inText = true;
			case '{', '[' -> this.depth++;
			case '}', ']' -> {
				return --this.depth == 0;
			}
			default -> {
				return false;
			}
		}
		return false;
	}

	private void stop() {
		Grace started = this.grace;
		if (started != null) {
			started.stop();
		}
	}

}
