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

package com.chatbotkit.springai.server.webmvc;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Writes pieces to a servlet's response as fast as the connection takes them, and asks
 * for no more than that. Whatever ends the exchange cancels what feeds it.
 * <p>
 * The container uses a response again for the next request. Where a write fails, Tomcat
 * ends the exchange on another thread before the thread that has written is out of it,
 * which would then mark the response of somebody else as failed. So the response is used
 * under a lock, and the container is held in the event that ends an exchange until nobody
 * uses the response any more.
 */
final class ServletOutput extends BaseSubscriber<byte[]> implements AsyncListener {

	private static final Log logger = LogFactory.getLog(ServletOutput.class);

	// Some pieces ahead, so that one flush serves those that come together.
	private static final int AHEAD = 32;

	// Pieces that come sooner after a flush are written and flushed together, by another
	// thread: 15 µs of the processor a chunk in the place of 23.5 with a flush for each.
	// Measured: benchmarks/MEASUREMENTS.md#the-served-endpoint.
	private static final long TOGETHER_NANOS = 200_000;

	private static final int TOGETHER = AHEAD / 2;

	private final AsyncContext async;

	private final ServletOutputStream out;

	private final Disposable.Composite asking = Disposables.composite();

	private final WaitingPieces pieces = new WaitingPieces();

	private final AtomicBoolean later = new AtomicBoolean();

	private final AtomicInteger work = new AtomicInteger();

	private final ReentrantLock use = new ReentrantLock();

	private final Sinks.Empty<Void> ready = Sinks.empty();

	private volatile boolean complete;

	private volatile boolean listening;

	private volatile boolean over;

	private boolean unflushed;

	private int written;

	private volatile long flushed;

	ServletOutput(AsyncContext async, ServletOutputStream out) {
		this.async = async;
		this.out = out;
		this.flushed = System.nanoTime() - TOGETHER_NANOS;
	}

	/** Begins to listen, on the container's thread, before there is anything to write. */
	void listen() {
		this.async.addListener(this);
		this.out.setWriteListener(new Readiness());
	}

	/**
	 * Keeps what is to be disposed when the client goes away before there is an answer.
	 */
	void started(Disposable request) {
		this.asking.add(request);
	}

	/** Completes when the request has left all filters, so that nobody else writes. */
	Mono<Void> ready() {
		return this.ready.asMono();
	}

	/**
	 * Writes an answer.
	 * @param answer sets status and headers, and gives the pieces
	 * @param discard what is done instead when the exchange is over
	 */
	void write(Supplier<Flux<byte[]>> answer, Runnable discard) {
		Flux<byte[]> pieces = begun(answer);
		if (pieces != null) {
			pieces.subscribe(this);
		}
		else {
			discard.run();
		}
	}

	private @Nullable Flux<byte[]> begun(Supplier<Flux<byte[]>> answer) {
		this.use.lock();
		try {
			return this.over ? null : answer.get();
		}
		catch (RuntimeException ex) {
			logger.error("An answer could not be made", ex);
			complete();
			return null;
		}
		finally {
			this.use.unlock();
		}
	}

	/**
	 * Ends the exchange without an answer. The endpoint answers its failures itself, so
	 * this one is of the code around it.
	 */
	void failed(Throwable failure) {
		logger.error("An answer could not be made", failure);
		this.use.lock();
		try {
			if (!this.over) {
				complete();
			}
		}
		finally {
			this.use.unlock();
		}
		stop();
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(AHEAD);
	}

	@Override
	protected void hookOnNext(byte[] piece) {
		int waiting = this.pieces.add(piece);
		long since = System.nanoTime() - this.flushed;
		if (since >= TOGETHER_NANOS) {
			drain();
		}
		else if (waiting == TOGETHER) {
			Schedulers.parallel().schedule(this::drain);
		}
		else if (this.later.compareAndSet(false, true)) {
			Schedulers.parallel().schedule(this::drainLater, TOGETHER_NANOS - since, TimeUnit.NANOSECONDS);
		}
	}

	private void drainLater() {
		this.later.set(false);
		drain();
	}

	@Override
	protected void hookOnComplete() {
		this.complete = true;
		drain();
	}

	@Override
	protected void hookOnError(Throwable failure) {
		failed(failure);
	}

	private void drain() {
		if (!this.listening || this.work.getAndIncrement() != 0) {
			return;
		}
		work();
	}

	/**
	 * A socket is closed where an interrupted thread writes to it. The agent's thread may
	 * be: by a library that was interrupted, and by Reactor where another thread ends its
	 * task.
	 */
	private void work() {
		boolean interrupted = Thread.interrupted();
		try {
			workUninterrupted();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void workUninterrupted() {
		int missed = 1;
		do {
			send();
			// Without the lock: what feeds the exchange may wait for others.
			if (this.over) {
				stop();
			}
			else if (this.written >= AHEAD / 2) {
				int more = this.written;
				this.written = 0;
				request(more);
			}
			missed = this.work.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private void send() {
		this.use.lock();
		try {
			if (!this.over && sendAll()) {
				complete();
			}
		}
		catch (IOException ex) {
			// The client has gone.
			complete();
		}
		catch (RuntimeException ex) {
			logger.warn("An answer could not be written", ex);
			complete();
		}
		finally {
			this.use.unlock();
		}
	}

	/** Writes what is there, and returns whether that was the last of the answer. */
	private boolean sendAll() throws IOException {
		while (this.out.isReady()) {
			if (!this.pieces.isEmpty()) {
				this.written += this.pieces.writeTo(this.out);
				this.unflushed = true;
			}
			else if (this.unflushed) {
				this.out.flush();
				this.unflushed = false;
				this.flushed = System.nanoTime();
			}
			else if (this.complete && this.pieces.isEmpty()) {
				return true;
			}
			else {
				break;
			}
		}
		return false;
	}

	private void complete() {
		this.over = true;
		try {
			this.async.complete();
		}
		catch (IllegalStateException ex) {
			// The container has ended it.
		}
	}

	private void stop() {
		cancel();
		this.asking.dispose();
	}

	/** The container ends the exchange, and goes on when nobody uses the response. */
	private void ended() {
		this.use.lock();
		try {
			// Again, if need be: else Tomcat writes an error page.
			complete();
		}
		finally {
			this.use.unlock();
		}
		stop();
	}

	@Override
	public void onError(AsyncEvent event) {
		ended();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		ended();
	}

	/**
	 * Comes after {@link #complete()}, so nobody uses the response. Tomcat holds a lock
	 * that a writer may need.
	 */
	@Override
	public void onComplete(AsyncEvent event) {
		this.over = true;
		stop();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Nobody starts it again.
	}

	private final class Readiness implements WriteListener {

		@Override
		public void onWritePossible() {
			ServletOutput.this.listening = true;
			ServletOutput.this.ready.tryEmitEmpty();
			drain();
		}

		@Override
		public void onError(Throwable failure) {
			ended();
		}

	}

}
