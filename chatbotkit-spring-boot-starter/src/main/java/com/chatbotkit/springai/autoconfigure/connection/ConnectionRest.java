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

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Lets each connection of a client rest after a response before another request can use
 * it, so that bytes which the server sends after the response do not reach that request.
 */
final class ConnectionRest {

	static final Duration DURATION = Duration.ofMillis(10);

	/**
	 * A delay of the timer that means that the machine is busy, so that bytes may have
	 * arrived which are not read yet.
	 */
	private static final long LATE = DURATION.dividedBy(2).toNanos();

	private static final int MAX_RESTS = 10;

	private volatile Mono<Void> latest = Mono.empty();

	/**
	 * Begins the rest of a connection.
	 * @param release releases the connection at the end of the rest
	 */
	void begin(Runnable release) {
		Sinks.Empty<Void> over = Sinks.empty();
		this.latest = over.asMono();
		rest(() -> {
			try {
				release.run();
			}
			finally {
				over.tryEmitEmpty();
			}
		}, 1);
	}

	private static void rest(Runnable end, int rests) {
		long due = System.nanoTime() + DURATION.toNanos();
		try {
			Schedulers.parallel().schedule(() -> {
				if (System.nanoTime() - due > LATE && rests < MAX_RESTS) {
					rest(end, rests + 1);
				}
				else {
					end.run();
				}
			}, DURATION.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Reactor has been shut down, so that no request will follow.
			end.run();
		}
	}

	/**
	 * Completes when the connection that began its rest last can be used.
	 */
	Mono<Void> over() {
		return Mono.defer(() -> this.latest);
	}

}
