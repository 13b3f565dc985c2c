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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionReuse}.
 */
class ConnectionReuseTests {

	private final List<String> events = new ArrayList<>();

	/**
	 * Reactor Netty subscribes on its event loop where a filter of the {@code WebClient}
	 * has changed the thread.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 2, -1 })
	void aBodyWhoseSubscriptionComesLateIsRequested(long length) {
		List<Runnable> eventLoop = new ArrayList<>();
		Flux<DataBuffer> source = Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { 'H', 'i' }));
		Flux<DataBuffer> body = Flux.from((reader) -> eventLoop.add(() -> source.subscribe(reader)));
		new ConnectionReuse(false, length).endingWithLastByte(body)
			.subscribe((buffer) -> this.events.add(buffer.toString(StandardCharsets.UTF_8)),
					(ex) -> this.events.add(ex.toString()), () -> this.events.add("end"));
		assertThat(this.events).isEmpty();
		eventLoop.forEach(Runnable::run);
		assertThat(this.events).containsExactly("Hi", "end");
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, -1 })
	void aBodySeesTheContextOfItsSubscriber(long length) {
		Flux<DataBuffer> body = Flux.deferContextual((context) -> {
			this.events.add(context.get("tenant"));
			return Flux.empty();
		});
		new ConnectionReuse(false, length).endingWithLastByte(body)
			.contextWrite((context) -> context.put("tenant", "ann"))
			.subscribe();
		assertThat(this.events).containsExactly("ann");
	}

}
