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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;

/**
 * Checks that a bot is reachable, with a request to the platform's native API that costs
 * nothing and does not run the bot.
 * <p>
 * The response describes the bot and is private, above all its backstory. It is discarded
 * without being read.
 */
final class BotCheck {

	private static final byte[] UNREAD = {};

	/** Segments that lead out of a path (RFC 3986, section 5.2.4), encoded or not. */
	private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");

	private final WebClient.Builder webClient;

	private final @Nullable String nativeApi;

	private final HttpHeaders headers;

	private final ResponseReader answers;

	private final Duration responseTimeout;

	private final Scheduler scheduler;

	private final ConnectionWait connectionWait;

	BotCheck(WebClient.Builder webClient, URI endpoint, HttpHeaders headers, ResponseReader answers,
			Duration responseTimeout, Scheduler scheduler, ConnectionWait connectionWait) {
		this.webClient = webClient;
		this.nativeApi = BaseUrl.nativeApi(endpoint);
		this.headers = headers;
		this.answers = answers;
		this.responseTimeout = responseTimeout;
		this.scheduler = scheduler;
		this.connectionWait = connectionWait;
	}

	/**
	 * Returns the URL of the bot in the native API.
	 * @throws IllegalArgumentException if the id is not valid
	 * @throws IllegalStateException if the base URL does not tell where the native API is
	 */
	URI uri(String botId) {
		if (this.nativeApi == null) {
			throw new IllegalStateException(
					"A bot can be checked only if the base URL ends in /openai, like ChatBotKit's"
							+ " own base URL (spring.ai.chatbotkit.base-url)");
		}
		Assert.isTrue(!DOTS.matcher(botId).matches(),
				() -> "\"" + botId + "\" is not a valid bot id: copy it from ChatBotKit, where the bot is shown");
		return URI.create(this.nativeApi + "/bot/" + UriUtils.encode(botId, StandardCharsets.UTF_8) + "/fetch");
	}

	Mono<Void> check(URI uri, String secretKey, FailureFactory failures) {
		return Mono.defer(() -> {
			AtomicBoolean answered = new AtomicBoolean();
			ExchangeThread thread = new ExchangeThread();
			Mono<Void> exchange = request(uri, secretKey).httpRequest(thread::learn).exchangeToMono((response) -> {
				answered.set(true);
				return result(response, failures).onErrorMap(Error.class, CarriedError::new);
			}).onErrorMap(CarriedError.class, CarriedError::error).cancelOn(Schedulers.fromExecutor(thread));
			return this.connectionWait.limit(exchange, answered::get);
		})
			.timeout(this.responseTimeout, this.scheduler)
			.onErrorMap(TimeoutException.class,
					(ex) -> new ExchangeException("RESPONSE_TIMEOUT",
							"no answer within " + this.responseTimeout.toMillis() + " ms"))
			.onErrorMap((ex) -> failures.ofExchange(ex, true));
	}

	private WebClient.RequestHeadersSpec<?> request(URI uri, String secretKey) {
		return this.webClient.build().get().uri(uri).headers((request) -> {
			request.addAll(this.headers);
			request.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
			request.set(HttpHeaders.ACCEPT_ENCODING, "identity");
			request.setBearerAuth(secretKey);
		});
	}

	private Mono<Void> result(ClientResponse response, FailureFactory failures) {
		ResponseHead.check(response);
		if (!response.statusCode().is2xxSuccessful()) {
			return this.answers.error(response, MediaType.APPLICATION_JSON, failures);
		}
		if (ResponseReader.hasContentType(response, MediaType.APPLICATION_JSON)) {
			return response.releaseBody();
		}
		BodyCancellation.end(response.body(BodyExtractors.toDataBuffers()));
		return Mono.error(() -> failures.ofAnswer(response.statusCode().value())
			.ofUnexpectedContent(ResponseReader.contentType(response), "", UNREAD));
	}

}
