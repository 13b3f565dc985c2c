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
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Makes the exceptions that callers see of whatever went wrong with one request.
 */
final class Failures {

	/** The code of a connection that never stood. */
	static final String CONNECTION_FAILED = "CONNECTION_FAILED";

	/** The code of a call that nobody waits for any more. */
	static final String CANCELLED = "CANCELLED";

	/** Sent beside some bodies, and all that is left of one that breaks off. */
	private static final String FAILURE_CODE = "x-failure-code";

	/** Enough to see where a redirect points to. */
	private static final int MOST_OF_LOCATION = 200;

	private static final String USUAL_CAUSES = "This usually means that the bot or model does not exist, that the key has"
			+ " no access to it, or that the account has no subscription; call() instead of stream() tells which";

	/** Jetty has no type of its own for it. */
	private static final String CONNECT_TIMEOUT = "Connect Timeout";

	private final FailureTable table;

	private final RetryAfter retryAfter;

	private final Supplier<String> target;

	private final boolean mayAct;

	private final Concealment concealment;

	Failures(FailureTable table, RetryAfter retryAfter, Supplier<String> target, boolean mayAct,
			Concealment concealment) {
		this.table = table;
		this.retryAfter = retryAfter;
		this.target = target;
		this.mayAct = mayAct;
		this.concealment = concealment;
	}

	/**
	 * An answer with a status that is no success.
	 */
	RuntimeException ofStatus(int status, HttpHeaders headers, byte[] body) {
		ServerError error = ErrorBody.read(body);
		String serverCode = (error.code() != null) ? error.code()
				: ServerError.boundedCode(headers.getFirst(FAILURE_CODE));
		HttpStatus known = HttpStatus.resolve(status);
		String code = (serverCode != null) ? serverCode : ((known != null) ? known.name() : "HTTP_STATUS");
		String words = (error.message() != null) ? error.message() : "the server gave no reason";
		if (status >= 300 && status < 400) {
			words = words + "; redirects are not followed: correct the base URL, the server points to "
					+ ServerError.bounded(headers.getFirst(HttpHeaders.LOCATION), MOST_OF_LOCATION);
		}
		return exception(this.table.ofStatus(status, serverCode, error.type(), this.mayAct),
				new ChatBotKitFailure(status, code, error.type(), words,
						this.retryAfter.parse(headers.getFirst(HttpHeaders.RETRY_AFTER)), this.target.get()),
				null);
	}

	/**
	 * Something that went wrong before the answer's headers.
	 */
	Throwable ofExchange(Throwable ex) {
		if (ex instanceof BrokenAnswerException timeout) {
			return transientFailure(0, timeout.code(), timeout.words(), null);
		}
		if (!(ex instanceof WebClientRequestException)) {
			return ex;
		}
		// The cause is carried on, and not the WebClient's exception, which holds the
		// secret key in its headers.
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (cause instanceof SSLException) {
			return exception(FailureTable.Verdict.NON_TRANSIENT,
					failure(0, CONNECTION_FAILED, "no secure connection: " + describe(cause)), cause);
		}
		if (isFailedConnect(cause)) {
			return exception(this.table.ofFailedConnect(),
					failure(0, CONNECTION_FAILED, "no connection: " + describe(cause)), cause);
		}
		if (isTimeout(cause)) {
			return transientFailure(0, "RESPONSE_TIMEOUT", "no response headers in time: " + describe(cause), cause);
		}
		if (isLost(cause)) {
			return exception(this.table.ofLostConnection(this.mayAct),
					failure(0, "CONNECTION_LOST", "the connection was lost before the answer: " + describe(cause)),
					cause);
		}
		return exception(FailureTable.Verdict.NON_TRANSIENT, failure(0, "REQUEST_FAILED", describe(cause)), cause);
	}

	/**
	 * Something that went wrong with the bytes of an answer that began well.
	 */
	Throwable ofBody(Throwable failed) {
		Throwable ex = (failed instanceof WebClientException && failed.getCause() != null) ? failed.getCause() : failed;
		if (ex instanceof BrokenAnswerException broken) {
			return transientFailure(200, broken.code(), broken.words(), broken.getCause());
		}
		if (ex instanceof IOException) {
			return transientFailure(200, "CONNECTION_LOST",
					"the connection was lost in the middle of the answer: " + describe(ex), ex);
		}
		if (ex instanceof ChatBotKitFailedRequest || ex instanceof Error) {
			return ex;
		}
		return transientFailure(200, "INVALID_ANSWER", "the server's answer cannot be read: " + describe(ex), ex);
	}

