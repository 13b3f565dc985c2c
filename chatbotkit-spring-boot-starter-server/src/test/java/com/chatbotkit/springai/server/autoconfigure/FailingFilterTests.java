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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import jakarta.servlet.Filter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a servlet filter of the application that fails after the endpoint has
 * answered, so that nobody writes the answer.
 */
class FailingFilterTests {

	private static final long SECONDS = 20;

	@ParameterizedTest
	@EnumSource(names = { "WEB_MVC", "WEB_MVC_ON_JETTY" })
	void theAnswerIsGivenUpSoThatItsAgentEnds(Stack stack) throws Exception {
		try (ServedApplication application = ServedApplication.start(stack, Application.class)) {
			Application bean = application.bean(Application.class);
			application.ask("{}").close();
			assertThat(bean.failed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(bean.givenUp.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final CountDownLatch failed = new CountDownLatch(1);

		final CountDownLatch givenUp = new CountDownLatch(1);

		@Bean
		Filter failing() {
			return (request, response, chain) -> {
				chain.doFilter(request, response);
				this.failed.countDown();
				throw new IllegalStateException("A filter of the application");
			};
		}

		@Bean
		HttpEndpoint endpoint() {
			return new StubEndpoint() {

				@Override
				public Mono<EndpointResponse> handle(EndpointRequest request) {
					return Mono.just(new EndpointResponse(200, Map.of(), new EndpointResponse.Pieces(
							Flux.<byte[]>never().doOnCancel(Application.this.givenUp::countDown))));
				}

			};
		}

	}

}
