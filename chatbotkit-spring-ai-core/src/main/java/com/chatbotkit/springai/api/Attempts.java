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

import java.util.concurrent.atomic.AtomicLong;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The progress of one request over all its attempts: how long they have waited for
 * connections, and whether the latest one was sent.
 */
final class Attempts {

	private final AtomicLong waited = new AtomicLong();

	private volatile boolean sent = true;

	/**
	 * Adds the progress of a new request to its Reactor context.
	 */
	static Context count(Context context) {
		return context.put(Attempts.class, new Attempts());
	}

	/**
	 * Returns the progress of the request with this context, or a new one.
	 */
	static Attempts of(ContextView context) {
		Attempts attempts = context.getOrDefault(Attempts.class, null);
		return (attempts != null) ? attempts : new Attempts();
	}

	/**
	 * Returns how long earlier attempts have waited for a connection, in nanoseconds.
	 */
	long waited() {
		return this.waited.get();
	}

	void addWaited(long nanos) {
		this.waited.addAndGet(nanos);
	}

	/**
	 * Whether any part of the latest attempt may have been sent. True if unknown.
	 */
	boolean isSent() {
		return this.sent;
	}

	void sent(boolean sent) {
		this.sent = sent;
	}

}
