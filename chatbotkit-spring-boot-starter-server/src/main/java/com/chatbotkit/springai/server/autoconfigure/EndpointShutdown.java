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

import com.chatbotkit.springai.server.http.HttpEndpoint;
import com.chatbotkit.springai.server.open.OpenEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Lets agents finish when the application shuts down, while the web server still answers.
 */
final class EndpointShutdown implements SmartLifecycle {

	// Before the web server stops to accept connections
	// (WebServerGracefulShutdownLifecycle).
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private final HttpEndpoint endpoint;

	private final Duration grace;

	private volatile boolean running;

	EndpointShutdown(HttpEndpoint endpoint, Duration grace) {
		this.endpoint = endpoint;
		this.grace = grace;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		close().block();
	}

	@Override
	public void stop(Runnable callback) {
		close().subscribe(null, (failure) -> callback.run(), callback);
	}

	private Mono<Void> close() {
		this.running = false;
		return (this.endpoint instanceof OpenEndpoint open) ? open.close(this.grace) : Mono.empty();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
