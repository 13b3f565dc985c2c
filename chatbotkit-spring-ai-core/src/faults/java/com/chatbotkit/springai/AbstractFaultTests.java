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

package com.chatbotkit.springai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.WireServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;

import static com.chatbotkit.springai.api.WireServer.answer;
import static com.chatbotkit.springai.api.WireServer.events;
import static com.chatbotkit.springai.api.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The table of faults: whatever a server does wrong, called and streamed, over real
 * sockets. Core runs it on its own connections, and the starter on each connector.
 */
public abstract class AbstractFaultTests {

	private static final String JSON = "application/json";

	protected static final String SECRET = "sk-secret-that-nobody-may-see";

	protected static final String PROMPT = "A prompt that nobody may see";

	private static final String USUAL_CAUSES = "the bot or model does not exist, that the key has no access to it,"
			+ " or that the account has no subscription";

	private static final String ROLE = """
			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

			""";

	private static final String TOKENS = """
			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":{"content":"Par"},"finish_reason":null}]}

			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":{"content":"tial"},"finish_reason":null}]}

			""";

	private static final String STOP = """
			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			""";

	private static final String ERROR_EVENT = """
			data: {"error":{"message":"Engine failure BOOM","type":"server_error","code":"BOOM"}}

			""";

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, (byte) 0xf3, 'H', (byte) 0xcd,
			(byte) 0xc9, 1, 0 };

	private static final String DONE = "data: [DONE]\n\n";

	private static final String GATEWAY_HTML = """
			<html>
			<head><title>502 Bad Gateway</title><style>body { color: red }</style></head>
			<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
			</html>
			""";

	protected final WireServer server = new WireServer();

	/**
	 * The client that meets the faults: its key is {@link #SECRET}, its limits are 20,000
	 * bytes of an event and 2,000 of an error.
	 */
	protected abstract ChatBotKitApi api();

	/**
	 * What the caller is told of a fault on this client.
	 */
	protected Fault told(Fault fault) {
		return fault;
	}

	/**
	 * Whether to try what no connection has a part in, too: the number of attempts of a
	 * model, and that calls and streams have the same words.
	 */
	protected boolean isComplete() {
		return true;
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@TestFactory
	Stream<DynamicNode> failsTheSameCalledAndStreamed() {
		return Stream
			.of(refusals(), limits(), crashes(), redirects(), wrongContent(), compressed(), statuses(), brokenBodies(),
					lostConnections())
			.flatMap(List::stream)
			.flatMap((fault) -> Stream
				.of(cell(fault, "called", AbstractFaultTests::call),
						cell(fault, "streamed", AbstractFaultTests::stream), sameMessage(fault))
				.limit(isComplete() ? 3 : 2));
	}

	@TestFactory
	Stream<DynamicNode> failsCalled() {
		return brokenAnswers().stream().map((fault) -> cell(fault, "called", AbstractFaultTests::call));
	}

	@TestFactory
	Stream<DynamicNode> failsStreamed() {
		return brokenStreams().stream().map((fault) -> cell(fault, "streamed", AbstractFaultTests::stream));
	}

	/**
	 * The server has gone before the subscriber asks for what it sent.
	 */
	@Test
	void aSlowSubscriberGetsTheTextThatCameBeforeACut() {
		CountDownLatch cut = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(ROLE);
			exchange.chunk(TOKENS);
			exchange.close();
			cut.countDown();
		}).next(json("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
		ChatBotKitChatModel model = model(api(), "bot/id=b1");
		StringBuilder text = new StringBuilder();
		StepVerifier
			.create(model.stream(new Prompt(PROMPT))
				.doOnNext((response) -> text.append(response.getResult().getOutput().getText())), 1)
			.expectNextCount(1)
			.then(() -> {
				await(cut);
				// Time for the client to see the end.
				model.call(new Prompt(PROMPT));
			})
			.thenRequest(10)
			.thenConsumeWhile((response) -> true)
			.expectErrorSatisfies(
					(ex) -> assertThat(ex).hasMessageStartingWith("200 CONNECTION_LOST: the connection was lost"))
			.verify(Duration.ofSeconds(20));
		assertThat(text).hasToString("Partial");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theSecretIsHiddenInTheWordsOfAGatewayThatShowsWhatItWasSent() {
		this.server.always(answer(400, "text/plain", "You sent Authorization: Bearer " + SECRET));
		for (BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable> mode : modes()) {
			assertThat(mode.apply(model(api(), "bot/id=b1"), new StringBuilder()))
				.hasMessageContaining("You sent Authorization: Bearer ***");
		}
	}

	private static List<Fault> refusals() {
		return List.of(
				Fault
					.lasting("403 with x-failure-code",
							answer(403, JSON, "{\"message\":\"Not authorized\",\"code\":\"NOT_AUTHORIZED\"}",
									"x-failure-code: NOT_AUTHORIZED"),
							403, "NOT_AUTHORIZED")
					.says("Not authorized"),
				Fault.lasting("403 whose code stands in the header only",
						answer(403, null, "", "x-failure-code: NOT_AUTHORIZED"), 403, "NOT_AUTHORIZED"),
				refusal(401, "NOT_AUTHENTICATED", "Not authenticated"),
				Fault
					.lasting("401 with a challenge",
							answer(401, JSON, "{\"message\":\"Who are you\",\"code\":\"NOT_AUTHENTICATED\"}",
									"WWW-Authenticate: Basic realm=\"x\""),
							401, "NOT_AUTHENTICATED")
					.says("Who are you"),
				Fault.lasting("401 with a long body", answer(401, "text/plain", "Oh ".repeat(10_000)), 401, "UNAUTHORIZED")
					.says("Oh Oh"),
				refusal(407, "PROXY_AUTHENTICATION_REQUIRED", "Behind no proxy"),
				refusal(417, "EXPECTATION_FAILED", "Expect nothing"),
				refusal(400, "BAD_REQUEST", "\\\"model\\\" is required").says("\"model\" is required"),
				Fault.lasting("400 as bare text", answer(400, null, "Invalid JSON"), 400, "BAD_REQUEST")
					.says("Invalid JSON"),
				refusal(402, "NO_SUBSCRIPTION", "No subscription"), refusal(404, "NOT_FOUND", "Bot not found"),
				Fault
					.lasting("404 as a page", answer(404, "text/html", "<!DOCTYPE html><title>404</title><p>No page"),
							404, "NOT_FOUND")
					.type("unknown_path")
					.says("404 No page"),
				refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed"), refusal(408, "TIMEOUT", "Took too long"),
				refusal(409, "CONFLICT", "In conflict"),
				Fault.lasting("413 as bare text", answer(413, null, "Request Entity Too Large"), 413,
						"CONTENT_TOO_LARGE")
					.says("Request Entity Too Large"),
				refusal(422, "UNPROCESSABLE_ENTITY", "Makes no sense"),
				Fault
					.lasting("418, which nobody knows", answer(418, "text/plain", "short and stout"), 418,
							"I_AM_A_TEAPOT")
					.says("short and stout"),
				Fault.lasting("an error without any body", answer(401, null, ""), 401, "UNAUTHORIZED")
					.says("the server gave no reason"));
	}

	private static Fault refusal(int status, String code, String words) {
		return Fault
			.lasting(status + " " + code,
					answer(status, JSON, "{\"message\":\"" + words + "\",\"code\":\"" + code + "\"}"), status, code)
			.says(words);
	}

	private static List<Fault> limits() {
		return List.of(Fault.notRun("429 rate limit, openai", answer(429, JSON,
				"{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_exceeded\",\"code\":\"rate_limit_exceeded\"}}"),
				429, "rate_limit_exceeded")
			.type("rate_limit_exceeded")
			.says("Slow down"),
				Fault.notRun("429 rate limit, native",
						answer(429, JSON, "{\"message\":\"Slow down\",\"code\":\"TOO_MANY_REQUESTS\"}"), 429,
						"TOO_MANY_REQUESTS"),
				Fault.lasting("429 quota, openai", answer(429, JSON,
						"{\"error\":{\"message\":\"Used up\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"),
						429, "insufficient_quota")
					.type("insufficient_quota")
					.says("Used up"),
				Fault.lasting("429 quota, native",
						answer(429, JSON, "{\"message\":\"Used up\",\"code\":\"LIMITS_REACHED\"}",
								"x-failure-code: LIMITS_REACHED"),
						429, "LIMITS_REACHED"),
				Fault.lasting("429 quota, in the header only", answer(429, null, "", "x-failure-code: LIMITS_REACHED"),
						429, "LIMITS_REACHED"),
				Fault
					.notRun("429 with Retry-After: 0", answer(429, null, "", "Retry-After: 0"), 429,
							"TOO_MANY_REQUESTS")
					.retryAfter(Duration.ZERO),
				Fault
					.passing("429 with a long Retry-After", answer(429, null, "", "Retry-After: 61"), 429,
							"TOO_MANY_REQUESTS")
					.retryAfter(Duration.ofSeconds(61)));
	}

	private static List<Fault> crashes() {
		return List.of(Fault
			.maybeRun("500 openai", answer(500, JSON,
					"{\"error\":{\"message\":\"Engine failure BOOM\",\"type\":\"server_error\",\"code\":\"BOOM\"}}"),
					500, "BOOM")
			.type("server_error")
			.says("Engine failure BOOM"),
				Fault
					.maybeRun("500 native",
							answer(500, JSON, "{\"code\":\"GENERIC_ERROR\",\"message\":\"Late failure\"}"), 500,
							"GENERIC_ERROR")
					.says("Late failure"),
				Fault
					.maybeRun("500 typed as event stream", answer(500, "text/event-stream", "Internal Server Error"),
							500, "INTERNAL_SERVER_ERROR")
					.says("Internal Server Error"),
				Fault
					.maybeRun("500 with words as error", answer(500, JSON, "{\"error\":\"went wrong\"}"), 500,
							"INTERNAL_SERVER_ERROR")
					.says("went wrong"),
				Fault.lasting("501", answer(501, JSON, "{\"code\":\"NOT_IMPLEMENTED\",\"message\":\"Not yet\"}"), 501,
						"NOT_IMPLEMENTED"),
				Fault.maybeRun("502 of a gateway in HTML", answer(502, "text/html", GATEWAY_HTML), 502, "BAD_GATEWAY")
					.says("502 Bad Gateway nginx"),
				Fault
					.notRun("503 native",
							answer(503, JSON, "{\"message\":\"Not now\",\"code\":\"SERVICE_UNAVAILABLE\"}"), 503,
							"SERVICE_UNAVAILABLE")
					.says("Not now"),
				Fault
					.notRun("503 of a gateway in HTML", answer(503, "text/html", "<html><h1>Busy</h1></html>"), 503,
							"SERVICE_UNAVAILABLE")
					.says("Busy"),
				Fault.maybeRun("504 native", answer(504, JSON, "{\"code\":\"GATEWAY_TIMEOUT\",\"message\":\"Late\"}"),
						504, "GATEWAY_TIMEOUT"),
				Fault.passing("599, which nobody knows", answer(599, null, "Odd"), 599, "HTTP_STATUS").says("Odd"));
	}

	private List<Fault> redirects() {
		return Stream.of(308, 307, 304, 303, 302, 301)
			.map((status) -> Fault
				.lasting(status + " with a Location, which is not followed",
						redirect(status, this.server.baseUrl() + "/elsewhere"), status, "")
				.says("/v1/openai/elsewhere"))
			.toList();
	}

	private static WireServer.Script redirect(int status, String location) {
		return answer(status, null, (status == 304) ? "" : "/api/v1/openai/chat/completions", "Location: " + location);
	}

	private static List<Fault> wrongContent() {
		return List.of(
				Fault
					.lasting("200 with HTML", answer(200, "text/html; charset=utf-8", "<html><h1>Welcome</h1></html>"),
							200, "UNEXPECTED_CONTENT")
					.says("Welcome"),
				Fault.lasting("200 with plain text", answer(200, "text/plain", "OK"), 200, "UNEXPECTED_CONTENT")
					.says("OK"),
				Fault.passing("200 with an openai error in JSON", json(
						"{\"error\":{\"message\":\"Engine failure BOOM\",\"type\":\"server_error\",\"code\":\"BOOM\"}}"),
						200, "BOOM")
					.type("server_error")
					.says("Engine failure BOOM"),
				Fault
					.passing("200 with a native error in JSON",
							json("{\"message\":\"Late failure\",\"code\":\"GENERIC_ERROR\"}"), 200, "GENERIC_ERROR")
					.says("Late failure"),
				Fault.passing("200 with words as error in JSON", json("{\"error\":\"went wrong\"}"), 200, "ERROR")
					.says("went wrong"),
				Fault
					.lasting("200 with a quota error in JSON",
							json("{\"error\":{\"message\":\"Used up\",\"type\":\"insufficient_quota\"}}"), 200,
							"insufficient_quota")
					.type("insufficient_quota"));
	}

	private static List<Fault> compressed() {
		return Stream.concat(Stream.of("gzip", "x-gzip", "deflate", "br", "zstd", "identity, gzip", "gzip, br")
			.flatMap((coding) -> Stream.of(
					Fault
						.lasting("200, " + coding, binary(200, JSON, "Content-Encoding: " + coding, GZIP), 200,
								"UNEXPECTED_CONTENT")
						.says("(Content-Encoding: " + coding.replace("identity, ", "") + "), though the request asked"),
					Fault
						.lasting("200 events, " + coding,
								binary(200, "text/event-stream", "Content-Encoding: " + coding, GZIP), 200,
								"UNEXPECTED_CONTENT")
						.says("(Content-Encoding: " + coding.replace("identity, ", "") + "), though the request asked"),
					Fault
						.maybeRun("502, " + coding, binary(502, "text/html", "Content-Encoding: " + coding, GZIP), 502,
								"BAD_GATEWAY")
						.says("(Content-Encoding: " + coding.replace("identity, ", "")))),
				Stream.of(
						Fault
							.maybeRun("502 of bytes that are no text", binary(502, "text/html", "X-Odd: 1", GZIP), 502,
									"BAD_GATEWAY")
							.says("16 bytes that are no text"),
						Fault
							.lasting("200, an image", binary(200, "image/png", "X-Odd: 1", GZIP), 200,
									"UNEXPECTED_CONTENT")
							.says("image/png, which ChatBotKit's endpoint does not send: 16 bytes that are no text"),
						Fault
							.maybeRun("502, Content-Encoding: identity",
									answer(502, "text/plain", "Busy", "Content-Encoding: identity"), 502, "BAD_GATEWAY")
							.says("Busy")))
			.toList();
	}

	private static WireServer.Script binary(int status, String contentType, String header, byte[] body) {
		return (exchange) -> {
			exchange.write("HTTP/1.1 " + status + " Whatever\r\nContent-Type: " + contentType + "\r\n" + header
					+ "\r\nContent-Length: " + body.length + "\r\n\r\n");
			exchange.write(body);
		};
	}

	private static List<Fault> statuses() {
		return List.of(Fault.lasting("204", answer(204, null, ""), 204, "NO_CONTENT").says("the answer has no content"),
				Fault.lasting("205", answer(205, JSON, ""), 205, "RESET_CONTENT").says("the answer has no content"),
				Fault
					.lasting("206", answer(206, JSON, "{\"choices\":[{\"mess", "Content-Range: bytes 0-18/1000"), 206,
							"PARTIAL_CONTENT")
					.says("only a part"),
				Fault
					.passing("299 with an error in JSON", answer(299, JSON, "{\"error\":\"went wrong\"}"), 299, "ERROR")
					.says("went wrong"),
				Fault
					.lasting("201 with a page",
							answer(201, "application/xhtml+xml",
									"<?xml version='1.0'?><html xmlns=''>"
											+ "<head><title>Hello</title></head><body>Sign in</body></html>"),
							201, "UNEXPECTED_CONTENT")
					.says("application/xhtml+xml, which ChatBotKit's endpoint does not send: Hello Sign in"),
				Fault
					.lasting("200 with JSON as plain text", answer(200, "text/plain", "{\"choices\":[]}"), 200,
							"UNEXPECTED_CONTENT")
					.says("text/plain"),
				Fault.lasting("304 without a Location", answer(304, null, ""), 304, "NOT_MODIFIED")
					.says("the server points nowhere"),
				Fault.lasting("300 without a Location", answer(300, "text/plain", "Choose"), 300, "MULTIPLE_CHOICES")
					.says("Choose; redirects are not followed, and the server points nowhere"),
				Fault.passing("600", answer(600, null, "Odd"), 600, "HTTP_STATUS").says("Odd"),
				Fault.passing("999", answer(999, null, "Odd"), 999, "HTTP_STATUS").says("Odd"),
				Fault
					.lasting("099", (exchange) -> exchange.write("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), 0,
							"REQUEST_FAILED")
					.says("not a valid HTTP status"),
				Fault.lasting("000", (exchange) -> exchange.write("HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n"), 0,
						"REQUEST_FAILED"),
				Fault
					.passing("429 with a Retry-After of eleven digits",
							answer(429, null, "", "Retry-After: 99999999999"), 429, "TOO_MANY_REQUESTS")
					.retryAfter(Duration.ofSeconds(99999999999L)));
	}

	private static List<Fault> brokenBodies() {
		return List
			.of(Fault
				.maybeRun("an error body that is too large", answer(500, "text/plain", "Oh ".repeat(100_000)), 500,
						"INTERNAL_SERVER_ERROR")
				.says("Oh Oh"),
					Fault
						.maybeRun("a JSON error body that is too large",
								answer(500, JSON,
										"{\"message\":\"Oh " + "no ".repeat(100_000) + "\",\"code\":\"BOOM\"}"),
								500, "INTERNAL_SERVER_ERROR")
						.says("Oh no"),
					Fault.notRun("an error body that breaks off", (exchange) -> {
						exchange.write("HTTP/1.1 503 Busy\r\nContent-Length: 1000\r\n\r\nAll hands ar");
						exchange.close();
					}, 503, "SERVICE_UNAVAILABLE").says("All hands ar"),
					Fault.lasting("a quota error whose body breaks off", (exchange) -> {
						exchange.write(
								"HTTP/1.1 429 No\r\nx-failure-code: LIMITS_REACHED\r\nContent-Length: 1000\r\n\r\n{\"me");
						exchange.reset();
					}, 429, "LIMITS_REACHED"));
	}

	private static List<Fault> lostConnections() {
		return List.of(Fault.maybeRun("a reset before the headers", WireServer.Exchange::reset, 0, "CONNECTION_LOST"),
				Fault.maybeRun("an end before the headers", WireServer.Exchange::close, 0, "CONNECTION_LOST"),
				Fault.maybeRun("an end within the headers", (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\nContent-Ty");
					exchange.close();
				}, 0, "CONNECTION_LOST"), Fault.lasting("something else than HTTP", (exchange) -> {
					exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
					exchange.close();
				}, 0, "REQUEST_FAILED"), Fault.passing("an end within a body of known length", (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
					exchange.close();
				}, 200, "CONNECTION_LOST"), Fault.passing("a reset within a body", (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
					exchange.reset();
				}, 200, "CONNECTION_LOST"), Fault.passing("a chunk of no size", (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n");
					exchange.close();
				}, 200, "INVALID_ANSWER"));
	}

	private static List<Fault> brokenAnswers() {
		return List.of(Fault.passing("an empty body", json(""), 200, "INVALID_ANSWER"),
				Fault.passing("half an object", json("{\"choices\":[{\"mess"), 200, "INVALID_ANSWER")
					.says("ends in the middle"),
				Fault.passing("no JSON", json("Hello"), 200, "INVALID_ANSWER").says("no valid JSON"),
				Fault.passing("an array", json("[]"), 200, "INVALID_ANSWER").says("not a JSON object"),
				Fault.passing("two objects", json("{\"choices\":[{\"message\":{}}]}{}"), 200, "INVALID_ANSWER")
					.says("more follows"),
				Fault.passing("no choices", json("{\"id\":\"x\",\"choices\":[]}"), 200, "EMPTY_ANSWER"),
				Fault
					.passing("an answer over the limit",
							json("{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(30_000) + "\"}}]}"), 200,
							"ANSWER_TOO_LARGE")
					.says("20000 bytes"),
				Fault.lasting("an event stream", events(ROLE + TOKENS + STOP + DONE), 200, "UNEXPECTED_CONTENT")
					.says("text/event-stream"),
				Fault.passing("an end within a chunked body", (exchange) -> {
					exchange.write(
							"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
					exchange.chunk("{\"choices\":[{\"message\":{\"content\":\"Hel");
					exchange.close();
				}, 200, "CONNECTION_LOST"));
	}

	private static List<Fault> brokenStreams() {
		return List.of(
				Fault
					.passing("an error event and a stop chunk", events(ROLE + TOKENS + ERROR_EVENT + STOP + DONE), 200,
							"BOOM")
					.type("server_error")
					.says("Engine failure BOOM")
					.after("Partial"),
				Fault.passing("an error event and [DONE]", events(ROLE + ERROR_EVENT + DONE), 200, "BOOM")
					.type("server_error"),
				Fault.passing("an error event and nothing more", events(ROLE + TOKENS + ERROR_EVENT), 200, "BOOM")
					.type("server_error")
					.after("Partial"),
				Fault
					.passing("an error event after the finish_reason",
							events(ROLE + TOKENS + STOP + ERROR_EVENT + DONE), 200, "BOOM")
					.type("server_error")
					.after("Partial"),
				Fault.lasting("a quota error event", events(
						"data: {\"error\":{\"message\":\"Used up\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}\n\n"
								+ DONE),
						200, "insufficient_quota")
					.type("insufficient_quota"),
				Fault
					.passing("a native error event",
							events(ROLE + TOKENS + "data: {\"message\":\"Late failure\",\"code\":\"CONFLICT\"}\n\n"
									+ STOP + DONE),
							200, "CONFLICT")
					.says("Late failure")
					.after("Partial"),
				Fault.passing("a native error event without words",
						events(ROLE + "data: {\"code\":\"CONFLICT\"}\n\n" + STOP + DONE), 200, "CONFLICT"),
				Fault
					.passing("an event named error, of JSON",
							events(ROLE + TOKENS
									+ "event: error\ndata: {\"message\":\"Late failure\",\"code\":\"CONFLICT\"}\n\n"
									+ STOP + DONE),
							200, "CONFLICT")
					.after("Partial"),
				Fault
					.passing("an event named error, of text",
							events(ROLE + "event: error\ndata: went wrong\n\n" + STOP + DONE), 200, "ERROR")
					.says("went wrong"),
				Fault.passing("an event named error, of nothing", events(ROLE + "event: error\n\n" + STOP + DONE), 200,
						"ERROR"),
				Fault.lasting("[DONE] before the first token", events(ROLE + DONE), 200, "EMPTY_STREAM")
					.says(USUAL_CAUSES),
				Fault.lasting("[DONE] and nothing else", events(DONE), 200, "EMPTY_STREAM").says(USUAL_CAUSES),
				Fault.lasting("an end before the first token", events(ROLE), 200, "EMPTY_STREAM").says(USUAL_CAUSES),
				Fault.lasting("an empty body", events(""), 200, "EMPTY_STREAM").says(USUAL_CAUSES),
				Fault.passing("[DONE] without finish_reason", events(ROLE + TOKENS + DONE), 200, "INCOMPLETE_STREAM")
					.after("Partial"),
				Fault.passing("an end without finish_reason", events(ROLE + TOKENS), 200, "INCOMPLETE_STREAM")
					.after("Partial"),
				Fault
					.passing("an empty finish_reason", events(ROLE + TOKENS + STOP.replace("\"stop\"", "\"\"") + DONE),
							200, "INCOMPLETE_STREAM")
					.after("Partial"),
				Fault.passing("a cut connection", (exchange) -> {
					exchange.startEvents();
					exchange.chunk(ROLE + TOKENS);
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"),
				Fault.passing("a cut connection after the finish_reason", (exchange) -> {
					exchange.startEvents();
					exchange.chunk(ROLE + TOKENS + STOP);
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"),
				Fault.passing("a cut right behind the text", (exchange) -> {
					exchange.write(
							"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
									+ Integer.toHexString((ROLE + TOKENS).length()) + "\r\n" + ROLE + TOKENS + "\r\n");
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"), Fault.passing("a cut within a chunk", (exchange) -> {
					exchange.startEvents();
					exchange.write("1000\r\n" + ROLE + TOKENS);
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"),
				Fault.passing("a cut within the size of a chunk", (exchange) -> {
					exchange.startEvents();
					exchange.chunk(ROLE + TOKENS);
					exchange.write("10");
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"), Fault.passing("a reset behind the text", (exchange) -> {
					exchange.startEvents();
					exchange.chunk(ROLE + TOKENS);
					exchange.reset();
				}, 200, "CONNECTION_LOST").after("Partial"),
				Fault.passing("a cut in a body of known length", (exchange) -> {
					exchange
						.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n");
					exchange.write(ROLE + TOKENS);
					exchange.close();
				}, 200, "CONNECTION_LOST").after("Partial"),
				Fault
					.passing("half an event at the end", events(ROLE + TOKENS + STOP.substring(0, 90)), 200,
							"INVALID_ANSWER")
					.says("ends in the middle")
					.after("Partial"),
				Fault
					.passing("half an event before another",
							events(ROLE + TOKENS + STOP.substring(0, 90) + "\n\n" + STOP + DONE), 200, "INVALID_ANSWER")
					.after("Partial"),
				Fault.passing("no JSON", events(ROLE + TOKENS + "data: Hello\n\n" + STOP + DONE), 200, "INVALID_ANSWER")
					.says("no valid JSON")
					.after("Partial"),
				Fault
					.passing("JSON that is no object", events(ROLE + TOKENS + "data: [1]\n\n" + STOP + DONE), 200,
							"INVALID_ANSWER")
					.says("not a JSON object")
					.after("Partial"),
				Fault
					.passing("two objects in one event", events(ROLE + TOKENS + "data: {}{}\n\n" + STOP + DONE), 200,
							"INVALID_ANSWER")
					.says("more follows")
					.after("Partial"),
				Fault.passing("two objects in one event of two lines",
						events(ROLE + TOKENS.replace("\n\ndata", "\ndata") + STOP + DONE), 200, "INVALID_ANSWER"),
				Fault.passing("a line of JSON without a field",
						events(ROLE + TOKENS.replaceFirst("data: ", "") + STOP + DONE), 200, "INVALID_ANSWER"),
				Fault.passing("bytes that are compressed, and nothing says so",
						binary(200, "text/event-stream", "X-Odd: 1", GZIP), 200, "INVALID_ANSWER"),
				Fault.passing("HTML typed as event stream", answer(200, "text/event-stream", GATEWAY_HTML), 200,
						"INVALID_ANSWER"),
				Fault
					.passing("an event over the limit",
							events(ROLE + TOKENS + "data: {\"x\":\"" + "x".repeat(30_000) + "\"}\n\n" + STOP + DONE),
							200, "EVENT_TOO_LARGE")
					.says("20000 bytes")
					.after("Partial"),
				Fault
					.lasting("a completion in one piece", json("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"),
							200, "UNEXPECTED_CONTENT")
					.says("application/json"),
				Fault.lasting("an empty body of JSON", json(""), 200, "UNEXPECTED_CONTENT"));
	}

	private DynamicTest cell(Fault fault, String mode,
			BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable> exchange) {
		return DynamicTest.dynamicTest(fault.name() + ", " + mode, () -> {
			check(fault, exchange, "bot/id=b1", fault.botAttempts());
			if (isComplete()) {
				check(fault, exchange, "model/name=m1", fault.modelAttempts());
			}
		});
	}

	private DynamicTest sameMessage(Fault fault) {
		return DynamicTest.dynamicTest(fault.name() + ", with the same message called and streamed", () -> {
			this.server.always(fault.wire());
			assertThat(String.valueOf(call(model(api(), "bot/id=b1"), new StringBuilder())))
				.isEqualTo(String.valueOf(stream(model(api(), "bot/id=b1"), new StringBuilder())));
		});
	}

	private void check(Fault scripted, BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable> exchange,
			String selector, int attempts) {
		Fault fault = told(scripted);
		this.server.requests().clear();
		this.server.always(fault.wire());
		StringBuilder text = new StringBuilder();
		Throwable thrown = exchange.apply(model(api(), selector), text);
		assertThat(thrown).as("what is thrown")
			.isInstanceOf(fault.isTransient() ? TransientAiException.class : NonTransientAiException.class)
			.isInstanceOf(
					fault.isTransient() ? ChatBotKitTransientException.class : ChatBotKitNonTransientException.class);
		ChatBotKitFailure failure = ((ChatBotKitRequestException) thrown).getFailure();
		String code = fault.code().isEmpty() ? failure.code() : fault.code();
		assertThat(thrown)
			.hasMessageStartingWith((fault.status() > 0) ? fault.status() + " " + code + ": " : code + ": ");
		assertThat(failure.status()).as("status").isEqualTo(fault.status());
		assertThat(failure.code()).as("code").isEqualTo(code);
		assertThat(failure.type()).as("type").isEqualTo(fault.type());
		assertThat(failure.retryAfter()).as("Retry-After").isEqualTo(fault.retryAfter());
		assertThat(failure.words()).as("words").contains(fault.words()).hasSizeLessThan(5000);
		assertThat(failure.target()).as("target")
			.isEqualTo("POST " + this.server.baseUrl() + "/chat/completions for " + selector);
		assertThat(this.server.requests()).as("attempts for " + selector).hasSize(attempts);
		assertThat(text.toString()).as("text so far").isEqualTo(fault.textBefore());
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			assertThat(cause.toString()).doesNotContain(SECRET).doesNotContain(PROMPT);
		}
	}

	protected static List<BiFunction<ChatBotKitChatModel, StringBuilder, @Nullable Throwable>> modes() {
		return List.of(AbstractFaultTests::call, AbstractFaultTests::stream);
	}

	private static @Nullable Throwable call(ChatBotKitChatModel model, StringBuilder text) {
		return catchThrowable(() -> model.call(new Prompt(PROMPT)));
	}

	protected static @Nullable Throwable stream(ChatBotKitChatModel model, StringBuilder text) {
		return catchThrowable(() -> model.stream(new Prompt(PROMPT))
			.doOnNext((response) -> text.append(response.getResult().getOutput().getText()))
			.blockLast(Duration.ofSeconds(20)));
	}

	protected static ChatBotKitChatModel model(ChatBotKitApi api, String selector) {
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().model(selector).build())
			.build();
	}

}
