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

package com.chatbotkit.springai.api;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;

/**
 * A request that starts the time of its {@link HeadersWatch} when the connector requests
 * the body.
 */
final class WatchedRequest extends ClientHttpRequestDecorator {

	private final HeadersWatch watch;

	WatchedRequest(ClientHttpRequest request, HeadersWatch watch) {
		super(request);
		this.watch = watch;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith((body instanceof Mono) ? Mono.from(body).doOnNext((buffer) -> this.watch.requested())
				: Flux.from(body).doOnNext((buffer) -> this.watch.requested()));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(Flux.from(body).doOnNext((buffers) -> this.watch.requested()));
	}

	/**
	 * Starts the time at once, because nothing tells when a request without a body is
	 * sent.
	 */
	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			this.watch.requested();
			return super.setComplete();
		});
	}

}
