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
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.log.WireLog;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.ai.model.ApiKey;
import org.springframework.util.Assert;

/**
 * Sends requests to ChatBotKit's Chat Completions endpoint over HTTP.
 * <p>
 * Each attempt checks the size of the request, resolves the secret key, sends the request
 * and reads the response. The retry policy decides whether another attempt follows. A
 * failed call and a failed stream end with the same exception: see
 * {@link ChatBotKitRequestException}.
 * <p>
 * An {@link ApiKey} in the Reactor context, under its class as the key, replaces the
 * client's secret key for that one request and its retries.
 * <p>
 * A subscriber's {@code onErrorContinue} applies to its own operators only. Within the
 * client, a failure always ends the request.
 * <p>
 * Thread-safe. A client with default connections keeps them and their threads until it is
 * closed.
 */
public final class ChatBotKitApi implements AutoCloseable {

	private final ChatBotKitApiBuilder settings;

	private final SecretKey secretKey;

	private final RequestSize requestSize;

	private final Endpoint endpoint;

	private final ResponseReader responses;

	private final BotCheck botCheck;

	private final FailureTable failureTable;

	private final RetryAfter retryAfter = new RetryAfter(Clock.systemUTC());

	private final RetryOperator retry;

	private final OpenRequests openRequests;

	private final Runnable close;

	/**
	 * Creates a client.
	 * @param settings the settings, which nobody changes any more
	 * @param uri the address of the endpoint
	 * @param close closes the connections that the client made itself
	 */
	ChatBotKitApi(ChatBotKitApiBuilder settings, ApiKey apiKey, URI uri, Runnable close) {
		RequestWriter writer = new RequestWriter();
		ConnectionWait connectionWait = new ConnectionWait(settings.connectionLimit, settings.scheduler);
		this.settings = settings;
		this.secretKey = new SecretKey(apiKey);
		this.requestSize = new RequestSize(writer);
		this.endpoint = new Endpoint(settings.webClient(), uri, writer, settings.headers,
				new WireLog(settings.limits.loggedBodySize()),
				new ResponseTimeout(new Watchdog(settings.timeouts.response(), settings.scheduler), connectionWait));
		this.responses = new ResponseReader(settings.limits,
				new Watchdog(settings.timeouts.streamIdle(), settings.scheduler), settings.scheduler);
		this.botCheck = new BotCheck(settings.webClient(), uri, settings.headers, this.responses,
				settings.timeouts.response(), settings.scheduler, connectionWait);
		this.failureTable = new FailureTable(settings.retryPolicy);
		this.retry = new RetryOperator(settings.retryPolicy, settings.scheduler,
				() -> ThreadLocalRandom.current().nextDouble());
		this.openRequests = new OpenRequests(settings.shared, settings.scheduler);
		this.close = close;
	}

	/**
	 * Starts a client. Only the secret key is required.
	 * @return the builder
	 */
	public static ChatBotKitApiBuilder builder() {
		return new ChatBotKitApiBuilder();
	}

	/**
	 * Starts another client from this one's settings. The two share their connections,
	 * which stay this one's to close.
	 * @return the builder
	 */
	public ChatBotKitApiBuilder mutate() {
		return this.settings.derive(this.openRequests);
	}

	/**
	 * Returns the address that requests are sent to.
	 * @return the base URL, completed, with {@code /chat/completions}
	 */
	public URI getUri() {
		return this.endpoint.uri();
	}

	/**
	 * Requests a whole completion.
	 * @param request the request
	 * @return the completion, or one of the two exceptions of
	 * {@link ChatBotKitRequestException}, or an {@link IllegalArgumentException} for a
	 * request of more than 1 MiB, which is not sent
	 */
	public Mono<ChatCompletion> chatCompletion(ChatCompletionRequest request) {
		Assert.notNull(request, "request must not be null");
		return new GuardedMono<>(this.openRequests.untilClosed(this.retry.retry(Mono.deferContextual((context) -> {
			BlockingCall.requireNoBlock();
			this.requestSize.check(request, false);
			return this.secretKey.call(context, (key) -> {
				FailureFactory failures = failures(request, key);
				return this.endpoint
					.exchangeToMono(request, key, (response) -> this.responses.whole(response, failures))
					.onErrorMap((ex) -> failures.ofExchange(ex, Attempts.of(context).isSent()));
			});
		})), (begun) -> failures(request, "").ofClose(begun))).onErrorStop().contextWrite(Attempts::count);
	}

	/**
	 * Requests a whole completion, and waits for it.
	 * @param request the request
	 * @param context the Reactor context of the request, for example with its
	 * {@link ApiKey}
	 * @return the completion
	 * @throws IllegalStateException on an event loop, where nothing is sent
	 * @throws ChatBotKitTransientException with the code {@code CANCELLED} if the thread
	 * is interrupted: the exchange is closed, and the thread stays interrupted. Other
	 * failures are those of {@link #chatCompletion}
	 */
	public ChatCompletion call(ChatCompletionRequest request, ContextView context) {
		Mono<ChatCompletion> answer = chatCompletion(request);
		Mono<ChatCompletion> inContext = context.isEmpty() ? answer : answer.contextWrite(context);
		return BlockingCall.await(inContext.contextCapture(), () -> failures(request, ""));
	}

	/**
	 * Makes sure that the current thread may block.
	 * @throws IllegalStateException on an event loop; its message says what to write
	 * instead
	 */
	public static void requireBlockingThread() {
		BlockingCall.requireBlockingThread();
	}

