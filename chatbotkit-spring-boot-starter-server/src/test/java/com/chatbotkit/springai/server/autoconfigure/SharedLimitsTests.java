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
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of two instances of an application that share a real store: together they allow
 * what one may. {@code .ci/shared-limits} starts the stores and runs them.
 */
@EnabledIfEnvironmentVariable(named = "SHARED_LIMITS_REDIS_PORT", matches = "\\d+")
@EnabledIfEnvironmentVariable(named = "SHARED_LIMITS_POSTGRESQL_PORT", matches = "\\d+")
class SharedLimitsTests {

	private static final String BODY = "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

	private static final String PREFIX = "spring.ai.chatbotkit.server.keys.";

	// The stores remember the keys of earlier runs.
	private final String key = "k" + UUID.randomUUID().toString().replace("-", "");

	private final List<ServedApplication> instances = new ArrayList<>();

	private void startTwo(Store store, String limit) {
		WebApplicationType[] webs = { WebApplicationType.SERVLET, WebApplicationType.REACTIVE };
		for (WebApplicationType web : webs) {
			ServedApplication instance = ServedApplication.start(web,
					(store == Store.REDIS) ? WithRedis.class : WithPostgres.class,
					PREFIX + this.key + ".secret=" + this.key, PREFIX + this.key + "." + limit);
			for (int i = 0; i < 50; i++) {
				instance.bean(ScriptedModel.class).text("Yes");
			}
			this.instances.add(instance);
		}
	}

	private Answer ask(int instance) {
		return this.instances.get(instance).post(BODY, "Authorization: Bearer " + this.key);
	}

	@AfterEach
	void stop() {
		this.instances.forEach(ServedApplication::close);
	}

	@ParameterizedTest
	@EnumSource
	void requestsOfAMinuteAreThoseOfBoth(Store store) throws Exception {
		startTwo(store, "requests-per-minute=6");
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<Answer>> answers = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				int instance = i % 2;
				answers.add(clients.submit(() -> ask(instance)));
			}
			int passed = 0;
			for (Future<Answer> answer : answers) {
				int status = answer.get(60, TimeUnit.SECONDS).status();
				assertThat(status).isIn(200, 429);
				passed += (status == 200) ? 1 : 0;
			}
			// One more for each ten seconds that a busy machine needs.
			assertThat(passed).isBetween(6, 11);
		}
		finally {
			clients.shutdownNow();
		}
		Answer refused = ask(0);
		while (refused.status() == 200) {
			refused = ask(1);
		}
		assertThat(refused.body()).contains("\"code\":\"rate_limit_exceeded\"");
		assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(1, 10);
	}

	@ParameterizedTest
	@EnumSource
	void tokensOfADayAreThoseOfBoth(Store store) {
		startTwo(store, "tokens-per-day=5");
		assertThat(ask(0).status()).isEqualTo(200);
		await().until(() -> ask(1).status() == 429);
		assertThat(ask(1).body()).contains("\"code\":\"insufficient_quota\"");
		assertThat(ask(0).status()).isEqualTo(429);
	}

	@ParameterizedTest
	@EnumSource
	void requestsAtOnceAreThoseOfBoth(Store store) throws Exception {
		startTwo(store, "concurrent=1");
		ServedApplication first = this.instances.get(0);
		ScriptedModel model = first.bean(ScriptedModel.class);
		for (int i = 0; i < 50; i++) {
			model.call(new org.springframework.ai.chat.prompt.Prompt("drain"));
		}
		model.stream(Flux.never());
		try (Socket socket = first.ask(BODY.replace("\"messages\"", "\"stream\":true,\"messages\""),
				"Authorization: Bearer " + this.key)) {
			assertThat(socket.getInputStream().read()).isNotNegative();
			Answer second = ask(1);
			assertThat(second.status()).isEqualTo(429);
			assertThat(second.body()).contains("\"code\":\"concurrency_limit_exceeded\"");
		}
		first.close();
		await().atMost(60, TimeUnit.SECONDS).until(() -> ask(1).status() == 200);
	}

	enum Store {

		REDIS, POSTGRESQL

	}

	@Configuration(proxyBeanMethods = false)
	static class WithRedis extends OneAgent {

		@Bean
		LettuceConnectionFactory redis() {
			return new LettuceConnectionFactory("127.0.0.1",
					Integer.parseInt(System.getenv("SHARED_LIMITS_REDIS_PORT")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithPostgres extends OneAgent {

		@Bean
		DataSource dataSource() {
			PGSimpleDataSource source = new PGSimpleDataSource();
			source.setServerNames(new String[] { "127.0.0.1" });
			source.setPortNumbers(new int[] { Integer.parseInt(System.getenv("SHARED_LIMITS_POSTGRESQL_PORT")) });
			source.setDatabaseName("postgres");
			source.setUser("limits");
			source.setPassword("limits");
			return source;
		}

	}

}
