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

package com.chatbotkit.springai.server.chat;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/**
 * Brings what Reactor's context holds, such as the current observation, to the thread on
 * which an agent blocks.
 */
final class ThreadContext {

	private static final Log logger = LogFactory.getLog(ThreadContext.class);

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private ThreadContext() {
	}

	/**
	 * The result of what blocks, on the thread that subscribes, with the subscriber's
	 * context. Cancelling interrupts it.
	 */
	static <T> Mono<T> blocking(Callable<T> blocking) {
		return Mono.create((result) -> {
			FutureTask<T> task = new Task<>(() -> in(result.contextView(), blocking));
			result.onCancel(() -> task.cancel(true));
			task.run();
			if (task.isCancelled()) {
				// The cancel may have left the thread interrupted, which must not hit
				// what it does next.
				Thread.interrupted();
			}
			else {
				tell(task, result);
			}
		});
	}

	private static <T> T in(ContextView context, Callable<T> blocking) throws Exception {
		ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(context);
		// Spring AI 2.0.0 looks here for the observation that a tool belongs to, in
		// calls as well, and not at the thread's own.
		ToolCallReactiveContextHolder.setContext(context);
		try {
			return blocking.call();
		}
		finally {
			ToolCallReactiveContextHolder.clearContext();
			scope.close();
		}
	}

	private static <T> void tell(Future<T> done, MonoSink<T> result) {
		T value;
		try {
			value = done.get();
		}
		catch (ExecutionException ex) {
			result.error(Objects.requireNonNullElse(ex.getCause(), ex));
			return;
		}
		catch (InterruptedException | CancellationException ex) {
			throw new IllegalStateException("A task that is done was waited for", ex);
		}
		result.success(value);
	}

	private static final class Task<T> extends FutureTask<T> {

		Task(Callable<T> callable) {
			super(callable);
		}

		/** The failure of a cancelled task reaches no subscriber, so it is logged. */
		@Override
		protected void setException(Throwable failure) {
			if (isCancelled()) {
				logger.debug("An agent failed that nobody waits for", failure);
			}
			super.setException(failure);
		}

	}

}
