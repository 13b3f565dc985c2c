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

import java.util.HashMap;
import java.util.Map;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamEvent;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2HeadersFrame;

/**
 * Drops interim responses (status 1xx) over HTTP/2, which Reactor Netty takes for the
 * final response, and ends a stream with too many of them. Over HTTP/1.1
 * {@link GuardedResponseDecoder} does so.
 */
final class InterimHeaders extends ChannelInboundHandlerAdapter {

	private static final int MAX_INTERIM = 1000;

	/** The number of interim responses of each stream that has some. */
	private final Map<Http2FrameStream, Integer> counts = new HashMap<>();

	private InterimHeaders() {
	}

	/**
	 * Drops interim responses of a connection if it uses HTTP/2.
	 */
	static void skip(ChannelPipeline pipeline) {
		ChannelHandlerContext codec = pipeline.context(Http2FrameCodec.class);
		if (codec != null) {
			pipeline.addAfter(codec.name(), InterimHeaders.class.getName(), new InterimHeaders());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Http2FrameStream stream = (message instanceof Http2HeadersFrame head && isInterim(head)) ? head.stream() : null;
		if (stream == null) {
			context.fireChannelRead(message);
		}
		else if (this.counts.merge(stream, 1, Integer::sum) == MAX_INTERIM + 1) {
			context.fireExceptionCaught(new Http2FrameStreamException(stream, Http2Error.ENHANCE_YOUR_CALM,
					new TooLongHttpHeaderException("more than " + MAX_INTERIM + " interim responses")));
		}
	}

	private static boolean isInterim(Http2HeadersFrame head) {
		CharSequence status = head.headers().status();
		return !head.isEndStream() && status != null
				&& HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2FrameStreamEvent change && !this.counts.isEmpty()
				&& !change.stream().state().localSideOpen() && !change.stream().state().remoteSideOpen()) {
			this.counts.remove(change.stream());
		}
		context.fireUserEventTriggered(event);
	}

}
