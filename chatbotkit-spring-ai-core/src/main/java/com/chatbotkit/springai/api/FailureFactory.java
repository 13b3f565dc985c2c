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

import java.io.IOException;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.FailureTable.RetryDecision;
import com.chatbotkit.springai.api.sse.EventStreamException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Makes the exceptions that callers get, from status codes, exceptions of connectors and
 * broken responses.
 */
final class FailureFactory {

	/** Code of a request without a connection. */
	static final String CONNECTION_FAILED = "CONNECTION_FAILED";

	/** Code of a request that cannot be sent, or whose response is not HTTP. */
	static final String REQUEST_FAILED = "REQUEST_FAILED";

	/** Code of a call whose thread was interrupted. */
	static final String CANCELLED = "CANCELLED";

	/** Code of a request to a client that was closed before the response was complete. */
	static final String CLIENT_CLOSED = "CLIENT_CLOSED";

	/** Code of a response that exceeds a limit. */
	private static final String ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE";

	/** Code of a successful response that is not a completion. */
	private static final String UNEXPECTED_CONTENT = "UNEXPECTED_CONTENT";

	private static final String PLAIN = "http:// instead of https:// into the base URL"
			+ " (spring.ai.chatbotkit.base-url), or another port";

	private static final String MAYBE_PLAIN = ". If this port speaks plain http, write " + PLAIN;

	private static final String LARGE_HEAD = "the answer's headers, trailers or chunk extensions are larger than the HTTP"
			+ " client takes, or it has too many interim responses";

	/** A header that repeats the code, in case the body is missing or breaks off. */
	private static final String FAILURE_CODE = "x-failure-code";

	/** Enough to see where a redirect points to. */
	private static final int MAX_LOCATION_LENGTH = 200;

	private static final String USUAL_CAUSES = "This usually means that the bot or model does not exist, that the key has"
			+ " no access to it, or that the account has no subscription; call() instead of stream() tells which";

	/** The hint of a 404 without a code: for an unknown bot, the platform sends one. */
	private static final String NOT_THE_ENDPOINT = "; is the base URL's path right (spring.ai.chatbotkit.base-url)?";

	private final FailureTable table;

	private final RetryAfter retryAfter;

	private final Supplier<String> target;

	private final boolean mayAct;

	private final Concealment concealment;

	/** The status of the response whose body is being read. */
	private final int status;

	FailureFactory(FailureTable table, RetryAfter retryAfter, Supplier<String> target, boolean mayAct,
			Concealment concealment) {
		this.table = table;
		this.retryAfter = retryAfter;
		this.target = target;
		this.mayAct = mayAct;
		this.concealment = concealment;
		this.status = 200;
	}

	private FailureFactory(FailureFactory request, int status) {
		this.table = request.table;
		this.retryAfter = request.retryAfter;
		this.target = request.target;
		this.mayAct = request.mayAct;
		this.concealment = request.concealment;
		this.status = status;
	}

	/**
	 * Returns a factory for failures in the body of a response.
	 * @param status the status of the response
	 */
	FailureFactory ofAnswer(int status) {
		return (status == this.status) ? this : new FailureFactory(this, status);
	}

	/**
	 * Creates the exception for a status that is not a success.
	 */
	RuntimeException ofStatus(int status, HttpHeaders headers, byte[] body) {
		String coding = ContentCoding.of(headers);
		ServerError error = coding.isEmpty() ? ErrorBody.read(body) : new ServerError(null, null, null);
		String serverCode = (error.code() != null) ? error.code()
				: ServerError.boundedCode(headers.getFirst(FAILURE_CODE));
		HttpStatus known = HttpStatus.resolve(status);
		String code = (serverCode != null) ? serverCode : ((known != null) ? known.name() : "HTTP_STATUS");
		String message = message(status, error, coding);
		String type = error.type();
		if (status == 404 && serverCode == null) {
			message = message + NOT_THE_ENDPOINT;
			type = (type != null) ? type : ChatBotKitFailure.UNKNOWN_PATH;
		}
		if (status >= 300 && status < 400) {
			message = message + "; redirects are not followed" + redirect(headers.getFirst(HttpHeaders.LOCATION));
		}
		ChatBotKitFailure failure = new ChatBotKitFailure(status, code, type, message,
				this.retryAfter.longest(headers.getOrEmpty(HttpHeaders.RETRY_AFTER)), this.target.get());
		return create(this.table.ofStatus(status, serverCode, error.type(), this.mayAct), this.concealment.of(failure),
				null);
	}

