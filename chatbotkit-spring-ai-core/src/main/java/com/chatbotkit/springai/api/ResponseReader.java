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
 * Reads a response: an answer in one piece, a streamed answer, or an error.
 */
final class ResponseReader {

	/**
	 * How long to read an error's body for its message: some servers leave it open.
	 */
	static final Duration MOST_TIME_FOR_ERROR_BODY = Duration.ofSeconds(5);

	/** No content, and a part of it. */
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

	ChatBotKitLimits limits() {
		return this.limits;
	}

	Mono<ChatCompletion> whole(ClientResponse response, FailureFactory request) {
		FailureFactory failures = request.ofAnswer(response.statusCode().value());
		if (!isOk(response, MediaType.APPLICATION_JSON)) {
			return error(response, failures);
		}
		ConnectionReuse reuse = ConnectionReuse.after(response, hasContentType(response, MediaType.APPLICATION_JSON));
		return WholeResponse.of(body(response, reuse), this.limits.eventSize(), reuse, this.gracePeriods)
			.flatMap((bytes) -> told(() -> Mono.just(withRateLimit(parse(bytes, failures), response))))
			.onErrorMap(failures::ofBody);
	}

	Flux<ChatCompletion> stream(ClientResponse response, FailureFactory request) {
		FailureFactory failures = request.ofAnswer(response.statusCode().value());
		if (!isOk(response, MediaType.TEXT_EVENT_STREAM)) {
			return this.<ChatCompletion>error(response, failures).flux();
		}
		ConnectionReuse reuse = ConnectionReuse.after(response, hasContentType(response, MediaType.TEXT_EVENT_STREAM));
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
	 * A missing content type is no reason to refuse: the bytes tell.
	 */
	private static boolean isOk(ClientResponse response, MediaType expected) {
		if (!hasAnswer(response) || !ContentCoding.of(response.headers().asHttpHeaders()).isEmpty()) {
			return false;
		}
		return contentType(response).isEmpty() || hasContentType(response, expected);
	}

	/**
	 * Whether the head says that the content is of one type, in whatever spelling.
	 */
	static boolean hasContentType(ClientResponse response, MediaType expected) {
		String contentType = contentType(response);
		int end = expected.toString().length();
		return contentType.regionMatches(true, 0, expected.toString(), 0, end)
				&& (contentType.length() == end || contentType.substring(end).stripLeading().startsWith(";"));
	}

	/**
	 * Whether the status says that a whole answer follows.
	 */
	private static boolean hasAnswer(ClientResponse response) {
		return response.statusCode().is2xxSuccessful() && !NO_ANSWER.contains(response.statusCode().value());
	}

	/**
	 * The content type as it was written, which may be none, or an empty text.
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
				parser.checkUnderstood();
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
	<T> Mono<T> error(ClientResponse response, FailureFactory failures) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		int status = response.statusCode().value();
		return errorBody(response).flatMap((body) -> told(() -> Mono.error(hasAnswer(response)
				? failures.ofUnexpectedContent(contentType(response), ContentCoding.of(headers), body)
				: failures.ofStatus(status, headers, body))));
	}

	/**
	 * An {@link Error} such as a {@link LinkageError} is told as well. Reactor would
	 * throw it at the connection's thread, and tell nobody.
	 */
	private static <T> Mono<T> told(Supplier<Mono<T>> reading) {
		try {
			return reading.get();
		}
		catch (Throwable ex) {
			GuardedSubscriber.rethrowIfFatal(ex);
			return Mono.error(ex);
		}
	}

	/**
	 * Reads as much of an error's body as is allowed and as comes. The status is what is
	 * reported in any case, so that a body which breaks off only makes its message
	 * shorter.
	 */
	private Mono<byte[]> errorBody(ClientResponse response) {
		ConnectionReuse reuse = ConnectionReuse.after(response, false);
		return Mono.defer(() -> {
			ResponseBytes bytes = new ResponseBytes(Integer.MAX_VALUE);
			return DataBufferUtils.takeUntilByteCount(body(response, reuse), this.limits.errorBodySize())
				.take(MOST_TIME_FOR_ERROR_BODY, this.scheduler)
				.doOnNext(bytes::take)
				.takeUntil((buffer) -> reuse.endsWith(bytes))
				.then()
				.onErrorComplete()
				.then(Mono.fromSupplier(() -> Arrays.copyOf(bytes.bytes(), bytes.length())));
		});
	}

}
