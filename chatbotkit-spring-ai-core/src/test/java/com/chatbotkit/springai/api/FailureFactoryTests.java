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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import com.chatbotkit.springai.api.sse.EventSplitter;
import com.chatbotkit.springai.api.sse.EventStreamException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Status, code, type and words of each failure, without a socket.
 */
class FailureFactoryTests {

	private static final FailureFactory FAILURES = ReadStream.failures();

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', value = {
			"400 | -                  | {\"message\":\"No.\",\"code\":\"BAD\"} | BAD | - | No.",
			"404 | -                    | {\"message\":\"No bot.\",\"code\":\"NOT_FOUND\"} | NOT_FOUND | - | No bot.",
			"404 | -                    | Nothing here | NOT_FOUND | unknown_path "
					+ "| Nothing here; is the base URL's path right (spring.ai.chatbotkit.base-url)?",
			"404 | -                    | {\"error\":{\"type\":\"mine\",\"message\":\"No.\"}} | NOT_FOUND | mine "
					+ "| No.; is the base URL's path right (spring.ai.chatbotkit.base-url)?",
			"503 | x-failure-code: BUSY | ` ` | BUSY | - | the server gave no reason",
			"503 | x-failure-code: BUSY | {\"code\":\"FULL\"} | FULL | - | the server gave no reason",
			"599 | -                    | Odd. | HTTP_STATUS | - | Odd.",
			"500 | Content-Encoding: gzip | {\"code\":\"LOST\",\"message\":\"Lost.\"} | INTERNAL_SERVER_ERROR | - "
					+ "| the server's error message is compressed (Content-Encoding: gzip), though the request asked"
					+ " for identity: switch compression off in the proxy or gateway in front of the endpoint",
			"204 | -                    | ` ` | NO_CONTENT | - | the answer has no content",
			"206 | -                    | ` ` | PARTIAL_CONTENT | - "
					+ "| the response is only a part of one, which was not requested",
			"300 | -                    | Choose. | MULTIPLE_CHOICES | - "
					+ "| Choose.; redirects are not followed, and the server points nowhere",
			"399 | Location: /there     | Gone. | HTTP_STATUS | - "
					+ "| Gone.; redirects are not followed: correct the base URL, the server points to /there",
			"400 | Location: /there     | No. | BAD_REQUEST | - | No." })
	void ofAStatus(int status, @Nullable String header, String body, String code, @Nullable String type, String words) {
		HttpHeaders headers = new HttpHeaders();
		if (header != null) {
			headers.set(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
		}
		assertThat(failure(FAILURES.ofStatus(status, headers, body.getBytes(StandardCharsets.UTF_8))))
			.isEqualTo(new ChatBotKitFailure(status, code, type, words, null, "the target"));
	}

	static Stream<Arguments> exchanges() {
		String plain = "no secure connection: the server does not speak TLS on this port. Write http:// instead of";
		return Stream.of(
				arguments(new ConnectException("Connection refused"), "CONNECTION_FAILED",
						"no connection: Connection refused"),
				arguments(new NotSslRecordException("not an SSL/TLS record"), "CONNECTION_FAILED", plain),
				arguments(new IOException(new SSLException("Unsupported or unrecognized SSL message")),
						"CONNECTION_FAILED", plain),
				arguments(new SSLException("Unrecognized SSL message, plaintext connection?"), "CONNECTION_FAILED",
						plain),
				arguments(new SSLException("plaintext connection"), "CONNECTION_FAILED", plain),
				arguments(new SSLException("Received fatal alert: handshake_failure"), "CONNECTION_FAILED",
						"no secure connection: Received fatal alert: handshake_failure"),
				arguments(new IOException("unrecognized SSL message"), "CONNECTION_LOST",
						"the connection was lost before the answer: unrecognized SSL message"),
				arguments(new TooLongHttpHeaderException("HTTP header is larger than 8192 bytes."), "ANSWER_TOO_LARGE",
						"the answer's headers, trailers or chunk extensions are larger"),
				arguments(new SocketTimeoutException("Read timed out"), "RESPONSE_TIMEOUT",
						"no response headers in time: Read timed out"),
				arguments(new SocketException("Connection reset"), "CONNECTION_LOST",
						"the connection was lost before the answer: "));
	}

	@ParameterizedTest
	@MethodSource("exchanges")
	void beforeAnAnswer(Throwable cause, String code, String words) {
		Throwable failed = FAILURES.ofExchange(
				new WebClientRequestException(cause, HttpMethod.POST, URI.create("http://host/"), new HttpHeaders()),
				true);
		assertThat(failure(failed)).matches((failure) -> failure.status() == 0 && failure.type() == null)
			.extracting(ChatBotKitFailure::code)
			.isEqualTo(code);
		assertThat(failure(failed).words()).startsWith(words);
	}

	@Test
	void whatIsNoFailureOfAnExchangeStaysAsItIs() {
		IllegalStateException other = new IllegalStateException("mine");
		assertThat(FAILURES.ofExchange(other, true)).isSameAs(other);
		AssertionError error = new AssertionError("mine");
		assertThat(FAILURES.ofBody(error)).isSameAs(error);
		RuntimeException told = FAILURES.ofClose(true);
		assertThat(FAILURES.ofBody(told)).isSameAs(told);
	}

	static Stream<Arguments> bodies() {
		return Stream.of(
				arguments(new ExchangeException("SLOW", "too slow", new IOException("late")), "SLOW", "too slow"),
				arguments(broken("dat\0: x\n\n"), "INVALID_ANSWER",
						"the server's answer cannot be read: a line of the stream contains data"),
				arguments(broken("data: 123456789\n\n"), "EVENT_TOO_LARGE",
						"an event of the stream has more than 8 bytes"),
				arguments(new TooLongHttpHeaderException("too long"), "ANSWER_TOO_LARGE", "the answer's headers"),
				arguments(new SocketException("Connection reset"), "CONNECTION_LOST",
						"the connection was lost in the middle of the answer: "),
				arguments(new IOException("invalid chunk header"), "INVALID_ANSWER",
						"the server's answer cannot be read: "),
				arguments(new IOException("Illegal character in chunk size: 122"), "INVALID_ANSWER",
						"the server's answer cannot be read: "),
				arguments(new IllegalStateException("odd"), "INVALID_ANSWER",
						"the server's answer cannot be read: odd"));
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void withinAnAnswer(Throwable cause, String code, String words) {
		for (int status : new int[] { 200, 201 }) {
			Throwable failed = FAILURES.ofAnswer(status).ofBody(cause);
			assertThat(failed).isInstanceOf(ChatBotKitTransientException.class);
			assertThat(failure(failed).status()).isEqualTo(status);
			assertThat(failure(failed).code()).isEqualTo(code);
			assertThat(failure(failed).words()).startsWith(words);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "- | - | - | ERROR | the server reported an error without a message",
					"No. | server_error | - | server_error | No.", "No. | server_error | BOOM | BOOM | No." })
	void anErrorInsideAnAnswer(@Nullable String message, @Nullable String type, @Nullable String code, String shown,
			String words) {
		assertThat(failure(FAILURES.ofErrorEvent(new ServerError(message, type, code))))
			.isEqualTo(new ChatBotKitFailure(200, shown, type, words, null, "the target"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "text/html | gzip | ` ` | UNEXPECTED_CONTENT | the answer is compressed (Content-Encoding: gzip)",
					"text/json | ` ` | {\"code\":\"BOOM\",\"message\":\"No.\"} | BOOM | No.",
					"text/plain | ` ` | Sign in. | UNEXPECTED_CONTENT | the response is text/plain, which ChatBotKit's"
							+ " endpoint does not send: Sign in.; does the base URL point",
					"text/plain | ` ` | ` ` | UNEXPECTED_CONTENT | the response is text/plain, which ChatBotKit's"
							+ " endpoint does not send; does the base URL point" })
	void contentThatIsNoCompletion(String type, String coding, String body, String code, String words) {
		ChatBotKitFailure failure = failure(
				FAILURES.ofUnexpectedContent(type, coding.trim(), body.getBytes(StandardCharsets.UTF_8)));
		assertThat(failure.code()).isEqualTo(code);
		assertThat(failure.words()).startsWith(words);
	}

	@Test
	void endsOfTheClientAndOfAStream() {
		assertThat(failure(FAILURES.ofClose(true)).words()).startsWith("the client was closed before");
		assertThat(failure(FAILURES.ofClose(false)).words()).startsWith("nothing was sent: the client is closed");
		assertThat(failure(FAILURES.ofInterrupt(new InterruptedException())).code()).isEqualTo("CANCELLED");
		assertThat(failure(FAILURES.ofIncompleteStream(true)).code()).isEqualTo("INCOMPLETE_STREAM");
		assertThat(failure(FAILURES.ofIncompleteStream(false)).code()).isEqualTo("EMPTY_STREAM");
	}

	private static EventStreamException broken(String stream) {
		EventSplitter splitter = new EventSplitter(8);
		return catchThrowableOfType(EventStreamException.class, () -> {
			splitter.add(DefaultDataBufferFactory.sharedInstance.wrap(stream.getBytes(StandardCharsets.UTF_8)));
			splitter.next();
		});
	}

	private static ChatBotKitFailure failure(@Nullable Throwable failed) {
		assertThat(failed).isInstanceOf(ChatBotKitRequestException.class);
		return ((ChatBotKitRequestException) failed).getFailure();
	}

}
