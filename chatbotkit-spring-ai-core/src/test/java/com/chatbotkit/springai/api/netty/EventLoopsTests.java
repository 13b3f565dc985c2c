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

package com.chatbotkit.springai.api.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the event loops of a client do between its requests.
 */
class EventLoopsTests {

	/**
	 * Together shorter than the second for which Netty's own event loop reads nothing.
	 */
	private static final int TASKS = 300;

	private static final long TASK_NANOS = 2_000_000;

	private final EventLoops loops = new EventLoops("test");

	@AfterEach
	void end() {
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAnswerIsReadWhileTasksWait(boolean useNative) throws Exception {
		EventLoopGroup group = this.loops.onClient(useNative);
		AtomicInteger tasks = new AtomicInteger();
		AtomicInteger tasksBeforeTheAnswer = new AtomicInteger(-1);
		CountDownLatch ended = new CountDownLatch(1);
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Channel channel = connect(group, server, new SimpleChannelInboundHandler<ByteBuf>() {
				@Override
				protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
					tasksBeforeTheAnswer.set(tasks.get());
				}
			});
			try (Socket accepted = server.accept()) {
				channel.eventLoop().execute(() -> {
					send(accepted);
					for (int i = 0; i < TASKS; i++) {
						channel.eventLoop().execute(() -> {
							LockSupport.parkNanos(TASK_NANOS);
							tasks.incrementAndGet();
						});
					}
					channel.eventLoop().execute(ended::countDown);
				});
				assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
			}
			channel.close().sync();
		}
		assertThat(tasksBeforeTheAnswer.get()).isBetween(0, TASKS / 2);
	}

	private Channel connect(EventLoopGroup group, ServerSocket server, ChannelHandler handler) throws Exception {
		return new Bootstrap().group(group)
			.channel(this.loops.onChannelClass(SocketChannel.class, group))
			.handler(handler)
			.connect(server.getLocalSocketAddress())
			.sync()
			.channel();
	}

	private static void send(Socket socket) {
		try {
			socket.getOutputStream().write('x');
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aLoopThatOpensSeveralConnectionsSharesThemOut() throws Exception {
		EventLoopGroup group = this.loops.onClient(true);
		Set<Object> chosen = ConcurrentHashMap.newKeySet();
		group.next().submit(() -> {
			for (int i = 0; i < EventLoops.DEFAULT_IO_WORKER_COUNT; i++) {
				chosen.add(group.next());
			}
		}).sync();
		assertThat(chosen).hasSize(EventLoops.DEFAULT_IO_WORKER_COUNT);
	}

	@Test
	void nothingMayBlockThem() throws Exception {
		boolean nonBlocking = this.loops.onClient(true).submit(Schedulers::isInNonBlockingThread).sync().getNow();
		assertThat(nonBlocking).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionsAreClosedAlsoWhereTheEndComesWithinATask(boolean useNative) throws Exception {
		EventLoopGroup group = this.loops.onClient(useNative);
		CountDownLatch within = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Channel channel = connect(group, server, new ChannelInboundHandlerAdapter());
			try (Socket accepted = server.accept()) {
				channel.eventLoop().execute(() -> {
					within.countDown();
					await(begun);
				});
				await(within);
				this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).subscribe();
				begun.countDown();
				accepted.setSoTimeout(10_000);
				assertThat(accepted.getInputStream().read()).isEqualTo(-1);
			}
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void nothingBeginsAfterTheirEnd() {
		this.loops.disposeLater().block();
		assertThat(this.loops.isDisposed()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.loops.onClient(true))
			.withMessage("The event loops have ended");
	}

}
