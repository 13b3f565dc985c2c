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
 * Tracks the open requests of a client, each from its first attempt to the end of its
 * answer. Closing the client fails them and refuses new ones.
 * <p>
 * A request may wait for a key, a connection, headers, bytes or its next attempt. All of
 * that is upstream of this class, so that one cancel ends it.
 */
final class OpenRequests {

	private final @Nullable OpenRequests shared;

	private final Scheduler scheduler;

	private final Set<OpenRequest<?>> requests = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Creates an instance without requests.
	 * @param shared the open requests of the client whose connections this client uses.
	 * Closing that client ends the requests of this one, too; null for none
	 * @param scheduler signals the failures to the subscribers
	 */
	OpenRequests(@Nullable OpenRequests shared, Scheduler scheduler) {
		this.shared = shared;
		this.scheduler = scheduler;
	}

	/**
	 * Returns a call that fails when the client is closed.
	 * @param failure makes the failure, given whether the request had begun
	 */
	<T> Mono<T> untilClosed(Mono<T> call, Function<Boolean, RuntimeException> failure) {
		Mono<T> endable = call
			.transform(Operators.<T, T>lift((source, actual) -> new OpenRequest<>(actual, this, failure)));
		return Mono.defer(() -> isClosed() ? Mono.error(failure.apply(false)) : endable);
	}

	/**
	 * Returns a stream that fails when the client is closed.
	 * @param failure makes the failure, given whether the request had begun
	 */
	<T> Flux<T> untilClosed(Flux<T> stream, Function<Boolean, RuntimeException> failure) {
		Flux<T> endable = stream
			.transform(Operators.<T, T>lift((source, actual) -> new OpenRequest<>(actual, this, failure)));
		return Flux.defer(() -> isClosed() ? Flux.error(failure.apply(false)) : endable);
	}

	/**
	 * Fails all requests, and refuses new ones.
	 */
	void close() {
		this.closed = true;
		// First the requests that wait for a connection: the end of another request would
		// give them one, and run the bot.
		this.requests.stream().filter((request) -> !request.isSent()).forEach(OpenRequest::end);
		this.requests.forEach(OpenRequest::end);
	}

	void add(OpenRequest<?> request) {
		for (OpenRequests each = this; each != null; each = each.shared) {
			each.requests.add(request);
		}
		if (request.isOver()) {
			remove(request);
		}
		else if (isClosed()) {
			request.end();
		}
	}

	void remove(OpenRequest<?> request) {
		for (OpenRequests each = this; each != null; each = each.shared) {
			each.requests.remove(request);
		}
	}

	/**
	 * Signals to one subscriber on another thread: it may be slow, and must not delay
	 * others or the thread that closes the client.
	 */
	void schedule(Runnable signal) {
		try {
			this.scheduler.schedule(signal);
		}
		catch (RejectedExecutionException ex) {
			// The scheduler has been closed before.
			signal.run();
		}
	}

	private boolean isClosed() {
		for (OpenRequests each = this; each != null; each = each.shared) {
			if (each.closed) {
				return true;
			}
		}
		return false;
	}

}
