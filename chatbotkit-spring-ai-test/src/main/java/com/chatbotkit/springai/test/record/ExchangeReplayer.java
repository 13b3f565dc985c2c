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
 * Replays the recording of an {@link ExchangeRecorder} to a client, without network.
 * <p>
 * A request is answered by the first unused exchange with the same method, path and body;
 * the order of keys in JSON is ignored. Each exchange is used once. A request without a
 * matching exchange is refused with a 400 {@code BAD_REQUEST} that lists the differences.
 */
public final class ExchangeReplayer implements AutoCloseable {

	/** A key for clients, because the replayer does not check it. */
	static final String SECRET_KEY = "sk-test-replay";

	private final ReplayedExchanges exchanges;

	private final Redaction redaction;

	private final LocalServer server;

	private ExchangeReplayer(Path file, Redaction redaction, boolean timing) {
		this.exchanges = new ReplayedExchanges(new RecordingFile(file).read(), timing);
		this.redaction = redaction;
		this.server = new LocalServer("chatbotkit-replayer", LocalServer.LOOPBACK, 0, new NettyEndpoint(this::answer));
	}

	/**
	 * Creates a builder for a replayer.
	 * @param file the recording
	 * @return a builder
	 */
	public static RecordingBuilder<ExchangeReplayer> of(Path file) {
		return new RecordingBuilder<>((redaction, timing) -> new ExchangeReplayer(file, redaction, timing));
	}

	private Mono<EndpointResponse> answer(EndpointRequest request) {
		this.redaction.learn(request);
		return this.exchanges.answer(RecordedRequest.of(request, this.redaction));
	}

	/**
	 * Returns the base URL for clients.
	 * @return the URL, such as {@code http://127.0.0.1:41234/v1/openai}
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * Returns a secret key for clients. Every other key is accepted, too.
	 * @return the key
	 */
	public String secretKey() {
		return SECRET_KEY;
	}

	/**
	 * Verifies that each recorded exchange was requested, and nothing else.
	 * @throws AssertionError if not, with the unmatched requests and the unused exchanges
	 */
	public void verify() {
		Mismatch.check(this.exchanges.mismatches(), this.exchanges.left());
	}

	/**
	 * Stops the replayer and closes its connections.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
