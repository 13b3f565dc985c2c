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

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests which requests of a connection that ends were certainly not sent, and which
 * connections end.
 */
class GuardedHttpCodecTests {

	private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	private final EmbeddedChannel channel = new EmbeddedChannel(
			new GuardedHttpCodec(new HttpDecoderConfig(), new AnswerGuard()));

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void aRequestThatWaitsForTheRestAfterAnAnswerWasNotSent() {
		assertThat(ask().isSuccess()).isTrue();
		this.channel.writeInbound(Unpooled.copiedBuffer(ANSWER, StandardCharsets.US_ASCII));
		ChannelFuture waiting = ask();
		assertThat(waiting.isDone()).isFalse();
		this.channel.close().syncUninterruptibly();
		assertThat(waiting.cause()).isInstanceOf(UnsentRequestException.class)
			.hasMessageContaining("closed the connection before the request was sent");
		assertThat(this.channel.outboundMessages()).hasSize(1);
	}

	@Test
	void aRequestWhoseHeadCannotBeWrittenWasNotSent() {
		this.channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {

			@Override
			public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
				ReferenceCountUtil.release(message);
				promise.setFailure(new IOException("Broken pipe"));
			}

		});
		assertThat(ask().cause()).isInstanceOf(UnsentRequestException.class);
	}

	@Test
	void aRequestThatWasWrittenIsNotCalledUnsent() {
		ChannelFuture written = ask();
		this.channel.close().syncUninterruptibly();
		assertThat(written.isSuccess()).isTrue();
	}

	@Test
	void aConnectionThatIsAnsweredBeforeTheRequestIsWrittenIsClosed() {
		this.channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {

			@Override
			public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
				// The promise stays open, as that of a large request whose rest waits.
				ChannelFuture unused = context.write(message);
			}

		});
		assertThat(ask().isDone()).isFalse();
		this.channel.writeInbound(Unpooled.copiedBuffer(ANSWER, StandardCharsets.US_ASCII));
		assertThat(this.channel.inboundMessages()).isNotEmpty();
		assertThat(this.channel.isOpen()).isFalse();
	}

	private ChannelFuture ask() {
		ChannelFuture written = this.channel
			.writeAndFlush(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
		this.channel.runPendingTasks();
		return written;
	}

}
