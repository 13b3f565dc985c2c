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

import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;

/**
 * Changes the pipeline of a new connection when its protocol is known: at once, or after
 * the TLS handshake if that chooses between HTTP/2 and HTTP/1.1.
 */
final class AfterNegotiation extends ChannelInboundHandlerAdapter {

	private final Consumer<ChannelPipeline> change;

	private final Consumer<ChannelPipeline> active;

	private AfterNegotiation(Consumer<ChannelPipeline> change, Consumer<ChannelPipeline> active) {
		this.change = change;
		this.active = active;
	}

	static void apply(ChannelPipeline pipeline, Consumer<ChannelPipeline> change) {
		apply(pipeline, change, (unchanged) -> {
		});
	}

	/**
	 * Applies a change to a pipeline.
	 * @param active called after the change, when the connection is active for all
	 * handlers, and only if the TLS handshake chooses the protocol
	 */
	static void apply(ChannelPipeline pipeline, Consumer<ChannelPipeline> change, Consumer<ChannelPipeline> active) {
		if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, null, new AfterNegotiation(change, active));
		}
		else {
			change.accept(pipeline);
		}
	}

	/**
	 * Follows Reactor Netty's own handler, which has added the codec by now.
	 */
	@Override
	public void channelActive(ChannelHandlerContext context) {
		ChannelPipeline pipeline = context.pipeline();
		this.change.accept(pipeline);
		pipeline.remove(this);
		context.fireChannelActive();
		this.active.accept(pipeline);
	}

}
