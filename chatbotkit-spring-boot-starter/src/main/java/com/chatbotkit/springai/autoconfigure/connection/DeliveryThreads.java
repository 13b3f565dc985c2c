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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Delivers bodies and failures on threads that do nothing else, so that a subscriber that
 * waits, throws or interrupts there harms no other answer. A thread of an HTTP client may
 * serve many: Jetty (12.1.10) delivers on the thread that selects for all its
 * connections. The JDK's client has threads enough, and would lose the text before a cut
 * if it were asked for one buffer at a time.
 */
final class DeliveryThreads {

	/**
	 * As many as there are subscribers at work. Not Schedulers.boundedElastic(), where
	 * one that waits holds up those that share its thread.
	 */
	private static final ExecutorService THREADS = Executors.newCachedThreadPool(threads());

	/** Not made from the service itself: a cancel would then interrupt the subscriber. */
	private static final Scheduler SCHEDULER = Schedulers.fromExecutor((task) -> THREADS.execute(task));

	private DeliveryThreads() {
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("chatbotkit-delivery-");
		threads.setDaemon(true);
		return threads;
	}

	static void run(Runnable signal) {
		THREADS.execute(signal);
	}

	/**
	 * Has a body delivered here. Nothing of it is read before something is requested: one
	 * that nobody wants must not come to its end, for its connection would be used again.
	 */
	static Flux<DataBuffer> whenRequested(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> requested = Sinks.empty();
			// More than one would be read ahead for a reader that stalls.
			return body.delaySubscription(requested.asMono())
				.publishOn(SCHEDULER, 1)
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
				.doOnRequest((n) -> first(requested));
		});
	}

	private static void first(Sinks.Empty<Void> requested) {
		// Later requests change nothing.
		Sinks.EmitResult unused = requested.tryEmitEmpty();
	}

}
