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

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Watches one exchange until its response headers arrive: first the wait for a
 * connection, then the time since the request was sent.
 */
final class HeadersWatch extends WatchedSubscriber<ClientResponse> implements ResponseTimeout.BodyListener {

	/**
	 * The progress of a request.
	 */
	private enum Phase {

		/** Waits for a connection. */
		UNSENT,

		/** Has a connection, which has requested the body. */
		SENT,

		/** Has waited too long for a connection, and must not be sent any more. */
		GIVEN_UP,

		/** Has ended before it was sent. */
		OVER

	}

	private final ConnectionWait connectionWait;

	private final Attempts attempts;

	private final ExchangeThread exchangeThread = new ExchangeThread();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNSENT);

	/** When the request began to wait for a connection. */
	private volatile long waitingSince;

	private volatile long sentAt;

	/** Whether a body was refused because the request had ended. */
	private volatile boolean refused;

	private volatile @Nullable ReadOnceResponse response;

	HeadersWatch(CoreSubscriber<? super ClientResponse> actual, Watchdog watchdog, ConnectionWait connectionWait) {
		super(actual, watchdog);
		this.connectionWait = connectionWait;
		this.attempts = Attempts.of(currentContext());
	}

	void waitForConnection() {
		this.attempts.sent(false);
		if (this.connectionWait.isLimited()) {
			this.waitingSince = watchdog().now();
			this.connectionWait.begin(this, this.attempts, this::checkConnection);
		}
	}

	@Override
	public void inserting(ClientHttpRequest message) {
		this.exchangeThread.learn(message);
	}

	/**
	 * Starts the time of the server.
	 */
	@Override
	public void requested() {
		long now = watchdog().now();
		this.sentAt = now;
		if (this.phase.compareAndSet(Phase.UNSENT, Phase.SENT)) {
			this.attempts.sent(true);
			endWait(now);
		}
		else if (this.phase.get() != Phase.SENT && this.response == null) {
			// Reactor Netty (1.3.6) goes on waiting after a cancel.
			this.refused = true;
			throw new CancellationException("The request ended before it had a connection");
		}
		watch();
		if (is(State.NOT_WAITING)) {
			watchdog().remove(this);
		}
	}

	@Override
	void ended() {
		if (this.phase.compareAndSet(Phase.UNSENT, Phase.OVER)) {
			endWait(watchdog().now());
		}
	}

	@Override
	void failedLate(Throwable ex) {
		// A refused body is not an error: the request has ended before.
		if (!this.refused) {
			super.failedLate(ex);
		}
	}

	private void endWait(long now) {
		if (this.connectionWait.isLimited()) {
			this.connectionWait.end(this);
			this.attempts.addWaited(now - this.waitingSince);
		}
	}

	@Override
	public void onNext(ClientResponse response) {
		ReadOnceResponse readOnce = new ReadOnceResponse(response);
		this.response = readOnce;
		if (change(State.WAITING, State.NOT_WAITING)) {
			watchdog().remove(this);
			deliverIfReadable(readOnce);
		}
		else {
			readOnce.end();
		}
	}

	private void deliverIfReadable(ReadOnceResponse readOnce) {
		try {
			ResponseHead.check(readOnce);
		}
		catch (ExchangeException ex) {
			try {
				readOnce.end();
			}
			finally {
				// Even if the HTTP client throws.
				onError(ex);
			}
			return;
		}
		deliver(readOnce);
	}

	/**
	 * Ends the response itself if there is one, because connectors no longer end the
	 * exchange at a cancel then: Reactor Netty's reads the body to its end instead.
	 */
	@Override
	protected void cancelSource() {
		this.exchangeThread.execute(this::cancelExchange);
	}

	private void cancelExchange() {
		ReadOnceResponse readOnce = this.response;
		if (readOnce != null) {
			readOnce.end();
		}
		else {
			super.cancelSource();
		}
	}

	@Override
	public long nanosLeft(long now) {
		return (this.phase.get() == Phase.SENT) ? watchdog().timeout().toNanos() - (now - this.sentAt)
				: this.connectionWait.nanosLeft(this.attempts, now - this.waitingSince);
	}

	/**
	 * The connection may have come in the meantime.
	 */
	@Override
	public void expire() {
		if (this.phase.get() != Phase.SENT) {
			checkConnection();
		}
		else if (nanosLeft(watchdog().now()) <= 0) {
			fail("RESPONSE_TIMEOUT",
					"no response headers within " + watchdog().timeout().toMillis() + " ms after the request was sent");
		}
	}

	private void checkConnection() {
		if (this.phase.get() != Phase.UNSENT || is(State.ENDED)) {
			return;
		}
		if (!this.connectionWait.isExhausted()) {
			// A connection is being established, which has a timeout of its own.
			this.connectionWait.checkLater(this::checkConnection);
		}
		else if (this.phase.compareAndSet(Phase.UNSENT, Phase.GIVEN_UP)) {
			this.connectionWait.end(this);
			fail(this.connectionWait.tooLong());
		}
	}

}
