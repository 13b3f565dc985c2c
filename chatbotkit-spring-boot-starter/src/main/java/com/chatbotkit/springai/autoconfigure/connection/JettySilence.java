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
 * Tells whether nothing has come on a connection since its last answer, whether or not
 * Jetty has read it yet. On a busy machine a request may be sent before Jetty's selector
 * finds time to read.
 */
final class JettySilence {

	private JettySilence() {
	}

	/**
	 * Reads what has come, without waiting. A connection that brought something must be
	 * closed then, for a byte of it may be lost.
	 */
	static boolean isSilent(Connection connection) {
		// Before its first answer nothing could be mixed up, and TLS is not done yet.
		return !(connection instanceof org.eclipse.jetty.io.Connection io) || io.getMessagesIn() == 0
				|| isSilent(io.getEndPoint());
	}

	/**
	 * First the socket is read, then what stands on it. Jetty's own thread, if it was the
	 * one to read, had taken back its interest before.
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
			// The connection is broken, and of no use to a request.
			return true;
		}
	}

}
