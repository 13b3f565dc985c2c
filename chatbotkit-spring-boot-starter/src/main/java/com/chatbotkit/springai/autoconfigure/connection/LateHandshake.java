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

import javax.net.ssl.SSLHandshakeException;

/**
 * Creates the exception for a TLS handshake that has timed out, with the same message for
 * each connector.
 */
final class LateHandshake {

	private LateHandshake() {
	}

	/**
	 * Creates the exception of a client that distinguishes TCP from TLS.
	 * @param millis the timeout in milliseconds
	 */
	static SSLHandshakeException after(long millis) {
		return new SSLHandshakeException("the TLS handshake timed out after " + millis + " ms");
	}

	/**
	 * Creates the exception of a client that does not distinguish TCP from TLS.
	 * @param millis the timeout in milliseconds
	 */
	static SSLHandshakeException orNoConnection(long millis) {
		return new SSLHandshakeException("no TCP connection, or the TLS handshake timed out after " + millis + " ms");
	}

}
