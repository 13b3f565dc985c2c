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
import java.util.function.UnaryOperator;

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

	private ExchangeRecorder(Builder builder) {
		String baseUrl = RealBaseUrl.of(builder.baseUrl);
		this.proxy = new RecordingProxy(new Redaction(builder.redaction), builder.timing);
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
	public static Builder of(String baseUrl) {
		return new Builder(baseUrl);
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

	/**
	 * Settings of a recorder.
	 */
	public static final class Builder {

		private final String baseUrl;

		private UnaryOperator<String> redaction = UnaryOperator.identity();

		private boolean timing;

		private Builder(String baseUrl) {
			this.baseUrl = baseUrl;
		}

		/**
		 * Changes texts before they are recorded, for example to remove personal data.
		 * The replayer needs the same function.
		 * @param redaction changes a path, a body, or a piece of a body; JSON has to stay
		 * valid. It may be called more than once for the same text
		 * @return this builder
		 */
		public Builder redact(UnaryOperator<String> redaction) {
			this.redaction = redaction;
			return this;
		}

		/**
		 * Records the pauses between the pieces of a response. By default they are not
		 * recorded.
		 * @return this builder
		 */
		public Builder withTiming() {
			this.timing = true;
			return this;
		}

		/**
		 * Starts the recorder.
		 * @return the running recorder
		 * @throws IllegalArgumentException if the base URL would send secret keys in
		 * plain text
		 */
		public ExchangeRecorder start() {
			return new ExchangeRecorder(this);
		}

	}

}
