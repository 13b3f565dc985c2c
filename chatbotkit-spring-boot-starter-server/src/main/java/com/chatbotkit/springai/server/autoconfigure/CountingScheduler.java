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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Counts the tasks that wait for one of a scheduler's threads.
 */
final class CountingScheduler implements Scheduler {

	private final Scheduler threads;

	private final AtomicInteger waiting = new AtomicInteger();

	CountingScheduler(Scheduler threads) {
		this.threads = threads;
	}

	/** How many tasks were scheduled and have neither begun nor been given up. */
	int waiting() {
		return this.waiting.get();
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(new Waiting(task), this.threads::schedule);
	}

	@Override
	public Worker createWorker() {
		return new CountingWorker(this.threads.createWorker());
	}

	private static Disposable schedule(Waiting task, Function<Runnable, Disposable> threads) {
		try {
			Disposable scheduled = threads.apply(task);
			return () -> {
				scheduled.dispose();
				task.dispose();
			};
		}
		catch (RuntimeException ex) {
			task.dispose();
			throw ex;
		}
	}

	@Override
	public void dispose() {
		this.threads.dispose();
	}

	@Override
	public boolean isDisposed() {
		return this.threads.isDisposed();
	}

	/**
	 * Counts the tasks of one worker, which leave with it.
	 */
	private final class CountingWorker implements Worker {

		private final Worker worker;

		private final Disposable.Composite tasks = Disposables.composite();

		CountingWorker(Worker worker) {
			this.worker = worker;
		}

		@Override
		public Disposable schedule(Runnable task) {
			Waiting waiting = new Waiting(task) {
				@Override
				void left() {
					CountingWorker.this.tasks.remove(this);
				}
			};
			this.tasks.add(waiting);
			return CountingScheduler.schedule(waiting, this.worker::schedule);
		}

		@Override
		public void dispose() {
			this.worker.dispose();
			this.tasks.dispose();
		}

		@Override
		public boolean isDisposed() {
			return this.worker.isDisposed();
		}

	}

	/**
	 * A task that counts as waiting until it begins, or will never begin.
	 */
	private class Waiting implements Runnable, Disposable {

		private final AtomicBoolean over = new AtomicBoolean();

		private final Runnable task;

		Waiting(Runnable task) {
			this.task = task;
			CountingScheduler.this.waiting.incrementAndGet();
		}

		@Override
		public void run() {
			if (end()) {
				left();
			}
			this.task.run();
		}

		private boolean end() {
			boolean first = this.over.compareAndSet(false, true);
			if (first) {
				CountingScheduler.this.waiting.decrementAndGet();
			}
			return first;
		}

		/** Is called when it has begun. */
		void left() {
		}

		@Override
		public void dispose() {
			end();
		}

		@Override
		public boolean isDisposed() {
			return this.over.get();
		}

	}

}
