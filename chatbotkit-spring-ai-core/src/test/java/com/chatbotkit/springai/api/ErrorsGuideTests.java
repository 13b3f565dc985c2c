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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.FailureTable.RetryDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/errors-and-retries.md} say what {@link FailureTable} does.
 */
class ErrorsGuideTests {

	private static final Pattern ROW = Pattern.compile(
			"\\| (?:(\\d{3})|`([A-Z_]+)`)(?: `([A-Za-z_]+)`)? \\| .+ \\| (permanent|transient|retry) \\| (permanent|transient|retry) \\|");

	private static final Pattern CODE = Pattern.compile("\"((?:[A-Z]+_)+[A-Z]+|CANCELLED)\"");

	private static final Map<String, RetryDecision> DECISIONS = Map.of("permanent", RetryDecision.NON_TRANSIENT,
			"transient", RetryDecision.TRANSIENT, "retry", RetryDecision.RETRY);

	private static final FailureTable table = new FailureTable(ChatBotKitRetryPolicy.defaults());

	@TestFactory
	Stream<DynamicTest> eachRowIsTrue() throws IOException {
		return rows().stream().map((row) -> DynamicTest.dynamicTest(row.group(), () -> {
			assertThat(decision(row, true)).as("of a bot").isEqualTo(DECISIONS.get(row.group(4)));
			assertThat(decision(row, false)).as("of a model").isEqualTo(DECISIONS.get(row.group(5)));
		}));
	}

	@Test
	void allRowsAreRead() throws IOException {
		assertThat(rows()).extracting((row) -> row.group(1))
			.contains("204", "205", "206", "400", "401", "402", "403", "404", "408", "409", "413", "422", "429", "500",
					"501", "502", "503", "504");
		assertThat(rows()).extracting((row) -> row.group(2))
			.contains("CANCELLED", "CONNECTION_FAILED", "CONNECTION_LOST", "REQUEST_FAILED", "RESPONSE_TIMEOUT",
					"STREAM_IDLE_TIMEOUT", "INCOMPLETE_STREAM", "EMPTY_STREAM", "UNEXPECTED_CONTENT", "INVALID_ANSWER",
					"EMPTY_ANSWER", "ANSWER_TOO_LARGE", "EVENT_TOO_LARGE", "TOO_MANY_TOOL_CALLS",
					"TOOL_CALLS_TOO_LARGE", "TOO_MANY_TOOL_ROUNDS", "CLIENT_CLOSED");
	}

	@Test
	void everyCodeOfOursIsThere() throws IOException {
		String page = Files.readString(Path.of("../docs/errors-and-retries.md"));
		assertThat(codes()).contains("CANCELLED", "CONNECTION_FAILED", "REQUEST_FAILED", "EVENT_TOO_LARGE")
			.allMatch((code) -> page.contains("`" + code + "`"));
	}

	/**
	 * What looks like a code in the code.
	 */
	private static Set<String> codes() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java/com/chatbotkit/springai/api"))) {
			Set<String> codes = new TreeSet<>();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Matcher code = CODE.matcher(Files.readString(file));
				while (code.find()) {
					codes.add(code.group(1));
				}
			}
			return codes;
		}
	}

	private static List<Matcher> rows() throws IOException {
		return Files.readAllLines(Path.of("../docs/errors-and-retries.md"))
			.stream()
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.toList();
	}

	private static @Nullable RetryDecision decision(Matcher row, boolean mayAct) {
		String status = row.group(1);
		return (status != null) ? table.ofStatus(Integer.parseInt(status), row.group(3), null, mayAct)
				: decisionOf(row.group(2), row.group(3), mayAct);
	}

	private static @Nullable RetryDecision decisionOf(String code, @Nullable String type, boolean mayAct) {
		FailureFactory failures = new FailureFactory(table, new RetryAfter(Clock.systemUTC()), () -> "target", mayAct,
				new Concealment(List.of("sk-secret"), List::of));
		return switch (code) {
			case "CONNECTION_FAILED" -> (type == null) ? table.ofFailedConnect()
					: decision(failures.ofExchange(ExchangeException.notSent(code, type, "none free"), false));
			case "CONNECTION_LOST" -> table.ofLostConnection(mayAct);
			case "RESPONSE_TIMEOUT" -> decision(failures.ofExchange(new ExchangeException(code, "late"), true));
			case "REQUEST_FAILED" ->
				decision(failures.ofExchange(new WebClientRequestException(new IllegalStateException("no"),
						HttpMethod.POST, URI.create("http://localhost"), HttpHeaders.EMPTY), true));
			case "TOO_MANY_TOOL_ROUNDS" -> decision(failures.ofRefusal(code, "too many"));
			case "CANCELLED" -> decision(failures.ofInterrupt(new InterruptedException()));
			case "CLIENT_CLOSED" -> decision(failures.ofClose(true));
			case "INCOMPLETE_STREAM" -> decision(failures.ofIncompleteStream(true));
			case "EMPTY_STREAM" -> decision(failures.ofIncompleteStream(false));
			case "UNEXPECTED_CONTENT" ->
				decision(failures.ofUnexpectedContent("text/html", "", "<p>Hi".getBytes(StandardCharsets.UTF_8)));
			default -> decision(failures.ofBody(new ExchangeException(code, "broken")));
		};
	}

	private static @Nullable RetryDecision decision(Throwable ex) {
		if (ex instanceof ChatBotKitTransientException passing) {
			return passing.isRetryable() ? RetryDecision.RETRY : RetryDecision.TRANSIENT;
		}
		return (ex instanceof ChatBotKitNonTransientException) ? RetryDecision.NON_TRANSIENT : null;
	}

}
