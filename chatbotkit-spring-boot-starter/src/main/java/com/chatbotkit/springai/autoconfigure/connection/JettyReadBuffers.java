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

import java.nio.ByteBuffer;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Allocates a new buffer for each read of a response. If a response breaks off or is
 * cancelled, two threads of Jetty (12.1.10) may release the buffer of its connection. A
 * pool would then give it to two other connections, which would read each other's bytes.
 */
final class JettyReadBuffers extends ByteBufferPool.Wrapper {

	private JettyReadBuffers(ByteBufferPool others) {
		super(others);
	}

	/**
	 * Makes a client use only buffers on the heap, and allocate each of them.
	 */
	static void use(HttpClient client) {
		ByteBufferPool pool = client.getByteBufferPool();
		client.setByteBufferPool(new JettyReadBuffers((pool != null) ? pool : new ArrayByteBufferPool()));
		client.setUseInputDirectByteBuffers(false);
	}

	@Override
	public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
		return direct ? super.acquire(size, true) : RetainableByteBuffer.wrap(ByteBuffer.allocate(size).limit(0));
	}

}