	/**
	 * An error that the server reports inside an answer that began well.
	 */
	RuntimeException ofErrorEvent(ServerError error) {
		String code = (error.code() != null) ? error.code() : ((error.type() != null) ? error.type() : "ERROR");
		String words = (error.message() != null) ? error.message() : "the server reported an error without words";
		return exception(this.table.ofErrorEvent(error.code(), error.type()),
				new ChatBotKitFailure(200, code, error.type(), words, null, this.target.get()), null);
	}

	/**
	 * A stream that ended without its end.
	 */
	RuntimeException ofIncompleteStream(boolean tokenSeen) {
		if (tokenSeen) {
			return transientFailure(200, "INCOMPLETE_STREAM",
					"the stream ended without a finish_reason: the text so far is not the whole answer", null);
		}
		return exception(FailureTable.Verdict.NON_TRANSIENT, failure(200, "EMPTY_STREAM",
				"the stream ended before its first token and without a finish_reason. " + USUAL_CAUSES), null);
	}

	/**
	 * An answer of status 200 that is something else than an answer.
	 */
	RuntimeException ofUnexpectedContent(String contentType, byte[] body) {
		ServerError json = ErrorBody.readJson(body);
		if (json != null) {
			return ofErrorEvent(json);
		}
		ServerError error = ErrorBody.read(body);
		return exception(FailureTable.Verdict.NON_TRANSIENT,
				failure(200, "UNEXPECTED_CONTENT",
						"the answer is " + ServerError.boundedCode(contentType) + ", which is no answer to this request"
								+ ((error.message() != null) ? ": " + error.message() : "")
								+ "; is the base URL the one of ChatBotKit's endpoint?"),
				null);
	}

	/**
	 * A call whose thread was interrupted, for example by {@code Future.cancel(true)}.
	 */
	RuntimeException ofInterrupt(InterruptedException interrupt) {
		return transientFailure(0, CANCELLED,
				"the thread that waited for the answer was interrupted, and the exchange is closed", interrupt);
	}

	private RuntimeException transientFailure(int status, String code, String words, @Nullable Throwable cause) {
		return exception(FailureTable.Verdict.TRANSIENT, failure(status, code, words), cause);
	}

	private ChatBotKitFailure failure(int status, String code, String words) {
		return new ChatBotKitFailure(status, code, null, words, null, this.target.get());
	}

	private RuntimeException exception(FailureTable.Verdict verdict, ChatBotKitFailure told,
			@Nullable Throwable original) {
		// A gateway may show what it was sent, and a library what it received.
		ChatBotKitFailure failure = this.concealment.of(told);
		Throwable cause = this.concealment.of(original);
		return switch (verdict) {
			case NON_TRANSIENT -> new ChatBotKitNonTransientException(failure, cause);
			case TRANSIENT -> new ChatBotKitTransientException(failure, false, cause);
			case TRY_AGAIN -> new ChatBotKitTransientException(failure, true, cause);
		};
	}

	/**
	 * The types that the four connectors report a connection with that never stood, or
	 * that the pool had none of in time.
	 */
	private static boolean isFailedConnect(Throwable cause) {
		String name = cause.getClass().getSimpleName();
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof HttpConnectTimeoutException || cause instanceof UnresolvedAddressException
				|| cause instanceof NoRouteToHostException || name.equals("ConnectTimeoutException")
				|| name.startsWith("PoolAcquire") || name.equals("DeadlineTimeoutException")
				|| (cause instanceof SocketTimeoutException && CONNECT_TIMEOUT.equals(cause.getMessage()));
	}

	/**
	 * Netty has a type of its own for an end within the headers.
	 */
	private static boolean isLost(Throwable cause) {
		return cause instanceof IOException
				|| cause.getClass().getSimpleName().equals("PrematureChannelClosureException");
	}

	/**
	 * A timeout that was set on the connector itself. The request may have been run.
	 */
	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof SocketTimeoutException
				|| cause.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	private static String describe(Throwable cause) {
		String message = cause.getMessage();
		return (message != null) ? message : cause.getClass().getSimpleName();
	}

}
