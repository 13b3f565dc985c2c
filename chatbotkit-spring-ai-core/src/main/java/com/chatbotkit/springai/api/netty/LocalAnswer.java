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

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Answers the next HTTP/1.1 request of a connection itself, so that the connection goes
 * back to its pool and the server sees no request.
 */
final class LocalAnswer extends ChannelOutboundHandlerAdapter {

	private LocalAnswer() {
	}

	static void insteadOfServer(ChannelPipeline pipeline) {
		pipeline.addAfter(NettyPipeline.HttpCodec, null, new LocalAnswer());
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		boolean last = message instanceof LastHttpContent;
		ReferenceCountUtil.release(message);
		promise.setSuccess();
		if (last) {
			// After the end of the request has been noted.
			context.executor().execute(() -> answer(context));
		}
	}

	private void answer(ChannelHandlerContext context) {
		if (!context.isRemoved()) {
			ChannelHandlerContext codec = context.pipeline().context(NettyPipeline.HttpCodec);
			// Before the connection is given back, when the next request may come.
			context.pipeline().remove(this);
			codec.fireChannelRead(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
			codec.fireChannelReadComplete();
		}
	}

}
