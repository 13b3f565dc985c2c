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

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Blocks until the response to a call is there. Refuses to block a thread that must not
 * wait, and turns an interrupt into a cancellation.
 */
final class BlockingCall {

	private static final StackWalker STACK = StackWalker.getInstance();

	/** More than there are between block() and this class, even with a ChatClient. */
	private static final int MAX_FRAMES = 64;

	private static final Set<String> BLOCKING = Set.of(Flux.class.getName(), Mono.class.getName());

	/** Reactor's class for {@code toIterable()} and {@code toStream()} (3.8.6). */
	private static final String TO_ITERABLE = "reactor.core.publisher.BlockingIterable";

	private BlockingCall() {
	}

	/**
	 * Throws on an event loop. Reactor does so too, but only after the request has been
	 * sent.
	 */
	static void requireBlockingThread() {
		if (mustNotWait()) {
			throw refused("Nothing was sent: a call waits for its answer, but the thread ", "Write stream()"
					+ " instead of call(), or move the call to another thread: Mono.fromCallable(() -> …call()…)"
					+ ".subscribeOn(Schedulers.boundedElastic())");
		}
	}

	/**
	 * Throws if Reactor's {@code block()} or a similar method subscribes on a thread that
	 * must not wait. Reactor refuses that only on an event loop, and only after the
	 * request has been sent.
	 */
	static void requireNoBlock() {
		if (mustNotWait() && STACK.walk(BlockingCall::isBlocked)) {
			throw refused("Nothing was sent: block(), toStream() and the like wait for an answer, but the thread ",
					"Compose the streams instead, for example with flatMap(), or move what follows to another thread:"
							+ " publishOn(Schedulers.boundedElastic()) before it");
		}
	}

	private static boolean mustNotWait() {
		return Schedulers.isInNonBlockingThread() || Delivery.isUnderWay();
	}

	private static IllegalStateException refused(String waits, String instead) {
		return new IllegalStateException(waits + Thread.currentThread().getName()
				+ (Schedulers.isInNonBlockingThread() ? " is an event loop" : " is delivering another response")
				+ ", which must not wait. " + instead);
	}

	/**
	 * Whether one of Reactor's blocking methods subscribes. A blocking method further out
	 * than the current delivery is legitimate: it waits for the response that is being
	 * delivered.
	 */
	private static boolean isBlocked(Stream<StackWalker.StackFrame> frames) {
		return frames.limit(MAX_FRAMES)
			.takeWhile((frame) -> !frame.getClassName().equals(WatchedSubscriber.class.getName()))
			.anyMatch((frame) -> frame.getClassName().equals(TO_ITERABLE)
					|| (BLOCKING.contains(frame.getClassName()) && frame.getMethodName().startsWith("block")));
	}

	/**
	 * Waits for a response.
	 * @param cancelled makes the exception for a thread that is interrupted before or
	 * while it waits. The thread stays interrupted
	 */
	static <T> T await(Mono<T> answer, Supplier<FailureFactory> cancelled) {
		requireBlockingThread();
		if (Thread.currentThread().isInterrupted()) {
			throw cancelled.get().ofInterrupt(new InterruptedException("interrupted before the request was sent"));
		}
		try {
			return Objects.requireNonNull(block(answer));
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException interrupt) {
				throw cancelled.get().ofInterrupt(interrupt);
			}
			if (Thread.currentThread().isInterrupted()) {
				// Writing on an interrupted thread closes the connection, which then
				// fails.
				InterruptedException interrupt = new InterruptedException("interrupted while the request was sent");
				interrupt.initCause(ex);
				throw cancelled.get().ofInterrupt(interrupt);
			}
			if (Exceptions.unwrap(ex) instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	/**
	 * Blocks. On a thread of a {@link ForkJoinPool}, the pool may start another thread
	 * meanwhile. The JDK's HttpClient passes responses on in the common pool, which since
	 * Java 25 has a single thread on two processors: a call on this thread would wait for
	 * itself.
	 */
	private static <T> @Nullable T block(Mono<T> answer) {
		if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
			return answer.block();
		}
		ManagedBlock<T> block = new ManagedBlock<>(answer);
		try {
			ForkJoinPool.managedBlock(block);
		}
		catch (InterruptedException ex) {
			throw Exceptions.propagate(ex);
		}
		catch (RejectedExecutionException ex) {
			if (block.begun) {
				throw ex;
			}
			// The pool cannot start another thread.
			return answer.block();
		}
		return block.result;
	}

	/**
	 * Waits for one response so that a {@link ForkJoinPool} knows about it.
	 */
	private static final class ManagedBlock<T> implements ForkJoinPool.ManagedBlocker {

		private final Mono<T> answer;

		private boolean begun;

		private boolean ended;

		private @Nullable T result;

		ManagedBlock(Mono<T> answer) {
			this.answer = answer;
		}

		@Override
		public boolean block() {
			this.begun = true;
			this.result = this.answer.block();
			this.ended = true;
			return true;
		}

		@Override
		public boolean isReleasable() {
			return this.ended;
		}

	}

}
