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

package com.chatbotkit.springai.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;

/**
 * Records received requests and their responses, and applies the {@link WireFault} that
 * the script has chosen.
 */
final class RequestLog {

	/**
	 * Limit for the bytes of all contents. A quarter of the JVM's memory applies if that
	 * is less.
	 */
	private static final long MAX_BYTES = 256 * 1024 * 1024;

	private final Map<EndpointRequest, Exchange> inProgress = new ConcurrentHashMap<>();

	private final Deque<Exchange> received = new ArrayDeque<>();

	/** Received exchanges whose contents are still kept, oldest first. */
	private final Deque<Exchange> withContents = new ArrayDeque<>();

	private final AtomicLong bytes = new AtomicLong();

	private final int maxRequests;

	private final long maxBytes;

	RequestLog(int maxRequests) {
		this(maxRequests, Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4));
	}

	RequestLog(int maxRequests, long maxBytes) {
		this.maxRequests = maxRequests;
		this.maxBytes = maxBytes;
	}

	/** Records the request, its response, and whether the client cancels it. */
	Mono<EndpointResponse> follow(EndpointRequest request, Mono<EndpointResponse> answer) {
		return Mono.defer(() -> {
			Exchange exchange = new Exchange(request, this.bytes);
			keep(exchange);
			this.inProgress.put(request, exchange);
			return answer.flatMap((response) -> damaged(exchange, response))
				.doOnCancel(exchange::cancelled)
				.doFinally((end) -> this.inProgress.remove(request))
				.map((response) -> follow(exchange, response));
		});
	}

	private synchronized void keep(Exchange exchange) {
		this.received.addLast(exchange);
		this.withContents.addLast(exchange);
		if (this.received.size() > this.maxRequests) {
			Exchange oldest = this.received.removeFirst();
			this.withContents.remove(oldest);
			oldest.drop();
		}
		makeRoom();
	}

	private synchronized void makeRoom() {
		while (this.bytes.get() > this.maxBytes && this.withContents.size() > 1) {
			this.withContents.removeFirst().drop();
		}
	}

	private void sent(Exchange exchange, byte[] piece) {
		exchange.sent(piece);
		if (this.bytes.get() > this.maxBytes) {
			makeRoom();
		}
	}

	private static Mono<EndpointResponse> damaged(Exchange exchange, EndpointResponse response) {
		WireFault fault = exchange.fault();
		return (fault != null) ? fault.damage(response) : Mono.just(response);
	}

	private EndpointResponse follow(Exchange exchange, EndpointResponse response) {
		exchange.answered(response.status());
		if (response.body() instanceof EndpointResponse.Whole whole) {
			sent(exchange, whole.text().getBytes(StandardCharsets.UTF_8));
		}
		return response
			.withPieces((pieces) -> pieces.doOnNext((piece) -> sent(exchange, piece)).doOnCancel(exchange::cancelled));
	}

	/** Returns an agent that runs the script and records the requests that reach it. */
	Agent recording(Script script) {
		return (request) -> {
			Exchange exchange = this.inProgress.get(request.http());
			if (exchange == null) {
				return script.respond(new Turn(request)).events();
			}
			exchange.reached(request);
			ScriptedResponse answer = script.respond(new Turn(request));
			exchange.apply(answer.fault());
			return answer.events();
		};
	}

	synchronized List<ReceivedRequest> requests() {
		return this.received.stream().map(Exchange::snapshot).toList();
	}

	synchronized void clear() {
		this.received.forEach(Exchange::drop);
		this.received.clear();
		this.withContents.clear();
	}

}
