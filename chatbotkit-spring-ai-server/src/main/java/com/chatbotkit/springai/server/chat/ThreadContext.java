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

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
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

	/** The result of what blocks, with the subscriber's context on its thread. */
	static <T> Mono<T> blocking(Callable<T> blocking) {
		return Mono.deferContextual((context) -> {
			AtomicBoolean cancelled = new AtomicBoolean();
			return Mono.fromCallable(() -> call(blocking, context, cancelled)).doOnCancel(() -> cancelled.set(true));
		});
	}

	/**
	 * Returns the result, or null where the call fails after a cancel, as most models do
	 * when they are interrupted: nobody hears of it, and Reactor would log an error.
	 */
	private static <T> @Nullable T call(Callable<T> blocking, ContextView context, AtomicBoolean cancelled)
			throws Exception {
		ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(context);
		// Spring AI 2.0.0 looks here for the observation that a tool belongs to, in
		// calls as well, and not at the thread's own.
		ToolCallReactiveContextHolder.setContext(context);
		try {
			return blocking.call();
		}
		catch (Exception ex) {
			if (!cancelled.get()) {
				throw ex;
			}
			logger.debug("An agent failed that nobody waits for", ex);
			return null;
		}
		finally {
			ToolCallReactiveContextHolder.clearContext();
			scope.close();
		}
	}

}
