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

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import org.eclipse.jetty.client.Connection;

/**
 * Disables the idle timeout of an HTTP/2 connection while it has open requests. Jetty
 * (12.1.10) would close the connection while a server is silent.
 */
final class JettyIdleTimeouts {

	private final long otherwise;

	/** The number of open requests of each connection. */
	private final Map<Connection, Integer> requests = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Creates an instance.
	 * @param otherwise the idle timeout of a connection without requests, in milliseconds
	 */
	JettyIdleTimeouts(long otherwise) {
		this.otherwise = otherwise;
	}

	void begin(Connection connection) {
		this.requests.compute(connection, (key, count) -> {
			if (count == null) {
				JettyHttp2.setIdleTimeout(connection, 0);
				return 1;
			}
			return count + 1;
		});
	}

	void end(Connection connection) {
		this.requests.computeIfPresent(connection, (key, count) -> {
			if (count > 1) {
				return count - 1;
			}
			JettyHttp2.setIdleTimeout(connection, this.otherwise);
			return null;
		});
	}

}
