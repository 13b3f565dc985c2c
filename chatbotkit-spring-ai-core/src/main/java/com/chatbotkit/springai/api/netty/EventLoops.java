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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Event loops that read responses while requests are still being written. They start with
 * the first request.
 * <p>
 * An event loop of Netty 4.2 runs tasks for up to a second before it reads again, and
 * each request is such a task. Besides, Reactor Netty gives all connections to one loop
 * if requests wait for a connection. Measured with 500 streams that start together over
 * five HTTP/2 connections: the first text comes after 50 ms instead of 350, and half of
 * the streams have text in 0.47 of the time (benchmarks/MEASUREMENTS.md, "Event loops").
 */
final class EventLoops implements LoopResources {

	/** Netty's shortest time. It checks the clock after every 64 tasks. */
	private static final long MAX_TASK_MILLIS = 1;

	private static final boolean EPOLL = ClassUtils.isPresent("io.netty.channel.epoll.EpollIoHandler",
			EventLoops.class.getClassLoader());

	private final String name;

	private @Nullable Group group;

	private boolean disposed;

	/**
	 * Creates event loops without starting a thread.
	 * @param name the prefix of the threads' names
	 */
	EventLoops(String name) {
		this.name = name;
	}

	/**
	 * Returns the event loops, which start with the first request.
	 * @throws IllegalStateException if they have been closed
	 */
	@Override
	public synchronized EventLoopGroup onServer(boolean useNative) {
		Assert.state(!this.disposed, "The event loops have ended");
		if (this.group == null) {
			this.group = (useNative && EPOLL && Native.isAvailable())
					? new Group(this.name + "-epoll-", Native.factory())
					: new Group(this.name + "-nio-", NioIoHandler.newFactory());
		}
		return this.group;
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return Mono.create((ended) -> {
			Group group = end();
			if (group == null) {
				ended.success();
			}
			else {
				group.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
					.addListener((done) -> ended.success());
			}
		});
	}

	private synchronized @Nullable Group end() {
		this.disposed = true;
		return this.group;
	}

	@Override
	public synchronized boolean isDisposed() {
		return this.disposed;
	}

	private static final class Group extends MultiThreadIoEventLoopGroup {

		Group(String name, IoHandlerFactory factory) {
			super(DEFAULT_IO_WORKER_COUNT, threads(name), factory);
		}

		private static ThreadFactory threads(String name) {
			AtomicInteger count = new AtomicInteger();
			return (task) -> new EventLoopThread(task, name + count.incrementAndGet());
		}

		@Override
		protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... args) {
			return new Loop(this, executor, factory);
		}

	}

	private static final class Loop extends SingleThreadIoEventLoop {

		Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory factory) {
			super(group, executor, factory, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), MAX_TASK_MILLIS);
		}

		/**
		 * Closes connections that are still open. Netty (4.2.15) leaves them open if the
		 * loop is shut down while a task runs.
		 */
		@Override
		protected void run() {
			super.run();
			if (isShuttingDown()) {
				ioHandler().prepareToDestroy();
			}
		}

	}

	/**
	 * In a class of its own, because an application may exclude the native transport.
	 */
	private static final class Native {

		private Native() {
		}

		static boolean isAvailable() {
			return Epoll.isAvailable();
		}

		static IoHandlerFactory factory() {
			return EpollIoHandler.newFactory();
		}

	}

	private static final class EventLoopThread extends FastThreadLocalThread implements NonBlocking {

		EventLoopThread(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

	}

}
