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

package com.chatbotkit.springai.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The limit: reads the bytes of an answer and looks for nothing but its text and its end,
 * which it knows to be written as {@link Wire} writes them.
 */
final class RawSocket implements Contender {

	private final InetSocketAddress address;

	private final RawExchange exchange;

	private @Nullable RawLoop loop;

	RawSocket(int port) {
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.exchange = new RawExchange(connect(this.address));
	}

	@Override
	public String call(String prompt) {
		StringBuilder text = new StringBuilder();
		this.exchange.send(prompt, text::append);
		this.exchange.readBlocking();
		return text.toString();
	}

	@Override
	public void stream(String prompt, Consumer<String> onText) {
		this.exchange.send(prompt, onText);
		this.exchange.readBlocking();
	}

	@Override
	public synchronized CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		if (this.loop == null) {
			this.loop = new RawLoop(this.address);
			Thread thread = new Thread(this.loop, "raw-loop");
			thread.setDaemon(true);
			thread.start();
		}
		return this.loop.start(prompt, onText);
	}

	static SocketChannel connect(InetSocketAddress address) {
		try {
			SocketChannel channel = SocketChannel.open(address);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			return channel;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
