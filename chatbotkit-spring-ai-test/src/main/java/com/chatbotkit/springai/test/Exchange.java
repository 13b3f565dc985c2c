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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;

/**
 * A received request and the response sent so far.
 */
final class Exchange {

	private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "cookie");

	/** Replaces contents that are no longer kept. */
	static final String DROPPED = "[no longer kept: later requests needed the room]";

	// The body, and the same texts for the agent with up to two bytes a character.
	private static final int BYTES_PER_BODY_BYTE = 4;

	private volatile EndpointRequest http;

	private volatile @Nullable AgentRequest reached;

	private ByteArrayOutputStream answer = new ByteArrayOutputStream();

	private final AtomicLong totalBytes;

	private long size;

	private boolean dropped;

	private volatile @Nullable WireFault fault;

	private volatile int status;

	private volatile boolean cancelled;

	/**
	 * Creates an exchange for a request.
	 * @param http the request
	 * @param totalBytes counts the bytes of all exchanges
	 */
	Exchange(EndpointRequest http, AtomicLong totalBytes) {
		this.http = http;
		this.totalBytes = totalBytes;
		this.size = (long) BYTES_PER_BODY_BYTE * http.body().length;
		totalBytes.addAndGet(this.size);
	}

	synchronized void reached(AgentRequest request) {
		this.reached = this.dropped ? withoutContents(request) : request;
	}

	void apply(@Nullable WireFault fault) {
		this.fault = fault;
	}

	@Nullable WireFault fault() {
		return this.fault;
	}

	synchronized void sent(byte[] piece) {
		if (!this.dropped) {
			this.answer.writeBytes(piece);
			// The buffer may be twice as large as its contents.
			this.size += 2L * piece.length;
			this.totalBytes.addAndGet(2L * piece.length);
		}
	}

	/** Drops the contents, and ignores those that follow. */
	synchronized void drop() {
		if (!this.dropped) {
			this.dropped = true;
			this.http = new EndpointRequest(this.http.method(), this.http.uri(), this.http.headers(),
					DROPPED.getBytes(StandardCharsets.UTF_8));
			AgentRequest agent = this.reached;
			this.reached = (agent != null) ? withoutContents(agent) : null;
			this.answer = new ByteArrayOutputStream();
			this.answer.writeBytes(DROPPED.getBytes(StandardCharsets.UTF_8));
			this.totalBytes.addAndGet(-this.size);
			this.size = 0;
		}
	}

	private AgentRequest withoutContents(AgentRequest agent) {
		return new AgentRequest(agent.selector(), agent.target(), null, List.of(), List.of(), agent.stream(),
				this.http);
	}

	void answered(int status) {
		this.status = status;
	}

	void cancelled() {
		this.cancelled = true;
	}

	synchronized ReceivedRequest snapshot() {
		AgentRequest agent = this.reached;
		String body = new String(this.http.body(), StandardCharsets.UTF_8);
		ReceivedKey key = ReceivedKey.of(this.http.headers().get("authorization"));
		if (agent == null) {
			return new ReceivedRequest(this.http.method(), this.http.uri(), headers(), key, body, this.status, answer(),
					this.cancelled, null, null, null, List.of(), List.of(), false);
		}
		return new ReceivedRequest(this.http.method(), this.http.uri(), headers(), key, body, this.status, answer(),
				this.cancelled, agent.selector(), agent.target(), agent.backstory(), agent.messages(),
				agent.functions(), agent.stream());
	}

	private String answer() {
		return this.answer.toString(StandardCharsets.UTF_8);
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.http.headers());
		SECRET_HEADERS.forEach(headers::remove);
		return Collections.unmodifiableMap(headers);
	}

}
