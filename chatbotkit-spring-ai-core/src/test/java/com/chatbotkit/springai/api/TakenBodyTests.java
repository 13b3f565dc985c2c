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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TakenBody}.
 */
class TakenBodyTests {

	private final ByteBuf bytes = Unpooled.copiedBuffer(new byte[] { '{', '}' });

	private final DataBuffer body = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT).wrap(this.bytes);

	private final List<String> events = new ArrayList<>();

	private final List<Throwable> dropped = new ArrayList<>();

	private final BaseSubscriber<DataBuffer> sender = new BaseSubscriber<>() {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// It asks later.
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			TakenBodyTests.this.events.add("sent");
		}

		@Override
		protected void hookOnComplete() {
			TakenBodyTests.this.events.add("complete");
		}

		@Override
		protected void hookOnError(Throwable ex) {
			TakenBodyTests.this.events.add(ex.getMessage());
		}

	};

	@BeforeEach
	void watchForDroppedErrors() {
		Hooks.onErrorDropped(this.dropped::add);
	}

	@AfterEach
	void noErrorIsDropped() {
		Hooks.resetOnErrorDropped();
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void itIsTakenOnceAndSent() {
		subscribe(() -> this.events.add("taken"));
		assertThat(this.events).isEmpty();
		this.sender.request(1);
		this.sender.request(1);
		assertThat(this.events).containsExactly("taken", "sent", "complete");
		assertThat(this.bytes.refCnt()).isOne();
	}

	@Test
	void nobodyNeedsToHear() {
		subscribe(null);
		this.sender.requestUnbounded();
		assertThat(this.events).containsExactly("sent", "complete");
	}

	@Test
	void whereItIsRefusedItFailsAndIsReleased() {
		subscribe(() -> {
			throw new CancellationException("refused");
		});
		this.sender.request(1);
		assertThat(this.events).containsExactly("refused");
		assertThat(this.bytes.refCnt()).isZero();
	}

	@Test
	void whereItIsCancelledBeforeItIsReleasedAndNotTaken() {
		subscribe(() -> this.events.add("taken"));
		this.sender.cancel();
		this.sender.request(1);
		assertThat(this.events).isEmpty();
		assertThat(this.bytes.refCnt()).isZero();
	}

	@Test
	void whereACancelComesAsItIsRefusedNoErrorIsDropped() {
		subscribe(() -> {
			this.sender.cancel();
			throw new CancellationException("refused");
		});
		this.sender.request(1);
		assertThat(this.events).isEmpty();
		assertThat(this.bytes.refCnt()).isZero();
	}

	@Test
	void whereACancelComesAsItIsTakenItIsNotSent() {
		subscribe(this.sender::cancel);
		this.sender.request(1);
		assertThat(this.events).isEmpty();
		assertThat(this.bytes.refCnt()).isZero();
	}

	private void subscribe(@Nullable Runnable taken) {
		new TakenBody(this.body, taken).subscribe(this.sender);
	}

}
