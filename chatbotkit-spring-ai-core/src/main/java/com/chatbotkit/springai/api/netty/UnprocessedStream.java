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
 * Fails a request that an HTTP/2 server has certainly not processed with an
 * {@link UnsentRequestException}, so that it can be retried.
 * <p>
 * A request was not processed if its stream is after the last one of a GOAWAY, if it was
 * reset with REFUSED_STREAM (RFC 9113, section 8.7), or if its head was never written.
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
		// A server that has responded has processed the request.
		this.answered |= message instanceof Http2HeadersFrame;
		context.fireChannelRead(message);
	}

	/**
	 * Netty passes a GOAWAY only to the streams after the last one, and then closes them.
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
	 * Fails the request only now, because an open stream would be reset, and the server
	 * does not know the stream.
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
		ChannelPromise head = UnsentRequestException
			.mapFailure(context, promise,
					(cause) -> isUnwritten(cause)
							? new UnsentRequestException(
									"the connection ended before the request was written: " + cause.getMessage())
							: cause);
		ChannelFuture unusedHead = context.write(message, head);
	}

	/**
	 * Whether Netty has refused a new stream, after a GOAWAY or beyond the server's
	 * limit.
	 */
	private static boolean isUnwritten(@Nullable Throwable cause) {
		if (cause instanceof Http2FrameStreamException stream) {
			return stream.error() == Http2Error.REFUSED_STREAM;
		}
		return cause instanceof Http2Exception exception && exception.error() == Http2Error.REFUSED_STREAM;
	}

}
