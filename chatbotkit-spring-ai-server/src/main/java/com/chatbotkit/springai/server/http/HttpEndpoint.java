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

package com.chatbotkit.springai.server.http;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * An endpoint that an adapter serves from a web server.
 */
public interface HttpEndpoint {

	/**
	 * Whether the endpoint answers requests with a path, whatever their method.
	 * @param path the path within the application, as sent, still escaped
	 * @return false if the path belongs to the rest of the application
	 */
	boolean serves(String path);

	/**
	 * Whether the endpoint refuses a path that is not served, in a format that its
	 * clients can read. The rest of the application has precedence.
	 * @param path the path within the application, as sent, still escaped
	 * @return true if {@link #handle} answers it with status 404; defaults to false
	 */
	default boolean refuses(String path) {
		return false;
	}

	/**
	 * Returns the size up to which an adapter reads a body. It passes on one more byte of
	 * a larger body, so that the endpoint refuses it.
	 * @return the size in bytes
	 */
	int maxBodyBytes();

	/**
	 * Returns how long an adapter waits for a whole body before it answers with
	 * {@link #bodyNotReceived}.
	 * @return the time; defaults to a minute, and one more for each whole MiB of the
	 * largest body
	 */
	default Duration bodyTime() {
		return Duration.ofMinutes(1 + maxBodyBytes() / (1024 * 1024));
	}

	/**
	 * Returns the answer to a request whose body has not arrived in time.
	 * @return the answer, after which the connection is closed, because the rest of the
	 * body may still arrive
	 */
	EndpointResponse bodyNotReceived();

	/**
	 * Answers a request.
	 * @param request the request, whose path is the one within the application
	 * @return the answer; never an error signal. The adapter cancels this subscription,
	 * or the one to a streamed body, if the client disconnects
	 */
	Mono<EndpointResponse> handle(EndpointRequest request);

}