	/**
	 * Requests a streamed completion.
	 * @param request the request
	 * @return the chunks as they arrive, until the completion is complete; or, after the
	 * chunks so far, one of the two exceptions of {@link ChatBotKitRequestException}; or
	 * an {@link IllegalArgumentException} for a request of more than 1 MiB, which is not
	 * sent. Cancelling closes the exchange
	 */
	public Flux<ChatCompletion> chatCompletionStream(ChatCompletionRequest request) {
		Assert.notNull(request, "request must not be null");
		return this.openRequests.untilClosed(this.retry.retry(Flux.deferContextual((context) -> {
			BlockingCall.requireNoBlock();
			this.requestSize.check(request, true);
			return this.secretKey.stream(context, (key) -> {
				FailureFactory failures = failures(request, key);
				return this.endpoint
					.exchangeToFlux(request, key, (response) -> this.responses.stream(response, failures))
					.onErrorMap((ex) -> failures.ofExchange(ex, Attempts.of(context).isSent()));
			});
		})), (begun) -> failures(request, "").ofClose(begun)).onErrorStop().contextWrite(Attempts::count);
	}

	/**
	 * Checks that the secret key is accepted and that its account has a bot, by a call of
	 * the platform's native API that costs nothing and runs nothing. The client discards
	 * what the response says about the bot.
	 * @param botId the bot's id
	 * @return completes if so; else one of the two exceptions of
	 * {@link ChatBotKitRequestException}, of status 401 for a wrong key, 403 for a bot of
	 * another account, which may still be shared with this one, and 404 for an unknown
	 * bot; or an {@link IllegalArgumentException} if {@code botId} can be none; or an
	 * {@link IllegalStateException} if the base URL does not end in {@code /openai}
	 */
	public Mono<Void> checkBot(String botId) {
		Assert.hasText(botId, "The id of the bot is empty: copy it from ChatBotKit");
		return new GuardedMono<>(this.openRequests.untilClosed(this.retry.retry(Mono.deferContextual((context) -> {
			BlockingCall.requireNoBlock();
			URI uri = this.botCheck.uri(botId);
			return this.secretKey.call(context,
					(key) -> this.botCheck.check(uri, key, failures(() -> "GET " + uri, false, key, List::of)));
		})), (begun) -> failures(() -> "GET " + this.botCheck.uri(botId), false, "", List::of).ofClose(begun)))
			.onErrorStop();
	}

	/**
	 * Whether this client has a secret key that is not the one of the client that it was
	 * {@linkplain #mutate() made from}.
	 * @return true if so; false for a client that was made from none
	 */
	public boolean hasKeyOfItsOwn() {
		return this.settings.hasKeyOfItsOwn();
	}

	/**
	 * Returns the limits of what is kept in memory.
	 * @return the limits
	 */
	public ChatBotKitLimits limits() {
		return this.settings.limits;
	}

	/**
	 * Creates the exception for a response that was received completely, but that the
	 * caller cannot use.
	 * @param request the request
	 * @param code what is wrong, in capitals
	 * @param message the message, which says what to do
	 * @return a {@link ChatBotKitTransientException} of status 200
	 */
	public RuntimeException unusableAnswer(ChatCompletionRequest request, String code, String message) {
		return (RuntimeException) failures(request, "").ofBody(new ExchangeException(code, message));
	}

	/**
	 * Creates the exception for a request that is not sent, or an answer that is not
	 * handed on, because the same would happen again.
	 * @param request the request
	 * @param code what is wrong, in capitals
	 * @param message the message, which says what to do
	 * @return a {@link ChatBotKitNonTransientException} without a status
	 */
	public RuntimeException refusedRequest(ChatCompletionRequest request, String code, String message) {
		return failures(request, "").ofRefusal(code, message);
	}

	/**
	 * Closes this client, and with it those that were {@linkplain #mutate() made from it}
	 * and share its connections. Their open requests end, also those that wait for a
	 * connection or for another attempt. Open and later requests fail with a
	 * {@link ChatBotKitNonTransientException} with the code {@code CLIENT_CLOSED}; later
	 * ones are not sent. Connections that this client made itself are closed; those of a
	 * given {@code WebClient} or connector stay the caller's to close. A second close has
	 * no effect.
	 */
	@Override
	public void close() {
		this.openRequests.close();
		this.close.run();
	}

	@Override
	public String toString() {
		return "ChatBotKitApi[" + this.endpoint.uri() + "]";
	}

	private FailureFactory failures(ChatCompletionRequest request, String secretKey) {
		return failures(() -> "POST " + this.endpoint.uri() + " for " + request.selector(), request.selector().mayAct(),
				secretKey, () -> texts(request));
	}

	private FailureFactory failures(Supplier<String> target, boolean mayAct, String secretKey,
			Supplier<List<String>> prompt) {
		return new FailureFactory(this.failureTable, this.retryAfter, target, mayAct, concealment(secretKey, prompt));
	}

	private Concealment concealment(String secretKey, Supplier<List<String>> prompt) {
		return new Concealment(Stream.concat(Stream.of(secretKey), this.settings.headerValues()).toList(), prompt);
	}

	private static List<String> texts(ChatCompletionRequest request) {
		return request.messages()
			.stream()
			.flatMap((message) -> Stream.concat(Stream.ofNullable(message.content()),
					message.toolCalls().stream().map(ChatCompletionRequest.ToolCall::arguments)))
			.toList();
	}

}
