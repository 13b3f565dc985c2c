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

package com.chatbotkit.springai.autoconfigure.connection;

import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Limits a body of Jetty to what its subscriber requests, by a second listener to the
 * content: Jetty reads on only when all of its listeners want more. The body itself is
 * requested without limit, because jetty-reactive-httpclient (4.1.5) cannot stand a
 * request from another thread than the one that delivers: it may read the content on both
 * then, which loses a buffer or ends in a ReadPendingException.
 *
 * @see <a href="https://github.com/jetty-project/jetty-reactive-httpclient/issues/999">
 * jetty-reactive-httpclient issue 999</a>
 */
final class JettyDemand implements Response.ContentSourceListener, Invocable.Task {

	/** The end, after which nothing is read. */
	private static final long ENDED = -1;

	/**
	 * How many buffers are requested, or ENDED. While it is positive, this listener has
	 * told Jetty that it wants more.
	 */
	private final AtomicLong requested = new AtomicLong();

	private volatile Content.@Nullable Source source;

	private JettyDemand() {
	}

	/**
	 * Creates the demand for the response to a request. It must be the first listener to
	 * the content, so that the body is delivered only when this one is ready.
	 */
	static JettyDemand of(Request request) {
		JettyDemand demand = new JettyDemand();
		request.onResponseContentSource(demand);
		return demand;
	}

	@Override
	public void onContentSource(Response response, Content.Source source) {
		this.source = source;
	}

	/**
	 * Returns the body, of which no more is read than is requested.
	 */
	Flux<DataBuffer> limit(Flux<DataBuffer> body) {
		return body
			.transform(Operators.<DataBuffer, DataBuffer>lift((publisher, subscriber) -> new Limited(subscriber)));
	}

	private void request(long n) {
		long before = this.requested.getAndUpdate((now) -> (now != ENDED) ? Operators.addCap(now, n) : ENDED);
		if (before == 0) {
			demand();
		}
	}

	private void demand() {
		Content.Source source = this.source;
		if (source != null) {
			source.demand(this);
		}
	}

	private void end() {
		this.requested.set(ENDED);
	}

	/**
	 * Called by Jetty, one call at a time, with each buffer that it delivers.
	 */
	@Override
	public void run() {
		Content.Source source = this.source;
		Content.Chunk chunk = (source != null) ? source.read() : null;
		if (chunk == null) {
			demand();
			return;
		}
		boolean delivered = chunk.hasRemaining();
		boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
		chunk.release();
		if (last) {
			end();
		}
		else if (!delivered || this.requested.updateAndGet(JettyDemand::less) > 0) {
			demand();
		}
	}

	private static long less(long requested) {
		return (requested == ENDED || requested == Long.MAX_VALUE) ? requested : requested - 1;
	}

	@Override
	public InvocationType getInvocationType() {
		return InvocationType.NON_BLOCKING;
	}

	/**
	 * Requests the body without limit, and this demand as much as the subscriber does.
	 */
	private final class Limited implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super DataBuffer> subscriber;

		private @Nullable Subscription body;

		Limited(CoreSubscriber<? super DataBuffer> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public Context currentContext() {
			return this.subscriber.currentContext();
		}

		@Override
		public void onSubscribe(Subscription body) {
			this.body = body;
			this.subscriber.onSubscribe(this);
			body.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.subscriber.onNext(buffer);
		}

		@Override
		public void onError(Throwable ex) {
			end();
			this.subscriber.onError(ex);
		}

		@Override
		public void onComplete() {
			end();
			this.subscriber.onComplete();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				JettyDemand.this.request(n);
			}
		}

		@Override
		public void cancel() {
			end();
			Subscription body = this.body;
			if (body != null) {
				body.cancel();
			}
		}

	}

}
