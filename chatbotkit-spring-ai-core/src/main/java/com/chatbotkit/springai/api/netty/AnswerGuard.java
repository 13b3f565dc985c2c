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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;

/**
 * Keeps the responses of a Reactor Netty client apart, so that over HTTP/1.1 each request
 * gets its own response or an error.
 * <p>
 * Interim responses (status 1xx) are skipped. A connection with anything else that no
 * request has asked for is closed and never used again: bytes without a request, bytes
 * after the end of a response, a second response, invalid headers, an upgrade. After a
 * head that the endpoint does not send it is closed as well ({@link ExpectedHead}).
 * Sources: RFC 9110, section 15.2, and RFC 9112, section 9.2. Reactor Netty 1.3.6 and
 * 1.3.8 skip only a {@code 100}, and take every other interim response for the final one.
 * <p>
 * {@link com.chatbotkit.springai.api.ChatBotKitApi} and the starter use it by default. It
 * is public for applications that give
 * {@link com.chatbotkit.springai.api.ChatBotKitApiBuilder} their own {@code WebClient}.
 */
public final class AnswerGuard {

	/**
	 * How long a connection is not used after a response. A server that sends unexpected
	 * bytes does so shortly after a response, and they must not reach the next request.
	 */
	private static final Duration REST = Duration.ofMillis(50);

	/**
	 * How long after unexpected bytes each connection rests after each response.
	 */
	private static final Duration CAUTION = Duration.ofMinutes(10);

	private final AtomicLong cautiousUntil = new AtomicLong(System.nanoTime());

	AnswerGuard() {
	}

	/**
	 * Guards each connection that a client opens from now on.
	 * @param client a client, whose other settings stay as they are. HTTP/2 connections
	 * are not guarded, because each response names its request there
	 * @return the guarded client, to be used instead
	 */
	public static HttpClient guard(HttpClient client) {
		AnswerGuard guard = new AnswerGuard();
		return client.doOnChannelInit((observer, channel, address) -> AfterNegotiation.apply(channel.pipeline(),
				(pipeline) -> guard.install(pipeline, client.configuration().decoder())));
	}

	private void install(ChannelPipeline pipeline, HttpResponseDecoderSpec spec) {
		if (pipeline.get(NettyPipeline.HttpCodec) instanceof HttpClientCodec) {
			HttpDecoderConfig config = new HttpDecoderConfig().setMaxInitialLineLength(spec.maxInitialLineLength())
				.setMaxHeaderSize(spec.maxHeaderSize())
				.setValidateHeaders(spec.validateHeaders())
				.setInitialBufferSize(spec.initialBufferSize())
				.setAllowDuplicateContentLengths(spec.allowDuplicateContentLengths())
				.setAllowPartialChunks(spec.allowPartialChunks());
			pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new GuardedHttpCodec(config, this));
		}
	}

	/**
	 * The time in nanoseconds.
	 */
	long now() {
		return System.nanoTime();
	}

	/**
	 * Returns for how many nanoseconds a connection rests after a response.
	 * @param first whether it was the first response on that connection
	 */
	long restAfterAnswer(boolean first) {
		return (first || this.cautiousUntil.get() - now() > 0) ? REST.toNanos() : 0;
	}

	/**
	 * Remembers that a server sent unexpected bytes.
	 */
	void beCautious() {
		this.cautiousUntil.set(now() + CAUTION.toNanos());
	}

}
