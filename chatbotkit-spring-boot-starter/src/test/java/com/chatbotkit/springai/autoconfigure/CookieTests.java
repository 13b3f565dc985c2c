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

package com.chatbotkit.springai.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.ChatBotKitChatModel;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that sets a cookie does not see it again: it would tie together the requests
 * of all users and tenants of an application.
 */
@Timeout(60)
class CookieTests {

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk" })
	void noRequestHasACookieOfAnEarlierAnswer(String connector) {
		AtomicReference<HttpHeaders> latest = new AtomicReference<>();
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
			latest.set(request.headers());
			response.header("Set-Cookie", "session=user-1; Path=/; Max-Age=3600");
			return TestEndpoint.answer(response);
		})) {
			Contexts.configured()
				.withPropertyValues(endpoint.property(), "spring.http.clients.reactive.connector=" + connector)
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (int i = 0; i < 3; i++) {
						assertThat(model.call("Hi")).isEqualTo("Hello");
						assertThat(latest.get().names()).noneMatch("cookie"::equalsIgnoreCase);
					}
					model.stream(new Prompt("Hi")).onErrorComplete().blockLast();
					assertThat(latest.get().names()).noneMatch("cookie"::equalsIgnoreCase);
				});
		}
	}

}
