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

package com.chatbotkit.springai.test.record;

import java.nio.file.Path;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.netty.NettyEndpoint;
import com.chatbotkit.springai.test.server.LocalServer;
import reactor.core.publisher.Mono;

/**
 * Records the exchanges between a client and ChatBotKit for an {@link ExchangeReplayer}.
 * It is an HTTP server, so that any client can use it: the client's base URL is
 * {@link #baseUrl()}, and its secret key the real one.
 *
 * <pre>{@code
 * try (ExchangeRecorder recorder = ExchangeRecorder.of("https://api.chatbotkit.com/v1/openai").start()) {
 *     // recorder.baseUrl() goes to the client
 *     recorder.save(Path.of("src/test/resources/orders.json"));
 * }
 * }</pre>
 *
 * No header of a request is recorded, and of a response only {@code Content-Type},
 * {@code Retry-After} and {@code x-failure-code}. The secret key is replaced wherever it
 * occurs in a body.
 */
public final class ExchangeRecorder implements AutoCloseable {

	private final RecordingProxy proxy;

	private final LocalServer server;

	private final Upstream upstream;

	private ExchangeRecorder(String realBaseUrl, Redaction redaction, boolean timing) {
		String baseUrl = RealBaseUrl.of(realBaseUrl);
		this.proxy = new RecordingProxy(redaction, timing);
		this.server = new LocalServer("chatbotkit-recorder", LocalServer.LOOPBACK, 0, new NettyEndpoint(this::answer));
		this.upstream = new Upstream(baseUrl, this.server.loops());
	}

	/**
	 * Creates a builder for a recorder.
	 * @param baseUrl the real base URL, such as
	 * {@code https://api.chatbotkit.com/v1/openai}; {@code /chat/completions} is
	 * appended, and a missing path is completed
	 * @return a builder
	 */
	public static RecordingBuilder<ExchangeRecorder> of(String baseUrl) {
		return new RecordingBuilder<>((redaction, timing) -> new ExchangeRecorder(baseUrl, redaction, timing));
	}

	private Mono<EndpointResponse> answer(EndpointRequest request) {
		return this.proxy.answer(request, RecordedExchange.NO_TEST, this.upstream);
	}

	/**
	 * Returns the base URL for clients.
	 * @return the URL, such as {@code http://127.0.0.1:41234/v1/openai}
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * Writes the exchanges recorded so far. Responses that have not ended yet are
	 * recorded as broken.
	 * @param file the file, which is replaced; missing folders are created
	 * @throws java.io.UncheckedIOException if the file cannot be written
	 */
	public void save(Path file) {
		new RecordingFile(file).write(this.proxy.recorded());
	}

	/**
	 * Stops the recorder and closes its connections.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