	private static String redirect(@Nullable String location) {
		return (location != null)
				? ": correct the base URL, the server points to " + ServerError.bounded(location, MAX_LOCATION_LENGTH)
				: ", and the server points nowhere";
	}

	private static String message(int status, ServerError error, String coding) {
		if (status == HttpStatus.PARTIAL_CONTENT.value()) {
			return "the response is only a part of one, which was not requested";
		}
		if (status < 300) {
			return "the answer has no content";
		}
		if (!coding.isEmpty()) {
			return "the server's error message is " + ContentCoding.describe(coding);
		}
		return (error.message() != null) ? error.message() : "the server gave no reason";
	}

	/**
	 * Creates the exception for a failure before the response headers.
	 * @param sent whether anything of the request may have been sent
	 */
	Throwable ofExchange(Throwable ex, boolean sent) {
		if (ex instanceof ExchangeException broken) {
			return exception(broken.isPermanent() ? RetryDecision.NON_TRANSIENT : RetryDecision.TRANSIENT,
					new ChatBotKitFailure(0, broken.code(), broken.type(), broken.message(), null, this.target.get()),
					null);
		}
		if (!(ex instanceof WebClientRequestException)) {
			return ex;
		}
		// The cause is carried on, and not the WebClient's exception, which holds the
		// secret key in its headers.
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		boolean begun = sent || WireFailure.isOfAnswer(cause);
		if (begun && HeadLimit.isExceeded(cause)) {
			return transientFailure(0, ANSWER_TOO_LARGE, LARGE_HEAD, cause);
		}
		String message = WireFailureMessage.of(cause);
		return switch (WireFailure.of(cause, begun)) {
			case PLAIN_TEXT -> permanentFailure(0, CONNECTION_FAILED,
					"no secure connection: the server does not speak TLS on this port. Write " + PLAIN, cause);
			case NO_CONNECTION -> exception(this.table.ofFailedConnect(),
					failure(0, CONNECTION_FAILED,
							"no connection: " + message + (WireFailure.isLateHandshake(cause) ? MAYBE_PLAIN : "")),
					cause);
			case NO_SECURE_CONNECTION ->
				permanentFailure(0, CONNECTION_FAILED, "no secure connection: " + message, cause);
			case TIMEOUT -> transientFailure(0, "RESPONSE_TIMEOUT", "no response headers in time: " + message, cause);
			case LOST -> exception(this.table.ofLostConnection(this.mayAct),
					failure(0, "CONNECTION_LOST", "the connection was lost before the answer: " + message), cause);
			case OTHER -> permanentFailure(0, REQUEST_FAILED, message, cause);
		};
	}

	/**
	 * Creates the exception for a failure in the body of a successful response.
	 */
	Throwable ofBody(Throwable failed) {
		Throwable ex = (failed instanceof WebClientException && failed.getCause() != null) ? failed.getCause() : failed;
		if (ex instanceof ExchangeException broken) {
			return transientFailure(this.status, broken.code(), broken.message(), broken.getCause());
		}
		if (ex instanceof EventStreamException broken) {
			String message = String.valueOf(broken.getMessage());
			return broken.isTooLarge() ? transientFailure(this.status, "EVENT_TOO_LARGE", message, null)
					: transientFailure(this.status, "INVALID_ANSWER", "the server's answer cannot be read: " + message,
							null);
		}
		if (HeadLimit.isExceeded(ex)) {
			return transientFailure(this.status, ANSWER_TOO_LARGE, LARGE_HEAD, ex);
		}
		if (ex instanceof IOException && !WireFailure.isMalformedChunk(ex)) {
			return transientFailure(this.status, "CONNECTION_LOST",
					"the connection was lost in the middle of the answer: " + WireFailureMessage.of(ex), ex);
		}
		if (ex instanceof ChatBotKitRequestException || ex instanceof Error) {
			return ex;
		}
		return transientFailure(this.status, "INVALID_ANSWER",
				"the server's answer cannot be read: " + WireFailureMessage.of(ex), ex);
	}

