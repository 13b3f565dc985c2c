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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that says so much of an event stream, or nothing at all, and then waits until
 * the client closes the connection.
 */
public final class HeldExchange implements WireServer.Script {

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch closed = new CountDownLatch(1);

	private final String events;

	/**
	 * Says nothing, not even the headers.
	 */
	public HeldExchange() {
		this("");
	}

	/**
	 * Says the headers and these events, if there are any.
	 */
	public HeldExchange(String events) {
		this.events = events;
	}

	@Override
	public void play(WireServer.Exchange exchange) throws Exception {
		this.asked.countDown();
		if (!this.events.isEmpty()) {
			exchange.startEvents();
			exchange.chunk(this.events);
		}
		exchange.awaitClosedByClient();
		this.closed.countDown();
	}

	/**
	 * Waits until the request has come.
	 */
	public void awaitAsked() {
		await(this.asked);
	}

	/**
	 * Waits until the client has closed the connection.
	 */
	public void awaitClosed() {
		await(this.closed);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
