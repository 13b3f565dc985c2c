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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An answer's bytes are kept in order and up to the limit, and no buffer is.
 */
class ResponseBytesTests {

	private final ResponseBytes answer = new ResponseBytes(10);

	@Test
	void nothingTakenIsEmpty() {
		assertThat(this.answer.length()).isZero();
	}

	@Test
	void buffersOfAnySizeComeTogetherInOrder() {
		for (String part : new String[] { "", "a", "bcd", "e", "", "fghij" }) {
			this.answer.take(buffer(part));
		}
		assertThat(taken()).isEqualTo("abcdefghij");
	}

	@Test
	void asManyBytesAsAreAllowedAreTakenAndNotOneMore() {
		this.answer.take(buffer("0123456789"));
		assertThatThrownBy(() -> this.answer.take(buffer("x"))).isInstanceOf(ExchangeException.class)
			.hasMessage("the answer has more than 10 bytes");
		assertThat(taken()).isEqualTo("0123456789");
	}

	@Test
	void aBufferIsReleasedWhetherItIsTakenOrRefused() {
		NettyDataBufferFactory netty = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		ByteBuf taken = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[10]);
		this.answer.take(netty.wrap(taken));
		ByteBuf refused = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[1]);
		assertThatThrownBy(() -> this.answer.take(netty.wrap(refused))).isInstanceOf(ExchangeException.class);
		assertThat(taken.refCnt()).isZero();
		assertThat(refused.refCnt()).isZero();
	}

	private String taken() {
		return new String(this.answer.bytes(), 0, this.answer.length(), StandardCharsets.UTF_8);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

}
