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

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import org.jspecify.annotations.Nullable;

/**
 * Tells a request that an HTTP/2 server has certainly not processed from one that was
 * lost. It fails as {@link UnsentRequestException}, and may be sent again.
 * <p>
 * RFC 9113, section 8.7: so it is where the stream's number is higher than the last one
 * of a GOAWAY, and where the stream was reset with REFUSED_STREAM. So it is, too, where
 * the request's head was never written.
 */
final class UnprocessedStream extends ChannelDuplexHandler {

	private boolean answered;

	private @Nullable String refusal;

	/**
	 * Watches the stream of one request.
	 */
	static void watch(Channel stream) {
		stream.pipeline().addFirst(new UnprocessedStream());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		// A server that has answered has processed it, whatever it says afterwards.
		this.answered |= message instanceof Http2HeadersFrame;
		context.fireChannelRead(message);
	}

	/**
	 * Netty passes GOAWAY on to the streams beyond the last one, and to no other, and
	 * then closes them.
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2GoAwayFrame) {
			this.refusal = "the server is about to close the connection and has not processed the request";
		}
		else if (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
			this.refusal = "the server refused the request before it processed it";
		}
		context.fireUserEventTriggered(event);
	}

	/**
	 * Fails the request now, and not before: an open stream would be reset for it, of
	 * which the server knows nothing.
	 */
	@Override
	public void channelInactive(ChannelHandlerContext context) {
		IOException loss = Http2Liveness.loss(context.channel().parent());
		if (this.refusal != null && !this.answered) {
			context.fireExceptionCaught(new UnsentRequestException(this.refusal));
		}
		else if (loss != null) {
			context.fireExceptionCaught(loss);
		}
		context.fireChannelInactive();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (!(message instanceof Http2HeadersFrame)) {
			ChannelFuture unused = context.write(message, promise);
			return;
		}
		ChannelPromise head = context.newPromise();
		head.addListener((written) -> {
			Throwable cause = written.cause();
			if (cause == null) {
				promise.trySuccess();
			}
			else {
				promise
					.tryFailure(isUnwritten(cause)
							? new UnsentRequestException(
									"the connection ended before the request was written: " + cause.getMessage())
							: cause);
			}
		});
		ChannelFuture unusedHead = context.write(message, head);
	}

	/**
	 * Netty refuses a new stream after a GOAWAY and beyond what the server allows.
	 */
	private static boolean isUnwritten(@Nullable Throwable cause) {
		if (cause instanceof Http2FrameStreamException stream) {
			return stream.error() == Http2Error.REFUSED_STREAM;
		}
		return cause instanceof Http2Exception exception && exception.error() == Http2Error.REFUSED_STREAM;
	}

}
