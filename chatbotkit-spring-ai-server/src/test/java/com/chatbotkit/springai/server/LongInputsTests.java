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

package com.chatbotkit.springai.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A text that is of some hundred thousand characters is read in milliseconds. The time
 * limit is far above that, and far below what the square of the length would take.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongInputsTests {

	private static final int LENGTH = 300_000;

	private final ChatCompletionsEndpoint endpoint = ChatCompletionsEndpoint.of((secretKey) -> true,
			(request) -> Flux.just(new AgentEvent.Token("Hello")));

	static Stream<Arguments> numbers() {
		return Stream.of(arguments("1" + " ".repeat(LENGTH) + "1", 400), arguments(" ".repeat(LENGTH) + "1", 200),
				arguments("1" + "0".repeat(LENGTH) + "1e1", 400), arguments("1." + "0".repeat(LENGTH) + "1", 400),
				arguments("1." + "0".repeat(LENGTH), 200), arguments("0".repeat(LENGTH) + "1", 200),
				arguments("." + "0".repeat(LENGTH), 400), arguments("1".repeat(LENGTH), 400),
				arguments("1".repeat(LENGTH) + "x", 400), arguments("1e" + "0".repeat(LENGTH), 200));
	}

	@ParameterizedTest
	@MethodSource("numbers")
	void aLongNumberInATextIsReadAtOnce(String number, int status) {
		String body = """
				{"model":"bot/id=b","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function",
				"function":{"name":"f","description":"d","parameters":{"type":"number","minimum":"%s"}}}]}""";
		assertThat(answer("application/json", body.formatted(number)).status()).isEqualTo(status);
	}

	@ParameterizedTest
	@MethodSource("numbers")
	void aLongNumberInASelectorIsReadAtOnce(String number) {
		String body = "{\"model\":\"bot/id=%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
		assertThat(answer("application/json", body.formatted(number)).status()).isIn(200, 400);
	}

	@Test
	void aLongMediaTypeIsReadAtOnce() {
		String body = "{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
		assertThat(answer("application/json; a=\"" + "b".repeat(LENGTH) + "\"", body).status()).isEqualTo(200);
		assertThat(answer("application/json; a=\"" + "\\b".repeat(LENGTH) + "\"", body).status()).isEqualTo(200);
		assertThat(answer("application/json" + "; a=b".repeat(LENGTH), body).status()).isEqualTo(200);
		assertThat(answer("application/json; a=\"" + "b".repeat(LENGTH), body).status()).isEqualTo(400);
	}

	private EndpointResponse answer(String mediaType, String body) {
		return Objects.requireNonNull(
				this.endpoint
					.handle(new EndpointRequest("POST", "/v1/openai/chat/completions",
							Map.of("Authorization", "Bearer sk-1", "Content-Type", mediaType),
							body.getBytes(StandardCharsets.UTF_8)))
					.block());
	}

}
