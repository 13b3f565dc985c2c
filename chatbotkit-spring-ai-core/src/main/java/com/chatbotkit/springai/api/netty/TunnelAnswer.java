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
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.util.ReferenceCountUtil;

/**
 * Reads the status of a forward proxy's response to CONNECT.
 * <p>
 * Netty (4.2.15) alone waits for the end of a refusal's body, takes an interim response
 * for the final one, and reports a response that is not HTTP as status 999.
 */
final class TunnelAnswer extends ChannelInboundHandlerAdapter {

	private boolean interim;

	private boolean skipped;

	private boolean failed;

	private TunnelAnswer() {
	}

	/**
	 * Reads the response for a connection that begins with a tunnel.
	 */
	static void read(ChannelPipeline pipeline) {
		ChannelHandlerContext proxy = pipeline.context(HttpProxyHandler.class);
		if (proxy != null) {
			pipeline.addBefore(proxy.name(), TunnelAnswer.class.getName(), new TunnelAnswer());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
					&& !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
			this.skipped |= this.interim;
		}
		if (this.interim || this.failed) {
			ReferenceCountUtil.release(message);
		}
		else if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.OK)) {
			this.failed = true;
			ReferenceCountUtil.release(message);
			fail(context, response);
		}
		else {
			context.fireChannelRead(message);
			if (message instanceof LastHttpContent) {
				context.pipeline().remove(this);
			}
		}
	}

	private static void fail(ChannelHandlerContext context, HttpResponse response) {
		Throwable unreadable = response.decoderResult().cause();
		if (unreadable != null) {
			context.fireExceptionCaught(new ProxyConnectException(
					"the proxy's answer to CONNECT cannot be read: " + unreadable.getMessage(), unreadable));
		}
		else {
			context.fireChannelRead(new DefaultFullHttpResponse(response.protocolVersion(), response.status()));
		}
	}

	/**
	 * Reads on after an interim response, which no other handler has seen.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		if (this.skipped) {
			this.skipped = false;
			if (!context.channel().config().isAutoRead()) {
				context.read();
			}
		}
	}

}
