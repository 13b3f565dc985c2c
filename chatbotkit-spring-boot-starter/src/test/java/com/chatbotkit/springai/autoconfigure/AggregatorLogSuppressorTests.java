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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AggregatorLogSuppressor}: a level that the application sets is kept.
 */
class AggregatorLogSuppressorTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(AggregatorLogSuppressor.LOGGER);

	private @Nullable Level before;

	@BeforeEach
	void forget() {
		this.before = this.logger.getLevel();
		this.logger.setLevel(null);
	}

	@AfterEach
	void restore() {
		this.logger.setLevel(this.before);
	}

	@Test
	void theLoggerIsSwitchedOff() {
		run();
		assertThat(this.logger.getLevel()).isEqualTo(Level.OFF);
	}

	@Test
	void theLoggerIsSwitchedOffWithLazyInitialization() {
		run("--spring.main.lazy-initialization=true");
		assertThat(this.logger.getLevel()).isEqualTo(Level.OFF);
	}

	@Test
	void theLoggerIsSwitchedOffWithOnlyNamedBots() {
		StarterTests.application()
			.run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET, "--spring.ai.chatbotkit.bots.help.bot-id=clx2")
			.close();
		assertThat(this.logger.getLevel()).isEqualTo(Level.OFF);
	}

	@Test
	void aLevelOfSpringAisPackageDoesNotSwitchTheLoggerOn() {
		Logger all = (Logger) LoggerFactory.getLogger("org.springframework.ai");
		try {
			run("--logging.level.org.springframework.ai=info");
			assertThat(this.logger.getLevel()).isEqualTo(Level.OFF);
		}
		finally {
			all.setLevel(null);
		}
	}

	@Test
	void aLevelInThePropertiesIsKept() {
		run("--logging.level." + AggregatorLogSuppressor.LOGGER + "=warn");
		assertThat(this.logger.getLevel()).isEqualTo(Level.WARN);
	}

	@Test
	void aLevelInTheLoggingConfigurationIsKept() {
		// A context without a SpringApplication, which would read the configuration anew.
		this.logger.setLevel(Level.ERROR);
		Contexts.configured().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.logger.getLevel()).isEqualTo(Level.ERROR);
		});
	}

	@Test
	void theLoggerIsUnchangedIfAnotherModelIsSelected() {
		run("--spring.ai.model.chat=none");
		assertThat(this.logger.getLevel()).isNull();
	}

	@Test
	void theLoggerIsSwitchedOffWithoutASpringApplication() {
		Contexts.configured().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.logger.getLevel()).isEqualTo(Level.OFF);
		});
	}

	@Test
	void aLoggingSystemWithoutLevelsDoesNotFailTheApplication() {
		Contexts.configured().withUserConfiguration(NoLevels.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.logger.getLevel()).isNull();
		});
	}

	private static void run(String... properties) {
		String[] arguments = new String[properties.length + 2];
		arguments[0] = "--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET;
		arguments[1] = "--spring.ai.chatbotkit.chat.bot-id=clx1";
		System.arraycopy(properties, 0, arguments, 2, properties.length);
		StarterTests.application().run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	static class NoLevels {

		@Bean
		LoggingSystem loggingSystem() {
			return new LoggingSystem() {

				@Override
				public void beforeInitialize() {
				}

				@Override
				public void setLogLevel(@Nullable String name, @Nullable LogLevel level) {
					throw new UnsupportedOperationException("No levels");
				}

			};
		}

	}

}
