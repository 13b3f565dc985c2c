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

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The timeouts of a request. None of them limits the duration of a stream while data
 * arrives. Each is more than zero and at most 24 days.
 *
 * @param connect the longest time to establish a connection. Defaults to 10 s
 * @param response the longest time from sending the request to the response headers.
 * Defaults to 800 s, the platform's own limit for its work
 * @param streamIdle the longest silence of the server while data is requested, for a
 * whole answer and for a stream. A slow reader does not count. Defaults to 800 s, because
 * the platform sends no heartbeats
 */
public record ChatBotKitTimeouts(Duration connect, Duration response, Duration streamIdle) {

	/**
	 * Some timers count milliseconds in an {@code int}.
	 */
	static final Duration LONGEST = Duration.ofDays(24);

	public ChatBotKitTimeouts {
		checkPositive(connect, "connect");
		checkPositive(response, "response");
		checkPositive(streamIdle, "stream-idle");
	}

	/**
	 * Returns the defaults.
	 * @return 10 s, 800 s, 800 s
	 */
	public static ChatBotKitTimeouts defaults() {
		return new ChatBotKitTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(800), Duration.ofSeconds(800));
	}

	/**
	 * Returns these timeouts with another one to connect.
	 * @param connect the timeout, more than zero
	 * @return the changed copy
	 */
	public ChatBotKitTimeouts withConnect(Duration connect) {
		return new ChatBotKitTimeouts(connect, this.response, this.streamIdle);
	}

	/**
	 * Returns these timeouts with another one for the response headers.
	 * @param response the timeout, more than zero
	 * @return the changed copy
	 */
	public ChatBotKitTimeouts withResponse(Duration response) {
		return new ChatBotKitTimeouts(this.connect, response, this.streamIdle);
	}

	/**
	 * Returns these timeouts with another one for silence.
	 * @param streamIdle the timeout, more than zero
	 * @return the changed copy
	 */
	public ChatBotKitTimeouts withStreamIdle(Duration streamIdle) {
		return new ChatBotKitTimeouts(this.connect, this.response, streamIdle);
	}

	private static void checkPositive(Duration timeout, String name) {
		Assert.notNull(timeout, () -> "The " + name + " timeout must not be null");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(LONGEST) <= 0, () -> "The " + name
				+ " timeout must be more than zero, for example 10s, and at most 24 days, but is " + timeout);
	}

}
