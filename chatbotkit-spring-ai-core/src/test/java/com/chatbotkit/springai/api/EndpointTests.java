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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The headers of an exchange belong to the request, where filters of an application see
 * and change them, and not to its body, which is released where nobody takes it.
 */
class EndpointTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aFilterThatReplacesTheBodyLosesNoHeader() {
		exchange((request, next) -> next
			.exchange(ClientRequest.from(request).body(BodyInserters.fromValue("{}")).build()));
		assertThat(this.server.requests()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.body()).isEqualTo("{}");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
			assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
		});
		assertThat(this.server.requests().get(0).header("Accept")).isEqualTo("application/json");
		assertThat(this.server.requests().get(1).header("Accept")).startsWith("text/event-stream");
	}

	@Test
	void aFilterHasTheLastWordOnAHeader() {
		exchange((request, next) -> next.exchange(
				ClientRequest.from(request).headers((headers) -> headers.set("Accept", "text/x-gateway")).build()));
		assertThat(this.server.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.header("Accept")).isEqualTo("text/x-gateway"));
	}

	@Test
	void aBodyThatIsGivenUpAsItIsTakenIsReleased() {
		List<NettyDataBuffer> buffers = new ArrayList<>();
		exchange((request, next) -> {
			insertAndGiveUp(request, buffers);
			return next.exchange(request);
		});
		assertThat(buffers).hasSize(2).allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
	}

	@Test
	void aBodyWhoseCancelIsTheReasonForGivingItUpIsNoDroppedError() {
		List<NettyDataBuffer> buffers = new ArrayList<>();
		List<Object> heard = new ArrayList<>();
		Hooks.onErrorDropped(heard::add);
		try {
			exchange((request, next) -> {
				insertAndCancel(request, buffers, heard);
				return next.exchange(request);
			});
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(heard).doesNotHaveAnyElementsOfTypes(DataBuffer.class, Throwable.class);
		assertThat(buffers).hasSize(2).allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
	}

	private static void insertAndGiveUp(ClientRequest request, List<NettyDataBuffer> buffers) {
		((ResponseTimeout.ReportingBody) request.body()).reportTo(() -> {
			throw new CancellationException("given up");
		});
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> request.writeTo(message(buffers), ExchangeStrategies.withDefaults()).block());
	}

	private static void insertAndCancel(ClientRequest request, List<NettyDataBuffer> buffers, List<Object> heard) {
		BaseSubscriber<DataBuffer> sender = new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(DataBuffer buffer) {
				heard.add(buffer);
			}

		};
		((ResponseTimeout.ReportingBody) request.body()).reportTo(() -> {
			sender.cancel();
			throw new CancellationException("given up");
		});
		MockClientHttpRequest message = message(buffers);
		message.setWriteHandler((body) -> {
			body.subscribe(sender);
			return Mono.empty();
		});
		request.writeTo(message, ExchangeStrategies.withDefaults()).block();
		assertThat(sender.isDisposed()).isTrue();
	}

	private static MockClientHttpRequest message(List<NettyDataBuffer> buffers) {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT) {

			@Override
			public NettyDataBuffer allocateBuffer(int initialCapacity) {
				NettyDataBuffer buffer = super.allocateBuffer(initialCapacity);
				buffers.add(buffer);
				return buffer;
			}

		};
		return new MockClientHttpRequest(HttpMethod.POST, "/") {

			@Override
			public DataBufferFactory bufferFactory() {
				return factory;
			}

		};
	}

	/**
	 * One call, and then one stream.
	 */
	private void exchange(ExchangeFilterFunction filter) {
		try (ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.webClientBuilder(WebClient.builder().filter(filter))
			.build()) {
			this.server.next(WireServer.json("{\"choices\":[{\"message\":{\"content\":\"x\"}}]}"))
				.next(WireServer.events(AbstractConnectionTests.STREAM));
			assertThat(api.chatCompletion(Requests.toBot()).block()).isNotNull();
			assertThat(api.chatCompletionStream(Requests.toBot()).collectList().block()).hasSize(4);
		}
	}

}
