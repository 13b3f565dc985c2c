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
 * Says that a server did not answer a TLS handshake, in the same words for each
 * connector.
 */
final class LateHandshake {

	private LateHandshake() {
	}

	/**
	 * The failure of a connection that never stood.
	 * @param millis how long the handshake was waited for, in milliseconds
	 */
	static SSLHandshakeException after(long millis) {
		return new SSLHandshakeException("the TLS handshake timed out after " + millis + " ms");
	}

	/**
	 * The same of a client that does not tell TCP from TLS.
	 * @param millis how long the connection was waited for, in milliseconds
	 */
	static SSLHandshakeException orNoConnection(long millis) {
		return new SSLHandshakeException("no TCP connection, or the TLS handshake timed out after " + millis + " ms");
	}

}
