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

package com.chatbotkit.springai.api.netty;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what the decoder makes of interim responses and of heads that are not HTTP.
 */
class GuardedResponseDecoderTests {

	private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

	private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	private final AtomicInteger reads = new AtomicInteger();

	private final GuardedResponseDecoder decoder = new GuardedResponseDecoder(new HttpDecoderConfig(),
			new GuardedResponseDecoder.Listener() {

				@Override
				public void answered(Channel channel, @Nullable Long keptFor) {
				}

				@Override
				public void unexpected() {
				}

			});

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeEach
	void ask() {
		this.channel.config().setAutoRead(false);
		this.channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {

			@Override
			public void read(ChannelHandlerContext context) throws Exception {
				GuardedResponseDecoderTests.this.reads.incrementAndGet();
				super.read(context);
			}

		}, this.decoder);
		this.decoder.expectAnswer(null);
		this.reads.set(0);
	}

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	/**
	 * Reactor Netty asks for one read of a response, and would wait for ever.
	 */
	@Test
	void theAnswerIsReadThoughAnInterimResponseCameInAnotherPacket() {
		receive(INTERIM);
		assertThat(this.channel.inboundMessages()).isEmpty();
		assertThat(this.reads).hasPositiveValue();
		receive(ANSWER);
		assertThat(status()).isEqualTo(200);
	}

	@Test
	void theAnswerIsReadThoughAPartOfItCameWithTheInterimResponse() {
		receive(INTERIM + "HTTP/1.1 20");
		assertThat(this.reads).hasPositiveValue();
		receive("0 OK\r\nContent-Length: 0\r\n\r\n");
		assertThat(status()).isEqualTo(200);
	}

	@Test
	void aThousandInterimResponsesAreSkippedAndOneMoreIsAFailure() {
		receive(INTERIM.repeat(1000));
		assertThat(this.channel.inboundMessages()).isEmpty();
		receive(INTERIM);
		assertThat(this.decoder.isBroken()).isTrue();
		HttpResponse response = this.channel.readInbound();
		assertThat(response.decoderResult().cause()).hasMessageContaining("1000 interim responses");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1000", "099", "0", "99", "20x", "+20", "-20", "0200" })
	void aStatusThatIsNotThreeDigitsBreaksTheConnection(String status) {
		receive("HTTP/1.1 " + status + " Odd\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.decoder.isBroken()).isTrue();
		HttpResponse response = this.channel.readInbound();
		assertThat(response.decoderResult().isFailure()).isTrue();
	}

	private int status() {
		HttpResponse response = this.channel.readInbound();
		try {
			return response.status().code();
		}
		finally {
			ReferenceCountUtil.release(response);
		}
	}

	private void receive(String text) {
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

}
