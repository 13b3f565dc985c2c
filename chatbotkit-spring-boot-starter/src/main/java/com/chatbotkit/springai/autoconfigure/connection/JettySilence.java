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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Checks that nothing has arrived on a connection since its last response, even if Jetty
 * has not read it yet. On a busy machine a request may be sent before Jetty's selector
 * reads.
 */
final class JettySilence {

	private JettySilence() {
	}

	/**
	 * Reads the socket without waiting. A connection that is not silent must be closed,
	 * because a byte of it is lost.
	 */
	static boolean isSilent(Connection connection) {
		// Before its first response a connection is still in its TLS handshake.
		return !(connection instanceof org.eclipse.jetty.io.Connection io) || io.getMessagesIn() == 0
				|| isSilent(io.getEndPoint());
	}

	/**
	 * Reads the socket first, then checks the layers above it. If Jetty's own thread has
	 * read the bytes, it has cleared its interest in reading before.
	 */
	private static boolean isSilent(EndPoint endPoint) {
		Object transport = endPoint.getTransport();
		boolean silent = (transport instanceof EndPoint below) ? isSilent(below)
				: !(transport instanceof SocketChannel channel && hasBytes(channel));
		return silent && endPoint.isFillInterested();
	}

	private static boolean hasBytes(SocketChannel channel) {
		try {
			return channel.isBlocking() || channel.read(ByteBuffer.allocate(1)) != 0;
		}
		catch (IOException ex) {
			// The connection is broken.
			return true;
		}
	}

}
