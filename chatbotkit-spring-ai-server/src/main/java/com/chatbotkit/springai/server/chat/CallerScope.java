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

import java.util.function.Supplier;

import com.chatbotkit.springai.server.agent.AgentCaller;
import reactor.util.context.Context;

/**
 * Makes the caller known to the code that an agent runs, on whatever thread that is.
 */
public interface CallerScope {

	/**
	 * Makes nobody known.
	 */
	CallerScope NONE = new CallerScope() {

		@Override
		public <T> T within(AgentCaller caller, Supplier<T> work) {
			return work.get();
		}

		@Override
		public Context context(AgentCaller caller, Context context) {
			return context;
		}

	};

	/**
	 * Runs work of an agent. Afterwards the thread is as it was.
	 * @param <T> what the work returns
	 * @param caller who asked the agent
	 * @param work the work
	 * @return what the work returned
	 */
	<T> T within(AgentCaller caller, Supplier<T> work);

	/**
	 * Adds the caller to the context of an agent's reactive work.
	 * @param caller who asked the agent
	 * @param context the context so far
	 * @return the context with the caller
	 */
	Context context(AgentCaller caller, Context context);

}
