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

import java.net.URI;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * Aborts the HTTP exchange when a subscriber cancels, for connectors that leave it open.
 * Otherwise the bot would continue to work on a response that nobody reads.
 */
final class AbortingConnector implements ClientHttpConnector {

	/**
	 * Not Schedulers.boundedElastic(): if each of its threads waited for a response, the
	 * work would be queued behind them, and they would wait forever.
	 */
	private static final Scheduler APART = Schedulers.newBoundedElastic(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE,
			Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "chatbotkit-exchange", 60, true);

	private static final Log logger = LogFactory.getLog(AbortingConnector.class);

	private final ClientHttpConnector connector;

	private final Function<ClientHttpRequest, Disposable> exchanges;

	/**
	 * @param connector the connector that sends the requests
	 * @param exchanges gives for a request what ends its exchange, at any time and more
	 * than once
	 */
	AbortingConnector(ClientHttpConnector connector, Function<ClientHttpRequest, Disposable> exchanges) {
		this.connector = connector;
		this.exchanges = exchanges;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.create((sink) -> {
			Disposable.Swap exchange = Disposables.swap();
			sink.onCancel(() -> end(exchange));
			apartFromTheCaller(() -> {
				if (!exchange.isDisposed()) {
					connect(method, uri, requestCallback, exchange, sink);
				}
			});
		});
	}

	private void connect(HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback,
			Disposable.Swap exchange, MonoSink<ClientHttpResponse> sink) {
		// Not cancelled but aborted, so that the failure in which that ends comes here
		// and not to the hook for failures that nobody hears of.
		this.connector.connect(method, uri, (request) -> {
			exchange.update(this.exchanges.apply(request));
			return requestCallback.apply(request);
		})
			.subscribe((response) -> succeed(sink, exchange, response), (ex) -> fail(sink, exchange, ex),
					() -> complete(sink, exchange), Context.of(sink.contextView()));
	}

	private static void succeed(MonoSink<ClientHttpResponse> sink, Disposable.Swap exchange,
			ClientHttpResponse response) {
		Throwable hidden = hiddenFailure(exchange);
		if (hidden != null) {
			fail(sink, exchange, hidden);
		}
		else {
			// Here and now: an unexpected head ends the exchange before its body is read.
			sink.success(new Response(response, exchange));
		}
	}

	private static void complete(MonoSink<?> sink, Disposable.Swap exchange) {
		// A failure is delivered later, on a thread of its own.
		if (hiddenFailure(exchange) == null) {
			sink.success();
		}
	}

	private static @Nullable Throwable hiddenFailure(Disposable.Swap exchange) {
		return (exchange.get() instanceof TellingExchange telling) ? telling.hiddenFailure() : null;
	}

	/**
	 * These clients do a part of the work on the thread that sends, where an interrupt of
	 * the caller would be lost, or would close the connection.
	 */
	private static void apartFromTheCaller(Runnable work) {
		if (Schedulers.isInNonBlockingThread()) {
			work.run();
		}
		else {
			APART.schedule(work);
		}
	}

	private static void fail(MonoSink<?> sink, Disposable.Swap exchange, Throwable ex) {
		if (!exchange.isDisposed()) {
			Throwable told = (exchange.get() instanceof TellingExchange telling) ? telling.failure(ex) : ex;
			DeliveryThreads.run(() -> sink.error(told));
		}
	}

	/**
	 * Ends an exchange. Jetty (12.1.10) throws a NullPointerException for one that it has
	 * only just taken from its queue and will not send, which would reach who cancels
	 * instead of a cancel.
	 */
	private static void end(Disposable exchange) {
		try {
			exchange.dispose();
		}
		catch (RuntimeException ex) {
			logger.debug("The HTTP client threw where an exchange was ended", ex);
		}
	}

	/**
	 * An exchange that tells its failure as those of all connectors do.
	 */
	interface TellingExchange extends Disposable {

		Throwable failure(Throwable ex);

		/**
		 * The failure of an exchange that the client passes on as a response, or null.
		 */
		@Nullable Throwable hiddenFailure();

	}

	/**
	 * An exchange that has a part in how the body of its response is read.
	 */
	interface ReadingExchange extends Disposable {

		Flux<DataBuffer> read(Flux<DataBuffer> body);

	}

	/**
	 * A response whose body ends the exchange at a cancel.
	 */
	private static final class Response extends ClientHttpResponseDecorator {

		private final Disposable.Swap exchange;

		Response(ClientHttpResponse response, Disposable.Swap exchange) {
			super(response);
			this.exchange = exchange;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			Flux<DataBuffer> body = super.getBody();
			if (this.exchange.get() instanceof ReadingExchange reading) {
				body = reading.read(body);
			}
			return DeliveryThreads.whenRequested(body).doFinally((signal) -> {
				if (signal == SignalType.CANCEL) {
					end(this.exchange);
				}
			});
		}

	}

}
