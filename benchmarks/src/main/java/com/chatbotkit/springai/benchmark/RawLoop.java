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
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Many exchanges on one thread.
 */
final class RawLoop implements Runnable {

	private final InetSocketAddress address;

	private final Selector selector;

	private final Queue<Runnable> starts = new ConcurrentLinkedQueue<>();

	private final Deque<RawExchange> idle = new ArrayDeque<>();

	RawLoop(InetSocketAddress address) {
		this.address = address;
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.starts.add(() -> {
			try {
				exchange().send(prompt, onText).whenEnded(done);
			}
			catch (IOException ex) {
				done.completeExceptionally(ex);
			}
		});
		this.selector.wakeup();
		return done;
	}

	private RawExchange exchange() throws IOException {
		RawExchange known = this.idle.poll();
		if (known != null) {
			return known;
		}
		SocketChannel channel = RawSocket.connect(this.address);
		channel.configureBlocking(false);
		RawExchange exchange = new RawExchange(channel);
		channel.register(this.selector, SelectionKey.OP_READ).attach(exchange);
		return exchange;
	}

	@Override
	public void run() {
		try {
			while (true) {
				this.selector.select();
				for (Runnable start = this.starts.poll(); start != null; start = this.starts.poll()) {
					start.run();
				}
				Iterator<SelectionKey> keys = this.selector.selectedKeys().iterator();
				while (keys.hasNext()) {
					RawExchange exchange = (RawExchange) keys.next().attachment();
					keys.remove();
					if (exchange.readSome()) {
						this.idle.add(exchange);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
