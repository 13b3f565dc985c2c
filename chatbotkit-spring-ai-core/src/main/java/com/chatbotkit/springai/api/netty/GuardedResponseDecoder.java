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

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the response to each request of a connection. It drops interim responses and
 * recognises bytes that belong to no request.
 */
final class GuardedResponseDecoder extends HttpResponseDecoder {

	/**
	 * The maximum number of interim responses to one request. More are an attack.
	 */
	private static final int MAX_INTERIM = 1000;

	private final Listener listener;

	private boolean asked;

	private @Nullable String accept;

	private boolean interim;

	private int interimCount;

	/** Whether a part of an interim response was dropped since the last read. */
	private boolean skipped;

	private boolean broken;

	/** For how many nanoseconds the server keeps the connection, null if unknown. */
	private @Nullable Long usable;

	GuardedResponseDecoder(HttpDecoderConfig config, Listener listener) {
		super(config);
		this.listener = listener;
	}

	/**
	 * Expects a response from now on.
	 * @param accept the request's {@code Accept} header, or null
	 */
	void expectAnswer(@Nullable String accept) {
		this.asked = true;
		this.accept = accept;
		this.interimCount = 0;
	}

	/**
	 * Whether this connection must not be used again.
	 */
	boolean isBroken() {
		return this.broken;
	}

	void markBroken() {
		this.broken = true;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		super.channelRead(context, message);
		if (this.broken) {
			ChannelFuture unused = context.close();
		}
	}

	/**
	 * Reads on after an interim response. Netty's decoder believes that it was passed on,
	 * so that nothing would request the final response.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		super.channelReadComplete(context);
		if (this.skipped) {
			this.skipped = false;
			if (!context.channel().config().isAutoRead()) {
				context.read();
			}
		}
	}

	/**
	 * Refuses a status that does not have three digits. Netty (4.2.15) accepts any
	 * number.
	 */
	@Override
	protected HttpMessage createMessage(String[] initialLine) {
		String status = initialLine[1];
		if (status.length() != 3 || !status.chars().allMatch((c) -> c >= '0' && c <= '9') || status.charAt(0) == '0') {
			throw new IllegalArgumentException(
					"the server's response cannot be read: its status is not a valid HTTP status: " + status);
		}
		return super.createMessage(initialLine);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		if (!this.asked) {
			unexpected(in);
			return;
		}
		int before = out.size();
		super.decode(context, in, out);
		boolean ended = false;
		for (int i = before; i < out.size(); i++) {
			Object message = out.get(i);
			if (message instanceof HttpResponse response) {
				read(response);
			}
			boolean last = message instanceof LastHttpContent;
			if (this.interim) {
				ReferenceCountUtil.release(out.remove(i--));
				this.skipped = true;
			}
			else {
				ended |= last;
			}
			this.interim &= !last;
		}
		if (ended) {
			this.asked = false;
			this.listener.answered(context.channel(), this.usable);
			if (in.isReadable()) {
				// Now, because another request may use the connection after the response.
				unexpected(in);
			}
		}
	}

	private void read(HttpResponse response) {
		boolean upgrade = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
		if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL && ++this.interimCount > MAX_INTERIM) {
			response.setDecoderResult(DecoderResult
				.failure(new TooLongHttpHeaderException("more than " + MAX_INTERIM + " interim responses")));
		}
		this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL && !upgrade
				&& !response.decoderResult().isFailure();
		if (upgrade || response.decoderResult().isFailure()) {
			this.broken = true;
		}
		if (!this.interim) {
			HttpHeaders headers = response.headers();
			this.usable = KeepAlive.usableFor(headers);
			if (!ExpectedHead.allowsReuse(this.accept, response.status().code(),
					headers.get(HttpHeaderNames.CONTENT_TYPE), headers.getAll(HttpHeaderNames.CONTENT_ENCODING))) {
				// Reactor Netty closes the connection after such a response.
				headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
		}
	}

	private void unexpected(ByteBuf in) {
		in.skipBytes(in.readableBytes());
		this.broken = true;
		this.listener.unexpected();
	}

	/**
	 * Listens to the events of a connection.
	 */
	interface Listener {

		/**
		 * Called when the response to the last request has ended.
		 * @param usable for how many nanoseconds the server keeps the connection, null if
		 * unknown
		 */
		void answered(Channel channel, @Nullable Long usable);

		/** Called when the server has sent bytes without a request. */
		void unexpected();

	}

}
