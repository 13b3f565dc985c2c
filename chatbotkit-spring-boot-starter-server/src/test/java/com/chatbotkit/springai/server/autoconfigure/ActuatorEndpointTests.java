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

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the actuator endpoint of agents and keys.
 */
class ActuatorEndpointTests {

	private static final String PREFIX = "spring.ai.chatbotkit.server.";

	private static final String PATH = "/actuator/chatbotkitserver";

	private static final String BODY = "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void itTellsAgentsKeysAndTheirUseAndNoSecret(WebApplicationType web) throws Exception {
		try (ServedApplication application = ServedApplication.start(web, OneAgent.class,
				"management.endpoints.web.exposure.include=chatbotkitserver",
				"management.endpoint.env.show-values=always", PREFIX + "shutdown-grace=10ms",
				PREFIX + "agents.support.name=Support", PREFIX + "agents.support.description=Answers.",
				PREFIX + "agents.support.aliases=help,desk", PREFIX + "models.fast=scriptedModel",
				PREFIX + "keys.test.requests-per-minute=5",
				PREFIX + "keys.other.secret=0123456789abcdef0123456789abcdef", PREFIX + "keys.other.models=help",
				PREFIX + "keys.other.expires=2030-01-02", PREFIX + "keys.other.tokens-per-day=1000",
				PREFIX + "keys.other.concurrent=2")) {
			ScriptedModel model = application.bean(ScriptedModel.class).text("Yes", " it", " is");
			application.post(BODY);
			model.stream(Flux.never());
			try (Socket running = application.connect()) {
				running.getOutputStream()
					.write(ServedApplication.text("POST", "/v1/chat/completions", BODY)
						.getBytes(StandardCharsets.UTF_8));
				await().untilAsserted(() -> assertThat(model.prompts).hasSize(2));
				assertThat(application.request("GET", PATH, "").body()).isEqualTo("{\"path\":\"/v1\",\"agents\":["
						+ "{\"id\":\"bot/id=support\",\"name\":\"Support\",\"description\":\"Answers.\",\"shortName\":\"support\",\"aliases\":[\"help\",\"desk\"]},"
						+ "{\"id\":\"model/name=fast\",\"name\":\"fast\",\"description\":null,\"shortName\":\"fast\",\"aliases\":[]}],"
						+ "\"keys\":[{\"name\":\"other\",\"models\":[\"bot/id=support\"],\"limits\":{\"requestsPerMinute\":null,\"tokensPerDay\":1000,\"concurrent\":2},"
						+ "\"expires\":\"2030-01-02T00:00:00Z\",\"use\":{\"requests\":0,\"running\":0,\"tokens\":0}},"
						+ "{\"name\":\"test\",\"models\":[],\"limits\":{\"requestsPerMinute\":5,\"tokensPerDay\":null,\"concurrent\":null},\"expires\":null,\"use\":{\"requests\":2,\"running\":1,\"tokens\":13}}]}");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void noPageShowsAKey(WebApplicationType web) {
		String secret = "0123456789abcdef0123456789abcdef";
		try (ServedApplication application = ServedApplication.start(web, OneAgent.class,
				"management.endpoints.web.exposure.include=env,configprops,chatbotkitserver",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
				"EXAMPLE_KEY=" + secret, PREFIX + "keys.other.secret=${EXAMPLE_KEY},second-" + secret,
				PREFIX + "keys.rotated.secret[0]=third-" + secret, "example.command-line=--keys=third-" + secret)) {
			for (String page : List.of("env", "configprops", "chatbotkitserver", "env/" + PREFIX + "keys.other.secret",
					"env/EXAMPLE_KEY", "env/example.command-line")) {
				ServedApplication.Answer answer = application.request("GET", "/actuator/" + page, "");
				assertThat(answer.status()).as(page).isEqualTo(200);
				assertThat(answer.body()).as(page).doesNotContain(secret);
			}
			assertThat(application.request("GET", "/actuator/env/example.command-line", "").body())
				.contains("--keys=******");
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void itIsNotExposedUnlessAskedFor(WebApplicationType web) {
		try (ServedApplication application = ServedApplication.start(web, OneAgent.class)) {
			assertThat(application.request("GET", PATH, "").status()).isEqualTo(404);
		}
	}

	@Test
	void itIsNotThereWithoutTheActuator() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChatBotKitServerAutoConfiguration.class,
					ChatBotKitServerOperationsAutoConfiguration.class))
			.withUserConfiguration(OneAgent.class)
			.withPropertyValues(PREFIX + "keys.test.secret=" + ServedApplication.KEY)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChatBotKitServerActuatorEndpoint.class)
				.doesNotHaveBean("chatBotKitServerRequestMeters"));
	}

}
