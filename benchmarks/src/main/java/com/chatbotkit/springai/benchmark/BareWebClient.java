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

package com.chatbotkit.springai.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What this project's client stands on: Spring's client on Reactor Netty, and of an
 * answer only its bytes.
 */
final class BareWebClient implements Contender {

	/** As many as in the pool that Reactor Netty shares between clients. */
	private static final int MAX_CONNECTIONS = 500;

	private final WebClient webClient;

	BareWebClient(String baseUrl) {
		HttpClient client = HttpClient.create(ConnectionProvider.create("webclient", MAX_CONNECTIONS));
		this.webClient = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(client))
			.baseUrl(baseUrl + "/chat/completions")
			.build();
	}

	@Override
	public String call(String prompt) {
		StringBuilder text = new StringBuilder();
		exchange(prompt, false, text::append).join();
		return text.toString();
	}

	@Override
	public CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		return exchange(prompt, true, onText);
	}

	private CompletableFuture<Void> exchange(String prompt, boolean stream, Consumer<String> onText) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		WireTexts texts = new WireTexts();
		this.webClient.post()
			.headers((headers) -> headers.setBearerAuth(KEY))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(RawExchange.body(prompt, stream))
			.exchangeToFlux((response) -> response.body(BodyExtractors.toDataBuffers()))
			.subscribe((buffer) -> take(buffer, texts, onText), done::completeExceptionally, () -> done.complete(null));
		return done;
	}

	private static void take(DataBuffer buffer, WireTexts texts, Consumer<String> onText) {
		try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
			parts.forEachRemaining((part) -> texts.add(part, onText));
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
