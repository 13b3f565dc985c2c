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
 * Stands between a client and ChatBotKit and records what both say, for an
 * {@link ExchangeReplayer}. It is a server of its own, so that any client can use it: the
 * client's base URL is {@link #baseUrl()}, and its secret key the real one.
 *
 * <pre>{@code
 * try (ExchangeRecorder recorder = ExchangeRecorder.of("https://api.chatbotkit.com/v1/openai").start()) {
 *     // recorder.baseUrl() goes to the client
 *     recorder.save(Path.of("src/test/resources/orders.json"));
 * }
 * }</pre>
 *
 * No header of a request is recorded, and of an answer only {@code Content-Type},
 * {@code Retry-After} and {@code x-failure-code}. The secret key is replaced wherever a
 * body repeats it.
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
	 * Begins a recorder.
	 * @param baseUrl the real base URL, to which {@code /chat/completions} is appended,
	 * such as {@code https://api.chatbotkit.com/v1/openai}; a bare origin is completed
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
	 * Writes what was recorded so far. Answers that still come are recorded as broken
	 * off.
	 * @param file the file, which is replaced; missing folders are made
	 * @throws java.io.UncheckedIOException if it cannot be written
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
		 * Takes texts out of what is recorded. The replayer needs the same function.
		 * @param redaction changes a path, a body, or a piece of one; JSON has to stay
		 * JSON. It may be asked for the same text more than once
		 * @return this builder
		 */
		public Builder redact(UnaryOperator<String> redaction) {
			this.redaction = redaction;
			return this;
		}

		/**
		 * Records the pauses between the pieces of an answer as well.
		 * @return this builder
		 */
		public Builder withTiming() {
			this.timing = true;
			return this;
		}

		/**
		 * Starts the recorder.
		 * @return the running recorder
		 * @throws IllegalArgumentException if secret keys would go to that base URL in
		 * plain text
		 */
		public ExchangeRecorder start() {
			return new ExchangeRecorder(this);
		}

	}

}
