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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 codec of one guarded connection. It writes a request only after the rest
 * that {@link AnswerGuard} asks for and one more read of the socket, and only if nothing
 * unexpected has arrived.
 */
final class GuardedHttpCodec extends CombinedChannelDuplexHandler<GuardedResponseDecoder, HttpRequestEncoder>
		implements GuardedResponseDecoder.Listener {

	private final AnswerGuard guard;

	private final GuardedResponseDecoder decoder;

	private final Queue<HeldWrite> held = new ArrayDeque<>();

	private boolean firstAnswer = true;

	/** Whether all parts of the last request have come. */
	private boolean requestWritten = true;

	/** Whether something of the last request is written, so at least its head. */
	private boolean headWritten;

	/** Whether the part of the last request with its head is written to its end. */
	private boolean headPartWritten = true;

	/** Fails a request that could not be written, when its answer has been read. */
	private @Nullable Runnable unwritten;

	private long restUntil;

	/** Whether the last request has its response. */
	private boolean answered;

	private boolean flush;

	GuardedHttpCodec(HttpDecoderConfig config, AnswerGuard guard) {
		this.guard = guard;
		this.decoder = new GuardedResponseDecoder(config, this);
		init(this.decoder, new HttpRequestEncoder());
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) throws Exception {
		super.handlerAdded(context);
		context.pipeline().addFirst(new HeadWatch());
	}

	@Override
	public void answered(Channel channel, @Nullable Long usable) {
		KeepAlive.begin(channel, usable, this.guard.now());
		long rest = this.guard.restAfterAnswer(this.firstAnswer);
		this.firstAnswer = false;
		this.answered = true;
		this.restUntil = this.guard.now() + rest;
		if (!this.requestWritten || !this.headPartWritten) {
			// The server responded before it has read the body, and would read the rest
			// of it as another request.
			this.decoder.markBroken();
		}
	}

	@Override
	public void unexpected() {
		this.guard.beCautious();
		fail(new UnsentRequestException());
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (!this.held.isEmpty()) {
			this.held.add(new HeldWrite(message, promise));
			return;
		}
		if (message instanceof HttpRequest) {
			if (this.decoder.isBroken()) {
				ReferenceCountUtil.release(message);
				promise.tryFailure(new UnsentRequestException());
				ChannelFuture unused = context.close();
				return;
			}
			if (this.answered) {
				this.answered = false;
				this.held.add(new HeldWrite(message, promise));
				// Reactor Netty stops reading when a request takes the connection.
				context.read();
				rest(context, this.restUntil - this.guard.now());
				return;
			}
		}
		send(context, message, promise);
	}

	/**
	 * Releases the request when the rest is over and the event loop has read once more. A
	 * loop reads before it runs tasks that are due, but runs all of them without reading
	 * in between, so that unread bytes may be waiting.
	 */
	private void rest(ChannelHandlerContext context, long nanos) {
		Runnable end = (nanos > 0) ? () -> rest(context, 0) : () -> release(context);
		Future<?> unused = context.executor().schedule(end, Math.max(nanos, 1), TimeUnit.NANOSECONDS);
	}

	private void send(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		ChannelPromise written = promise;
		if (message instanceof HttpRequest request) {
			this.requestWritten = false;
			this.decoder.expectAnswer(request.headers().get(HttpHeaderNames.ACCEPT));
			this.headWritten = false;
			this.headPartWritten = false;
			written = context.newPromise();
			context.channel().config().setAutoClose(false);
			written.addListener((head) -> written(context, promise, head.cause()));
		}
		if (message instanceof LastHttpContent) {
			this.requestWritten = true;
		}
		super.write(context, message, written);
	}

	/**
	 * Called when a request was written, or could not be written. A server may answer and
	 * close the connection before it has read the request. Netty (4.2.15) closes a
	 * channel whose write fails, and the answer that has arrived is lost.
	 */
	private void written(ChannelHandlerContext context, ChannelPromise promise, @Nullable Throwable cause) {
		context.channel().config().setAutoClose(true);
		if (cause == null) {
			this.headPartWritten = true;
			promise.trySuccess();
			return;
		}
		if (this.headWritten && cause instanceof IOException && context.channel().isActive()) {
			this.unwritten = () -> promise.tryFailure(cause);
			context.read();
			return;
		}
		// A server cannot have processed a request whose head was not written completely.
		promise.tryFailure(this.headWritten ? cause : unsent());
		if (cause instanceof IOException) {
			ChannelFuture unused = context.close();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		super.channelReadComplete(context);
		if (this.unwritten != null) {
			// Nobody else reads before the request is written.
			context.read();
		}
	}

	private static UnsentRequestException unsent() {
		return new UnsentRequestException("the server closed the connection before the request was sent");
	}

	@Override
	public void flush(ChannelHandlerContext context) throws Exception {
		if (this.held.isEmpty()) {
			super.flush(context);
		}
		else {
			this.flush = true;
		}
	}

	private void release(ChannelHandlerContext context) {
		try {
			for (HeldWrite write = this.held.poll(); write != null; write = this.held.poll()) {
				send(context, write.message(), write.promise());
			}
			if (this.flush) {
				this.flush = false;
				super.flush(context);
			}
		}
		catch (Exception ex) {
			context.fireExceptionCaught(ex);
			ChannelFuture unused = context.close();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		fail(unsent());
		super.channelInactive(context);
		Runnable unwritten = this.unwritten;
		if (unwritten != null) {
			unwritten.run();
		}
	}

	private void fail(Exception cause) {
		for (HeldWrite write = this.held.poll(); write != null; write = this.held.poll()) {
			ReferenceCountUtil.release(write.message());
			write.promise().tryFailure(cause);
		}
	}

	/**
	 * A part of a request that waits for the end of the rest.
	 */
	private record HeldWrite(Object message, ChannelPromise promise) {

	}

	/**
	 * Notes that the first part of a request is written, which has its head. It is below
	 * TLS, which may take head and body for one part.
	 */
	private final class HeadWatch extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			ChannelPromise part = promise;
			if (!GuardedHttpCodec.this.headWritten) {
				part = promise.unvoid();
				part.addListener((written) -> GuardedHttpCodec.this.headWritten |= written.isSuccess());
			}
			ChannelFuture unused = context.write(message, part);
		}

	}

}
