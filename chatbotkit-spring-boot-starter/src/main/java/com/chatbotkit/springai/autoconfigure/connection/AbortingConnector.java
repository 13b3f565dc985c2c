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

/**
 * Aborts the HTTP exchange when a subscriber cancels, for connectors that leave it open.
 * Otherwise the bot would continue to work on a response that nobody reads.
 */
final class AbortingConnector implements ClientHttpConnector {

	/**
	 * Not Schedulers.boundedElastic(): if all of its threads waited for responses, the
	 * work would be queued behind them forever.
	 */
	private static final Scheduler SENDING = Schedulers.newBoundedElastic(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE,
			Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "chatbotkit-exchange", 60, true);

	private static final Log logger = LogFactory.getLog(AbortingConnector.class);

	private final ClientHttpConnector connector;

	private final Function<ClientHttpRequest, Disposable> exchanges;

	/**
	 * @param connector the connector that sends the requests
	 * @param exchanges returns for a request an object that ends its exchange. It may be
	 * disposed at any time, also repeatedly
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
			runOffCallerThread(() -> {
				if (!exchange.isDisposed()) {
					connect(method, uri, requestCallback, exchange, sink);
				}
			});
		});
	}

	private void connect(HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback,
			Disposable.Swap exchange, MonoSink<ClientHttpResponse> sink) {
		// This subscription is never cancelled: dispose() aborts the exchange instead, so
		// that the resulting failure arrives here and not at Reactor's hook for dropped
		// errors.
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
			// On this thread: unexpected headers end the exchange before its body is
			// read.
			sink.success(new TransformedResponse(response, (body) -> read(body, exchange)));
		}
	}

	/**
	 * Reads a body that ends its exchange if it is cancelled.
	 */
	private static Flux<DataBuffer> read(Flux<DataBuffer> body, Disposable.Swap exchange) {
		Flux<DataBuffer> read = (exchange.get() instanceof ReadingExchange reading) ? reading.read(body) : body;
		return DeliveryThreads.whenRequested(read).doFinally((signal) -> {
			if (signal == SignalType.CANCEL) {
				end(exchange);
			}
		});
	}

	private static void complete(MonoSink<?> sink, Disposable.Swap exchange) {
		// With a failure, the sink gets an error shortly afterwards on another thread.
		if (hiddenFailure(exchange) == null) {
			sink.success();
		}
	}

	private static @Nullable Throwable hiddenFailure(Disposable.Swap exchange) {
		return (exchange.get() instanceof TranslatingExchange translating) ? translating.hiddenFailure() : null;
	}

	/**
	 * Runs the work on another thread unless this one is an event loop. These clients do
	 * a part of it on the thread that sends, where an interrupt of the caller would be
	 * lost, or would close the connection.
	 */
	private static void runOffCallerThread(Runnable work) {
		if (Schedulers.isInNonBlockingThread()) {
			work.run();
		}
		else {
			SENDING.schedule(work);
		}
	}

	private static void fail(MonoSink<?> sink, Disposable.Swap exchange, Throwable ex) {
		if (!exchange.isDisposed()) {
			Throwable failure = (exchange.get() instanceof TranslatingExchange translating) ? translating.failure(ex)
					: ex;
			DeliveryThreads.run(() -> sink.error(failure));
		}
	}

	/**
	 * Ends an exchange. Jetty (12.1.10) throws a NullPointerException for one that it has
	 * just taken from its queue and will not send, which must not reach the subscriber
	 * that cancels.
	 */
	private static void end(Disposable exchange) {
		try {
			exchange.dispose();
		}
		catch (RuntimeException ex) {
			logger.debug("The HTTP client threw an exception when an exchange was ended", ex);
		}
	}

	/**
	 * An exchange that translates its failure to the exception of the other connectors.
	 */
	interface TranslatingExchange extends Disposable {

		/**
		 * Returns the translated exception.
		 */
		Throwable failure(Throwable ex);

		/**
		 * Returns the failure of an exchange that the client passes on as a response, or
		 * null.
		 */
		@Nullable Throwable hiddenFailure();

	}

	/**
	 * An exchange that changes how the body of its response is read.
	 */
	interface ReadingExchange extends Disposable {

		Flux<DataBuffer> read(Flux<DataBuffer> body);

	}

}
