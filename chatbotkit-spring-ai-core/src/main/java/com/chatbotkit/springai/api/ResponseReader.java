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

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.netty.ExpectedHead;
import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads a response: a whole completion, a streamed one, or an error.
 */
final class ResponseReader {

	/**
	 * Maximum time to read the body of an error, because some servers leave it open.
	 */
	static final Duration ERROR_BODY_TIMEOUT = Duration.ofSeconds(5);

	/** Statuses without content, or with a part of it. */
	private static final Set<Integer> NO_ANSWER = Set.of(204, 205, 206);

	private final ChatBotKitLimits limits;

	private final Watchdog silence;

	private final Watchdog gracePeriods;

	private final Scheduler scheduler;

	ResponseReader(ChatBotKitLimits limits, Watchdog silence, Scheduler scheduler) {
		this.limits = limits;
		this.silence = silence;
		this.gracePeriods = new Watchdog(GracePeriod.DURATION, scheduler);
		this.scheduler = scheduler;
	}

	Mono<ChatCompletion> whole(ClientResponse response, FailureFactory request) {
		FailureFactory failures = request.ofAnswer(response.statusCode().value());
		if (!isOk(response, MediaType.APPLICATION_JSON)) {
			return error(response, MediaType.APPLICATION_JSON, failures);
		}
		ConnectionReuse reuse = ConnectionReuse.after(response, MediaType.APPLICATION_JSON);
		return WholeResponse.of(body(response, reuse), this.limits.eventSize(), reuse, this.gracePeriods)
			.flatMap((bytes) -> signalling(() -> Mono.just(withRateLimit(parse(bytes, failures), response))))
			.onErrorMap(failures::ofBody);
	}

	Flux<ChatCompletion> stream(ClientResponse response, FailureFactory request) {
		FailureFactory failures = request.ofAnswer(response.statusCode().value());
		if (!isOk(response, MediaType.TEXT_EVENT_STREAM)) {
			return this.<ChatCompletion>error(response, MediaType.TEXT_EVENT_STREAM, failures).flux();
		}
		ConnectionReuse reuse = ConnectionReuse.after(response, MediaType.TEXT_EVENT_STREAM);
		Flux<ChatCompletion> pieces = new CompletionStream(body(response, reuse), this.limits.eventSize(), failures,
				reuse, this.gracePeriods);
		ChatCompletion.RateLimit rateLimit = RateLimitHeaders.read(response.headers().asHttpHeaders());
		return (rateLimit != null) ? pieces.map((piece) -> piece.withRateLimit(rateLimit)) : pieces;
	}

	private static ChatCompletion withRateLimit(ChatCompletion completion, ClientResponse response) {
		ChatCompletion.RateLimit rateLimit = RateLimitHeaders.read(response.headers().asHttpHeaders());
		return (rateLimit != null) ? completion.withRateLimit(rateLimit) : completion;
	}

	/**
	 * Whether the response has a completion. Without a content type, the bytes decide.
	 */
	private static boolean isOk(ClientResponse response, MediaType expected) {
		if (!hasAnswer(response) || !ContentCoding.of(response.headers().asHttpHeaders()).isEmpty()) {
			return false;
		}
		return contentType(response).isEmpty() || hasContentType(response, expected);
	}

	/**
	 * Whether the response declares a content type, in any case and with any parameters.
	 */
	static boolean hasContentType(ClientResponse response, MediaType expected) {
		return ExpectedHead.isType(contentType(response), expected.toString());
	}

	/**
	 * Whether the status promises a whole completion.
	 */
	private static boolean hasAnswer(ClientResponse response) {
		return response.statusCode().is2xxSuccessful() && !NO_ANSWER.contains(response.statusCode().value());
	}

	/**
	 * Returns the content type as it was sent, or an empty text.
	 */
	static String contentType(ClientResponse response) {
		return Optional.ofNullable(response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
			.orElse("")
			.trim();
	}

	private Flux<DataBuffer> body(ClientResponse response, ConnectionReuse reuse) {
		return reuse.endingWithLastByte(new IdleTimeout(response.body(BodyExtractors.toDataBuffers()), this.silence));
	}

	private static ChatCompletion parse(ResponseBytes answer, FailureFactory failures) {
		if (answer.length() == 0) {
			throw JsonTokens.malformed("it is empty", null);
		}
		CompletionParser parser = new CompletionParser(false);
		try {
			ChatCompletion completion = parser.parse(answer.bytes(), 0, answer.length());
			ServerError error = parser.error();
			if (error != null) {
				throw failures.ofErrorEvent(error);
			}
			if (!parser.hasChoice()) {
				throw new ExchangeException("EMPTY_ANSWER", "the answer has no choices");
			}
			if (!StringUtils.hasLength(completion.content()) && completion.toolCalls().isEmpty()) {
				parser.choices().checkUnderstood();
			}
			return completion;
		}
		finally {
			parser.close();
		}
	}

	/**
	 * Reads the body of a response that is not a completion, and fails with its
	 * exception.
	 */
	<T> Mono<T> error(ClientResponse response, MediaType expected, FailureFactory failures) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		int status = response.statusCode().value();
		return errorBody(response, expected).flatMap((body) -> signalling(() -> Mono.error(hasAnswer(response)
				? failures.ofUnexpectedContent(contentType(response), ContentCoding.of(headers), body)
				: failures.ofStatus(status, headers, body))));
	}

	/**
	 * Turns an {@link Error} such as a {@link LinkageError} into a signal as well.
	 * Reactor would throw it on the connection's thread, and the caller would wait
	 * forever.
	 */
	private static <T> Mono<T> signalling(Supplier<Mono<T>> reading) {
		try {
			return reading.get();
		}
		catch (Throwable ex) {
			GuardedSubscriber.rethrowIfFatal(ex);
			return Mono.error(ex);
		}
	}

	/**
	 * Reads the body of an error up to the limits. If it breaks off, only the message is
	 * shorter, because the status is reported anyway.
	 */
	private Mono<byte[]> errorBody(ClientResponse response, MediaType expected) {
		ConnectionReuse reuse = ConnectionReuse.after(response, expected);
		return Mono.defer(() -> {
			ResponseBytes bytes = new ResponseBytes(Integer.MAX_VALUE);
			return DataBufferUtils.takeUntilByteCount(body(response, reuse), this.limits.errorBodySize())
				.take(ERROR_BODY_TIMEOUT, this.scheduler)
				.map(bytes::take)
				.takeUntil(reuse::endsWith)
				.then()
				.onErrorComplete()
				.then(Mono.fromSupplier(() -> Arrays.copyOf(bytes.bytes(), bytes.length())));
		});
	}

}
