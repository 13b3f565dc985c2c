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

package com.chatbotkit.springai.api.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Logs one request and its response: when the request was sent, when the headers arrived,
 * and when and how the body ended.
 */
final class LoggedExchange {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final long number;

	private final ClientRequest request;

	private final Redaction redaction;

	private final BodyHead sent;

	private final BodyHead received;

	private final Log logger;

	private final ContextView context;

	private final long start = System.nanoTime();

	private final AtomicBoolean read = new AtomicBoolean();

	private volatile boolean answered;

	LoggedExchange(long number, ClientRequest request, int bodySize, Log logger, ContextView context) {
		this.number = number;
		this.request = request;
		this.redaction = new Redaction(request.headers());
		this.sent = new BodyHead(bodySize, this.redaction);
		this.received = new BodyHead(bodySize, this.redaction);
		this.logger = logger;
		this.context = context;
	}

	Mono<ClientResponse> send(ExchangeFunction next) {
		ClientRequest logged = ClientRequest.from(this.request)
			.body((message, inserting) -> this.request.body().insert(new LoggedRequest(message), inserting))
			.build();
		return next.exchange(logged)
			.doOnError((ex) -> log("<-- #" + this.number + " no answer to " + line() + after() + ": "
					+ this.redaction.text(ex.toString())))
			.doOnCancel(this::logCancel)
			.map(this::received);
	}

	private void logCancel() {
		if (!this.answered) {
			log("<-- #" + this.number + " cancelled before the answer" + after());
		}
	}

	private ClientResponse received(ClientResponse response) {
		this.answered = true;
		log("<-- #" + this.number + " " + response.statusCode().value() + after() + " "
				+ this.redaction.headers(response.headers().asHttpHeaders()));
		return response.mutate().body(this::received).build();
	}

	/**
	 * Logs only the first subscription, because the WebClient subscribes once more to
	 * release the body.
	 */
	private Flux<DataBuffer> received(Flux<DataBuffer> body) {
		Flux<DataBuffer> logged = body.doOnNext(this.received::add)
			.doOnComplete(() -> logEnd("end"))
			.doOnError((ex) -> logEnd("broken off by " + this.redaction.text(ex.toString())))
			.doOnCancel(() -> logEnd("cancelled"));
		return Flux.defer(() -> this.read.compareAndSet(false, true) ? logged : body);
	}

	private void logEnd(String how) {
		log("<-- #" + this.number + " " + how + after() + ", " + this.received);
	}

	private String line() {
		return this.request.method() + " " + this.redaction.text(this.request.url().toString());
	}

	private String after() {
		return " after " + (System.nanoTime() - this.start) / 1_000_000 + " ms";
	}

	/**
	 * Logs a line with the caller's MDC and trace, on whatever thread this is.
	 */
	private void log(String line) {
		SNAPSHOTS.captureFrom(this.context).wrap(() -> this.logger.debug(line)).run();
	}

	/**
	 * Copies the body while it is sent.
	 */
	private final class LoggedRequest extends ClientHttpRequestDecorator {

		private final AtomicBoolean logged = new AtomicBoolean();

		LoggedRequest(ClientHttpRequest message) {
			super(message);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			long length = getHeaders().getContentLength();
			Function<DataBuffer, DataBuffer> copied = (buffer) -> {
				LoggedExchange.this.sent.add(buffer);
				// Jetty does not request the end of a body of known length.
				if (LoggedExchange.this.sent.length() == length) {
					logSent();
				}
				return buffer;
			};
			return super.writeWith(Flux.from(body).map(copied).doOnComplete(this::logSent));
		}

		private void logSent() {
			if (!this.logged.compareAndSet(false, true)) {
				return;
			}
			log("--> #" + LoggedExchange.this.number + " " + line() + " "
					+ LoggedExchange.this.redaction.headers(getHeaders()) + ", " + LoggedExchange.this.sent);
		}

	}

}
