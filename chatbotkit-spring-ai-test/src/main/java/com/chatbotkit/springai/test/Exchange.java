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

import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is under way.
 */
final class Exchange {

	private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "cookie");

	private final EndpointRequest http;

	private volatile @Nullable AgentRequest reached;

	private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

	private volatile @Nullable WireFault fault;

	private volatile int status;

	private volatile boolean cancelled;

	Exchange(EndpointRequest http) {
		this.http = http;
	}

	void reached(AgentRequest request) {
		this.reached = request;
	}

	void strike(@Nullable WireFault fault) {
		this.fault = fault;
	}

	@Nullable WireFault fault() {
		return this.fault;
	}

	void sent(byte[] piece) {
		this.answer.writeBytes(piece);
	}

	void answered(int status) {
		this.status = status;
	}

	void cancelled() {
		this.cancelled = true;
	}

	ReceivedRequest snapshot() {
		AgentRequest agent = this.reached;
		String body = new String(this.http.body(), StandardCharsets.UTF_8);
		if (agent == null) {
			return new ReceivedRequest(this.http.method(), this.http.uri(), headers(), body, this.status, answer(),
					this.cancelled, null, null, null, List.of(), List.of(), false);
		}
		return new ReceivedRequest(this.http.method(), this.http.uri(), headers(), body, this.status, answer(),
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
