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
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Delivers bodies and failures on threads that do nothing else, so that a subscriber that
 * waits, throws or interrupts there harms no other answer. A thread of an HTTP client may
 * serve many: Jetty (12.1.10) delivers on the thread that selects for all its
 * connections.
 */
final class DeliveryThreads {

	/**
	 * As many as there are subscribers at work. Not Schedulers.boundedElastic(), where
	 * one that waits holds up those that share its thread.
	 */
	private static final ExecutorService THREADS = Executors.newCachedThreadPool(threads());

	/** Not made from the service itself: a cancel would then interrupt the subscriber. */
	private static final Scheduler SCHEDULER = Schedulers.fromExecutor((task) -> THREADS.execute(task));

	/**
	 * The JDK's client has read a piece of the body already. At a cut its adapter gives
	 * up what was not requested of it.
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
	 * Has a body delivered here. Nothing of it is read before something is requested: one
	 * that nobody wants must not come to its end, for its connection would be used again.
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

	// As many are read ahead for a reader that stalls.
	private static Flux<DataBuffer> delivered(Flux<DataBuffer> body, int prefetch) {
		return body.publishOn(SCHEDULER, prefetch).doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	/**
	 * Has the body of a response delivered here, which has been read ahead already.
	 */
	static ClientHttpResponse of(ClientHttpResponse response) {
		return new Response(response);
	}

	/**
	 * Has a failure delivered here.
	 */
	static <T> Mono<T> of(Throwable ex) {
		return Mono.<T>error(ex).subscribeOn(SCHEDULER);
	}

	private static final class Response extends ClientHttpResponseDecorator {

		Response(ClientHttpResponse response) {
			super(response);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return delivered(super.getBody(), READ_AHEAD);
		}

	}

}
