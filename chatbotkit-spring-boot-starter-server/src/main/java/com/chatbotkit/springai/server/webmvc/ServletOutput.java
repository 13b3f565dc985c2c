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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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
 */
final class ServletOutput extends BaseSubscriber<byte[]> implements AsyncListener {

	private static final Log logger = LogFactory.getLog(ServletOutput.class);

	// Some pieces ahead, so that one flush serves those that come together.
	private static final int AHEAD = 32;

	// A piece that comes sooner after a flush is one of many. Another thread writes and
	// flushes it, with those that come meanwhile: 15 µs of the processor a chunk, and
	// 23.5 with a flush for each.
	private static final long TOGETHER_NANOS = 200_000;

	private final AsyncContext async;

	private final ServletOutputStream out;

	private final Disposable.Composite asking = Disposables.composite();

	private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();

	private final AtomicInteger work = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	private final Sinks.Empty<Void> ready = Sinks.empty();

	private volatile boolean complete;

	private volatile boolean listening;

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

	void write(Flux<byte[]> answer) {
		answer.subscribe(this);
	}

	/**
	 * Ends the exchange without an answer. The endpoint answers its failures itself, so
	 * this one is of the code around it.
	 */
	void failed(Throwable failure) {
		logger.error("An answer could not be made", failure);
		end();
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(AHEAD);
	}

	@Override
	protected void hookOnNext(byte[] piece) {
		this.pieces.add(piece);
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
		if (!this.complete && System.nanoTime() - this.flushed < TOGETHER_NANOS) {
			Schedulers.parallel().schedule(this::work);
		}
		else {
			work();
		}
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
			try {
				send();
			}
			catch (IOException ex) {
				// The client has gone.
				end();
			}
			catch (RuntimeException ex) {
				logger.warn("An answer could not be written", ex);
				end();
			}
			missed = this.work.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private void send() throws IOException {
		while (!this.over.get() && this.out.isReady()) {
			byte[] piece = this.pieces.poll();
			if (piece != null) {
				this.out.write(piece);
				this.unflushed = true;
				if (++this.written == AHEAD / 2) {
					request(this.written);
					this.written = 0;
				}
			}
			else if (this.complete && this.pieces.isEmpty()) {
				end();
			}
			else if (this.unflushed) {
				this.out.flush();
				this.unflushed = false;
				this.flushed = System.nanoTime();
			}
			else {
				return;
			}
		}
	}

	private void end() {
		if (this.over.compareAndSet(false, true)) {
			cancel();
			this.asking.dispose();
			try {
				this.async.complete();
			}
			catch (IllegalStateException ex) {
				// The container has ended it.
			}
		}
	}

	@Override
	public void onError(AsyncEvent event) {
		end();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		end();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		end();
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
			end();
		}

	}

}
