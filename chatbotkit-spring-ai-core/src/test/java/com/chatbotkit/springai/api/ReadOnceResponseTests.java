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

package com.chatbotkit.springai.api;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body that was read is not read again to be thrown away: a connector answers that with
 * an exception that nobody sees, and whose stack trace costs more than reading did.
 */
class ReadOnceResponseTests {

	private final AtomicInteger reads = new AtomicInteger();

	private final ClientHttpConnector reactorNetty = new ReactorClientHttpConnector();

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.retryPolicy(ChatBotKitRetryPolicy.never())
		.connector((method, uri, request) -> this.reactorNetty.connect(method, uri, request).map(this::counted))
		.build();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void anAnswerIsReadOnce() {
		this.server.next(WireServer.json("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
		assertThat(this.api.chatCompletion(Requests.toBot()).block()).isNotNull();
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void aStreamIsReadOnce() {
		this.server.next(WireServer.events(AbstractConnectionTests.STREAM));
		assertThat(this.api.chatCompletionStream(Requests.toBot()).collectList().block()).hasSize(4);
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void anErrorIsReadOnce() {
		this.server.always(WireServer.answer(500, null, "Oh no"));
		this.api.chatCompletion(Requests.toBot()).onErrorComplete().block();
		assertThat(this.reads).hasValue(1);
		this.api.chatCompletionStream(Requests.toBot()).onErrorComplete().blockLast();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void aBodyThatNobodyReadsIsReleased() {
		response().releaseBody().block();
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void aBodyThatWasReadIsNotReadAgainToReleaseIt() {
		ReadOnceResponse response = response();
		response.body(BodyExtractors.toDataBuffers()).blockLast();
		response.releaseBody().block();
		assertThat(this.reads).hasValue(1);
	}

	private ReadOnceResponse response() {
		return new ReadOnceResponse(ClientResponse.create(HttpStatus.OK)
			.body(Flux.<DataBuffer>empty().doOnSubscribe((subscription) -> this.reads.incrementAndGet()))
			.build());
	}

	private ClientHttpResponse counted(ClientHttpResponse response) {
		return new ClientHttpResponseDecorator(response) {

			@Override
			public Flux<DataBuffer> getBody() {
				return super.getBody()
					.doOnSubscribe((subscription) -> ReadOnceResponseTests.this.reads.incrementAndGet());
			}

		};
	}

}
