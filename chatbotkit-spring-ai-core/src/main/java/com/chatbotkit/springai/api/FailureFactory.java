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

import javax.net.ssl.SSLException;

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

	/** The code if no connection was established. */
	static final String CONNECTION_FAILED = "CONNECTION_FAILED";

	/** The code of a request that cannot be sent, and of an answer that is not HTTP. */
	static final String REQUEST_FAILED = "REQUEST_FAILED";

	/** The code of a call that nobody waits for any more. */
	static final String CANCELLED = "CANCELLED";

	/** The type of a connection that was not free, for all were in use. */
	static final String CONNECTIONS_IN_USE = "connections_in_use";

	/** The code of a request that the client's close ended, or came before. */
	static final String CLIENT_CLOSED = "CLIENT_CLOSED";

	/** The code of an answer of which there is too much to take. */
	private static final String ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE";

	private static final String PLAIN = "http:// instead of https:// into the base URL"
			+ " (spring.ai.chatbotkit.base-url), or another port";

	private static final String MAYBE_PLAIN = ". If this port speaks plain http, write " + PLAIN;

	private static final String LARGE_HEAD = "the answer's headers, trailers or chunk extensions are larger than the HTTP"
			+ " client takes, or it has too many interim responses";

	/** Sent beside some bodies, and all that is left of one that breaks off. */
	private static final String FAILURE_CODE = "x-failure-code";

	/** Enough to see where a redirect points to. */
	private static final int MOST_OF_LOCATION = 200;

	private static final String USUAL_CAUSES = "This usually means that the bot or model does not exist, that the key has"
			+ " no access to it, or that the account has no subscription; call() instead of stream() tells which";

	/** The platform answers a bot that does not exist with a code. */
	private static final String NOT_THE_ENDPOINT = "; is the base URL's path right (spring.ai.chatbotkit.base-url)?";

	private final FailureTable table;

	private final RetryAfter retryAfter;

	private final Supplier<String> target;

	private final boolean mayAct;

	private final Concealment concealment;

	/** The status of the answer whose bytes are read. */
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
	 * Returns the failures of an answer that begins with this status.
	 */
	FailureFactory ofAnswer(int status) {
		return (status == this.status) ? this : new FailureFactory(this, status);
	}

	/**
	 * An answer with a status that is no success.
	 */
	RuntimeException ofStatus(int status, HttpHeaders headers, byte[] body) {
		String coding = ContentCoding.of(headers);
		ServerError error = coding.isEmpty() ? ErrorBody.read(body) : new ServerError(null, null, null);
		String serverCode = (error.code() != null) ? error.code()
				: ServerError.boundedCode(headers.getFirst(FAILURE_CODE));
		HttpStatus known = HttpStatus.resolve(status);
		String code = (serverCode != null) ? serverCode : ((known != null) ? known.name() : "HTTP_STATUS");
		String message = message(status, error, coding);
		String location = headers.getFirst(HttpHeaders.LOCATION);
		String type = error.type();
		if (status == 404 && serverCode == null) {
			message = message + NOT_THE_ENDPOINT;
			type = (type != null) ? type : ChatBotKitFailure.UNKNOWN_PATH;
		}
		if (status >= 300 && status < 400) {
			message = message + "; redirects are not followed"
					+ ((location != null)
							? ": correct the base URL, the server points to "
									+ ServerError.bounded(location, MOST_OF_LOCATION)
							: ", and the server points nowhere");
		}
		ChatBotKitFailure failure = new ChatBotKitFailure(status, code, type, message,
				this.retryAfter.longest(headers.getOrEmpty(HttpHeaders.RETRY_AFTER)), this.target.get());
		return create(this.table.ofStatus(status, serverCode, error.type(), this.mayAct), this.concealment.of(failure),
				null);
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
	 * Something that went wrong before the answer's headers.
	 * @param sent whether anything of the request may have been sent
	 */
	Throwable ofExchange(Throwable ex, boolean sent) {
		if (ex instanceof ExchangeException broken) {
			return exception(
					broken.isPermanent() ? FailureTable.RetryDecision.NON_TRANSIENT
							: FailureTable.RetryDecision.TRANSIENT,
					new ChatBotKitFailure(0, broken.code(), broken.type(), broken.message(), null, this.target.get()),
					null);
		}
		if (!(ex instanceof WebClientRequestException)) {
			return ex;
		}
		// The cause is carried on, and not the WebClient's exception, which holds the
		// secret key in its headers.
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (sent && HeadLimit.isExceeded(cause)) {
			return transientFailure(0, ANSWER_TOO_LARGE, LARGE_HEAD, cause);
		}
		if (isPlain(cause)) {
			return exception(FailureTable.RetryDecision.NON_TRANSIENT, failure(0, CONNECTION_FAILED,
					"no secure connection: the server does not speak TLS on this port. Write " + PLAIN), cause);
		}
		String message = WireFailure.describe(cause);
		return switch (WireFailure.of(cause, sent)) {
			case NO_CONNECTION -> exception(this.table.ofFailedConnect(),
					failure(0, CONNECTION_FAILED,
							"no connection: " + message + (WireFailure.isLateHandshake(cause) ? MAYBE_PLAIN : "")),
					cause);
			case NO_SECURE_CONNECTION -> exception(FailureTable.RetryDecision.NON_TRANSIENT,
					failure(0, CONNECTION_FAILED, "no secure connection: " + message), cause);
			case TIMEOUT -> transientFailure(0, "RESPONSE_TIMEOUT", "no response headers in time: " + message, cause);
			case LOST -> exception(this.table.ofLostConnection(this.mayAct),
					failure(0, "CONNECTION_LOST", "the connection was lost before the answer: " + message), cause);
			case OTHER ->
				exception(FailureTable.RetryDecision.NON_TRANSIENT, failure(0, REQUEST_FAILED, message), cause);
		};
	}

	/**
	 * Something that went wrong with the bytes of an answer that began well.
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
					"the connection was lost in the middle of the answer: " + WireFailure.describe(ex), ex);
		}
		if (ex instanceof ChatBotKitRequestException || ex instanceof Error) {
			return ex;
		}
		return transientFailure(this.status, "INVALID_ANSWER",
				"the server's answer cannot be read: " + WireFailure.describe(ex), ex);
	}

	/**
	 * An error that the server reports inside an answer that began well.
	 */
	RuntimeException ofErrorEvent(ServerError error) {
		String code = (error.code() != null) ? error.code() : ((error.type() != null) ? error.type() : "ERROR");
		String message = (error.message() != null) ? error.message() : "the server reported an error without a message";
		ChatBotKitFailure failure = new ChatBotKitFailure(this.status, code, error.type(), message, null,
				this.target.get());
		return create(this.table.ofErrorEvent(error.code(), error.type()), this.concealment.of(failure), null);
	}

	/**
	 * A stream that ended without its end.
	 */
	RuntimeException ofIncompleteStream(boolean tokenSeen) {
		if (tokenSeen) {
			return create(FailureTable.RetryDecision.TRANSIENT, failure(this.status, "INCOMPLETE_STREAM",
					"the stream ended without a finish_reason: the text so far is not the whole answer"), null);
		}
		return create(FailureTable.RetryDecision.NON_TRANSIENT, failure(this.status, "EMPTY_STREAM",
				"the stream ended before its first token and without a finish_reason. " + USUAL_CAUSES), null);
	}

	/**
	 * Creates the exception for a successful response that is not a completion.
	 */
	RuntimeException ofUnexpectedContent(String contentType, String coding, byte[] body) {
		if (!coding.isEmpty()) {
			return exception(FailureTable.RetryDecision.NON_TRANSIENT,
					failure(this.status, "UNEXPECTED_CONTENT", "the answer is " + ContentCoding.describe(coding)),
					null);
		}
		ServerError json = ErrorBody.readJson(body);
		if (json != null) {
			return ofErrorEvent(json);
		}
		ServerError error = ErrorBody.read(body);
		return exception(FailureTable.RetryDecision.NON_TRANSIENT,
				failure(this.status, "UNEXPECTED_CONTENT", "the response is " + ServerError.boundedCode(contentType)
						+ ", which ChatBotKit's endpoint does not send"
						+ ((error.message() != null) ? ": " + error.message() : "")
						+ "; does the base URL point to ChatBotKit's endpoint (spring.ai.chatbotkit.base-url)?"),
				null);
	}

	/**
	 * A call whose thread was interrupted, for example by {@code Future.cancel(true)}.
	 */
	RuntimeException ofInterrupt(InterruptedException interrupt) {
		return create(FailureTable.RetryDecision.TRANSIENT,
				failure(0, CANCELLED,
						"the thread that waited for the answer was interrupted, and the exchange is closed"),
				interrupt);
	}

	/**
	 * A request to a client that is closed.
	 * @param begun whether it was closed only after the request had begun
	 */
	RuntimeException ofClose(boolean begun) {
		return create(FailureTable.RetryDecision.NON_TRANSIENT, failure(0, CLIENT_CLOSED, begun
				? "the client was closed before the response was complete, for example because the application stops"
				: "nothing was sent: the client is closed, for example because the application stops"), null);
	}

	private RuntimeException transientFailure(int status, String code, String message, @Nullable Throwable cause) {
		return exception(FailureTable.RetryDecision.TRANSIENT, failure(status, code, message), cause);
	}

	private ChatBotKitFailure failure(int status, String code, String message) {
		return new ChatBotKitFailure(status, code, null, message, null, this.target.get());
	}

	/**
	 * A request that is not sent.
	 */
	RuntimeException ofRefusal(String code, String message) {
		return create(FailureTable.RetryDecision.NON_TRANSIENT, failure(0, code, message), null);
	}

	/**
	 * With a code of this client, and words that may be those of a server or a library.
	 */
	private RuntimeException exception(FailureTable.RetryDecision verdict, ChatBotKitFailure told,
			@Nullable Throwable original) {
		return create(verdict, this.concealment.ofWords(told), original);
	}

	private RuntimeException create(FailureTable.RetryDecision verdict, ChatBotKitFailure failure,
			@Nullable Throwable original) {
		Throwable cause = this.concealment.of(original);
		return switch (verdict) {
			case NON_TRANSIENT -> new ChatBotKitNonTransientException(failure, cause);
			case TRANSIENT -> new ChatBotKitTransientException(failure, false, cause);
			case RETRY -> new ChatBotKitTransientException(failure, true, cause);
		};
	}

	/**
	 * Whether the server answered a TLS handshake in plain text. Netty has a type for it
	 * ({@code io.netty.handler.ssl.NotSslRecordException}). The JDK's {@code SSLEngine},
	 * which the other connectors use, has only messages: "Unsupported or unrecognized SSL
	 * message" and "Unrecognized SSL message, plaintext connection?" (JDK 17).
	 */
	private static boolean isPlain(Throwable failed) {
		Throwable cause = failed;
		for (int depth = 0; cause != null && depth < 5; depth++) {
			String message = String.valueOf(cause.getMessage());
			if (cause.getClass().getSimpleName().equals("NotSslRecordException") || (cause instanceof SSLException
					&& (message.contains("unrecognized SSL message") || message.contains("Unrecognized SSL message")
							|| message.contains("plaintext connection")))) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
