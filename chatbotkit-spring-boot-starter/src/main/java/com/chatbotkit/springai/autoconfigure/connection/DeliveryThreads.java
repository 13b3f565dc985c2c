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
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Delivers bodies and failures on threads that do nothing else, so that a subscriber that
 * blocks, throws or interrupts there does not affect other responses. A thread of an HTTP
 * client may serve many of them: Jetty (12.1.10) delivers on the thread of the selector
 * for all its connections.
 */
final class DeliveryThreads {

	/**
	 * One thread for each busy subscriber. Not Schedulers.boundedElastic(), where a
	 * blocked subscriber delays all others on its thread.
	 */
	private static final ExecutorService THREADS = Executors.newCachedThreadPool(threads());

	/**
	 * Wraps only execute(), because a cancel would interrupt the subscriber otherwise.
	 */
	private static final Scheduler SCHEDULER = Schedulers.fromExecutor((task) -> THREADS.execute(task));

	/**
	 * The number of buffers to request ahead from the JDK's client. It has read them
	 * already, and its adapter drops those that were not requested if the body breaks
	 * off.
	 */
	private static final int READ_AHEAD = 32;

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
	 * Delivers a body on these threads. Nothing is read before something is requested: a
	 * body that nobody requests must not reach its end, because its connection would be
	 * used again.
	 */
	static Flux<DataBuffer> whenRequested(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> requested = Sinks.empty();
			return delivered(body.delaySubscription(requested.asMono()), 1).doOnRequest((n) -> first(requested));
		});
	}

	private static void first(Sinks.Empty<Void> requested) {
		// Later requests change nothing.
		Sinks.EmitResult unused = requested.tryEmitEmpty();
	}

	// Up to "prefetch" buffers are kept for a slow subscriber.
	private static Flux<DataBuffer> delivered(Flux<DataBuffer> body, int prefetch) {
		return body.publishOn(SCHEDULER, prefetch).doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	/**
	 * Delivers the body of a response of the JDK's client on these threads.
	 */
	static ClientHttpResponse of(ClientHttpResponse response) {
		return new TransformedResponse(response, (body) -> delivered(body, READ_AHEAD));
	}

	/**
	 * Delivers a failure on these threads. Not with
	 * {@code Mono.error(ex).subscribeOn(…)}, which throws an {@link InternalError} or a
	 * {@link LinkageError} on the thread and signals nothing (Reactor 3.8.6).
	 */
	static <T> Mono<T> of(Throwable ex) {
		return Mono.create((sink) -> run(() -> sink.error(ex)));
	}

}
