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

import java.time.Duration;

import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.RefusedException;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.http.EndpointRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;

/**
 * The threads on which agents may block, so that event loops and request threads need
 * not. A limited number of requests may wait for a thread. Further ones are refused
 * before their agent has begun.
 */
final class AgentThreads implements DisposableBean {

	private static final int IDLE_SECONDS = 60;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final CountingScheduler scheduler;

	private final int maxWaiting;

	AgentThreads(int maxThreads, int maxWaiting) {
		// No limit here, because a running agent must always get a thread.
		this.scheduler = new CountingScheduler(
				Schedulers.newBoundedElastic(maxThreads, Integer.MAX_VALUE, "served-agent", IDLE_SECONDS, true));
		this.maxWaiting = maxWaiting;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Returns an access that refuses requests while too many wait for a thread.
	 */
	ChatBotKitServerAccess of(ChatBotKitServerAccess access) {
		return new ChatBotKitServerAccess() {

			@Override
			public Mono<ServerCaller> identify(EndpointRequest request) {
				return access.identify(request);
			}

			@Override
			public Mono<Admission> admit(ServerCaller caller) {
				return (AgentThreads.this.scheduler.waiting() >= AgentThreads.this.maxWaiting)
						? Mono.error(new RefusedException(503, "overloaded",
								"The server has more requests than it can answer. Try again in a moment.", RETRY_AFTER))
						: access.admit(caller);
			}

		};
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
	}

}
