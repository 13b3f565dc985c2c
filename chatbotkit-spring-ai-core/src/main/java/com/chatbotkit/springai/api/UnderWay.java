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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * The requests that a client has under way, each from its first attempt to the end of its
 * answer: closing the client fails them, and no other begins.
 * <p>
 * Whatever a request waits for (a key, a connection, headers, bytes, the next attempt) is
 * upstream of here, so that one cancel ends it.
 */
final class UnderWay {

	private final @Nullable UnderWay shared;

	private final Scheduler scheduler;

	private final Set<EndableRequest<?>> requests = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Starts with none.
	 * @param shared what the client has under way whose connections this one uses, and
	 * whose close is therefore the end of this one's requests too; null for none
	 * @param scheduler where callers are told
	 */
	UnderWay(@Nullable UnderWay shared, Scheduler scheduler) {
		this.shared = shared;
		this.scheduler = scheduler;
	}

	/**
	 * Has a call fail once the client is closed.
	 * @param failure makes what it fails with, told whether it had begun
	 */
	<T> Mono<T> untilClosed(Mono<T> call, Function<Boolean, RuntimeException> failure) {
		Mono<T> endable = call
			.transform(Operators.<T, T>lift((source, actual) -> new EndableRequest<>(actual, this, failure)));
		return Mono.defer(() -> isClosed() ? Mono.error(failure.apply(false)) : endable);
	}

	/**
	 * Has a stream fail once the client is closed.
	 * @param failure makes what it fails with, told whether it had begun
	 */
	<T> Flux<T> untilClosed(Flux<T> stream, Function<Boolean, RuntimeException> failure) {
		Flux<T> endable = stream
			.transform(Operators.<T, T>lift((source, actual) -> new EndableRequest<>(actual, this, failure)));
		return Flux.defer(() -> isClosed() ? Flux.error(failure.apply(false)) : endable);
	}

	/**
	 * Ends all requests, and begins no other.
	 */
	void close() {
		this.closed = true;
		// First those that wait for a connection, for the end of another would give them
		// one, and the bot would run.
		this.requests.stream().filter((request) -> !request.isSent()).forEach(EndableRequest::end);
		this.requests.forEach(EndableRequest::end);
	}

	void add(EndableRequest<?> request) {
		for (UnderWay each = this; each != null; each = each.shared) {
			each.requests.add(request);
		}
		if (request.isOver()) {
			remove(request);
		}
		else if (isClosed()) {
			request.end();
		}
	}

	void remove(EndableRequest<?> request) {
		for (UnderWay each = this; each != null; each = each.shared) {
			each.requests.remove(request);
		}
	}

	/**
	 * Tells a caller, who may take its time, which is not the others' nor that of whoever
	 * closes the client.
	 */
	void tell(Runnable telling) {
		try {
			this.scheduler.schedule(telling);
		}
		catch (RejectedExecutionException ex) {
			// The scheduler has been closed first.
			telling.run();
		}
	}

	private boolean isClosed() {
		for (UnderWay each = this; each != null; each = each.shared) {
			if (each.closed) {
				return true;
			}
		}
		return false;
	}

}