	/**
	 * Creates the exception for an error that the body of a successful response reports.
	 */
	RuntimeException ofErrorEvent(ServerError error) {
		String code = (error.code() != null) ? error.code() : ((error.type() != null) ? error.type() : "ERROR");
		String message = (error.message() != null) ? error.message() : "the server reported an error without a message";
		ChatBotKitFailure failure = new ChatBotKitFailure(this.status, code, error.type(), message, null,
				this.target.get());
		return create(this.table.ofErrorEvent(error.code(), error.type()), this.concealment.of(failure), null);
	}

	/**
	 * Creates the exception for a stream that ends without a {@code finish_reason}.
	 */
	RuntimeException ofIncompleteStream(boolean tokenSeen) {
		if (tokenSeen) {
			return create(RetryDecision.TRANSIENT, failure(this.status, "INCOMPLETE_STREAM",
					"the stream ended without a finish_reason: the text so far is not the whole answer"), null);
		}
		return create(RetryDecision.NON_TRANSIENT, failure(this.status, "EMPTY_STREAM",
				"the stream ended before its first token and without a finish_reason. " + USUAL_CAUSES), null);
	}

	/**
	 * Creates the exception for a successful response that is not a completion.
	 */
	RuntimeException ofUnexpectedContent(String contentType, String coding, byte[] body) {
		if (!coding.isEmpty()) {
			return permanentFailure(this.status, UNEXPECTED_CONTENT, "the answer is " + ContentCoding.describe(coding),
					null);
		}
		ServerError json = ErrorBody.readJson(body);
		if (json != null) {
			return ofErrorEvent(json);
		}
		ServerError error = ErrorBody.read(body);
		return permanentFailure(this.status, UNEXPECTED_CONTENT,
				"the response is " + ServerError.boundedCode(contentType)
						+ ", which ChatBotKit's endpoint does not send"
						+ ((error.message() != null) ? ": " + error.message() : "")
						+ "; does the base URL point to ChatBotKit's endpoint (spring.ai.chatbotkit.base-url)?",
				null);
	}

	/**
	 * Creates the exception for a call whose thread was interrupted, for example by
	 * {@code Future.cancel(true)}.
	 */
	RuntimeException ofInterrupt(InterruptedException interrupt) {
		return create(RetryDecision.TRANSIENT,
				failure(0, CANCELLED,
						"the thread that waited for the answer was interrupted, and the exchange is closed"),
				interrupt);
	}

	/**
	 * Creates the exception for a request to a client that is closed.
	 * @param begun whether the client was closed only after the request had begun
	 */
	RuntimeException ofClose(boolean begun) {
		return create(RetryDecision.NON_TRANSIENT, failure(0, CLIENT_CLOSED, begun
				? "the client was closed before the response was complete, for example because the application stops"
				: "nothing was sent: the client is closed, for example because the application stops"), null);
	}

	private RuntimeException permanentFailure(int status, String code, String message, @Nullable Throwable cause) {
		return exception(RetryDecision.NON_TRANSIENT, failure(status, code, message), cause);
	}

	private RuntimeException transientFailure(int status, String code, String message, @Nullable Throwable cause) {
		return exception(RetryDecision.TRANSIENT, failure(status, code, message), cause);
	}

	private ChatBotKitFailure failure(int status, String code, String message) {
		return new ChatBotKitFailure(status, code, null, message, null, this.target.get());
	}

	/**
	 * Creates the exception for a request that is not sent.
	 */
	RuntimeException ofRefusal(String code, String message) {
		return create(RetryDecision.NON_TRANSIENT, failure(0, code, message), null);
	}

	/**
	 * Creates an exception whose code is one of this client, while its message may be one
	 * of a server or a library.
	 */
	private RuntimeException exception(RetryDecision decision, ChatBotKitFailure failure,
			@Nullable Throwable original) {
		return create(decision, this.concealment.ofWords(failure), original);
	}

	private RuntimeException create(RetryDecision decision, ChatBotKitFailure failure, @Nullable Throwable original) {
		Throwable cause = this.concealment.of(original);
		return switch (decision) {
			case NON_TRANSIENT -> new ChatBotKitNonTransientException(failure, cause);
			case TRANSIENT -> new ChatBotKitTransientException(failure, false, cause);
			case RETRY -> new ChatBotKitTransientException(failure, true, cause);
		};
	}

}
