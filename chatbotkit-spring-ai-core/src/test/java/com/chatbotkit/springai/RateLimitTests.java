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
import java.util.Objects;

import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.RateLimit;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rate limits that a proxy in front of the endpoint reports reach the metadata of
 * calls and streams.
 */
class RateLimitTests extends AbstractChatModelTests {

	private static final String ANSWER = "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = """
			data: {"id":"c1","choices":[{"delta":{"role":"assistant"}}]}

			data: {"id":"c1","choices":[{"delta":{"content":"One"}}]}

			data: {"id":"c1","choices":[{"delta":{"content":" two"}}]}

			data: {"id":"c1","choices":[{"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String[] HEADERS = { "x-ratelimit-limit-requests: 60", "x-ratelimit-remaining-requests: 59",
			"x-ratelimit-reset-requests: 1s", "X-RateLimit-Limit-Tokens: 150000",
			"X-RateLimit-Remaining-Tokens: 149984", "X-RateLimit-Reset-Tokens: 6m0s" };

	@Test
	void aCallHasWhatTheProxyReports() {
		this.server.next(WireServer.answer(200, "application/json", ANSWER, HEADERS));
		assertReported(this.model.call(new Prompt("Hi")).getMetadata().getRateLimit());
	}

	@Test
	void everyResponseOfAStreamHasWhatTheProxyReports() {
		this.server.next(WireServer.answer(200, "text/event-stream", STREAM, HEADERS));
		List<ChatResponse> responses = stream();
		assertThat(responses).hasSize(3)
			.allSatisfy((response) -> assertReported(response.getMetadata().getRateLimit()));
	}

	@Test
	void thePiecesOfAStreamShareOneMetadataObject() {
		this.server.next(WireServer.answer(200, "text/event-stream", STREAM, HEADERS));
		List<ChatResponse> responses = stream();
		assertThat(responses.get(0).getMetadata()).isSameAs(responses.get(1).getMetadata());
	}

	@Test
	void springAisAggregatorKeepsThem() {
		this.server.next(WireServer.answer(200, "text/event-stream", STREAM, HEADERS));
		ChatResponse[] joined = new ChatResponse[1];
		new MessageAggregator().aggregate(this.model.stream(new Prompt("Hi")), (response) -> joined[0] = response)
			.blockLast();
		assertReported(joined[0].getMetadata().getRateLimit());
	}

	@Test
	void whereNothingIsReportedTheRateLimitIsEmpty() {
		this.server.next(WireServer.json(ANSWER)).next(WireServer.events(STREAM));
		assertThat(this.model.call(new Prompt("Hi")).getMetadata().getRateLimit()).isInstanceOf(EmptyRateLimit.class);
		assertThat(stream()).allSatisfy(
				(response) -> assertThat(response.getMetadata().getRateLimit()).isInstanceOf(EmptyRateLimit.class));
	}

	@Test
	void halfOfThemIsHalfAnAnswer() {
		this.server.next(WireServer.answer(200, "application/json", ANSWER, "x-ratelimit-remaining-tokens: 12"));
		RateLimit rateLimit = this.model.call(new Prompt("Hi")).getMetadata().getRateLimit();
		assertThat(rateLimit.getTokensRemaining()).isEqualTo(12);
		assertThat(rateLimit.getTokensLimit()).isZero();
		assertThat(rateLimit.getTokensReset()).isZero();
	}

	private List<ChatResponse> stream() {
		return Objects.requireNonNull(this.model.stream(new Prompt("Hi")).collectList().block());
	}

	private static void assertReported(RateLimit rateLimit) {
		assertThat(rateLimit.getRequestsLimit()).isEqualTo(60);
		assertThat(rateLimit.getRequestsRemaining()).isEqualTo(59);
		assertThat(rateLimit.getRequestsReset()).isEqualTo(Duration.ofSeconds(1));
		assertThat(rateLimit.getTokensLimit()).isEqualTo(150_000);
		assertThat(rateLimit.getTokensRemaining()).isEqualTo(149_984);
		assertThat(rateLimit.getTokensReset()).isEqualTo(Duration.ofMinutes(6));
	}

}
