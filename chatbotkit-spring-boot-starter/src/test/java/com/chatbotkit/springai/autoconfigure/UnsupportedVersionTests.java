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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsupportedVersionFailureAnalyzer}. Applications were started with
 * Spring Boot 3.5.7 and with Spring AI 1.1.0: the first fails with a bean that is defined
 * twice, the second with an {@link IncompatibleClassChangeError}.
 */
class UnsupportedVersionTests {

	private static final Throwable FAILURE = new IncompatibleClassChangeError("cannot inherit from final class");

	@ParameterizedTest
	@CsvSource(value = { "3.5.7 | 2.0.0 | with Spring Boot 3.5.7.",
			"3.5.7 | 1.1.0 | with Spring Boot 3.5.7 and Spring AI 1.1.0.", "4.1.0 | 1.1.0 | with Spring AI 1.1.0.",
			"4.1.0 | 1.0.0-M6 | with Spring AI 1.0.0-M6.", "2.7.18 | | with Spring Boot 2.7.18." }, delimiter = '|')
	void theRequiredVersionsAreNamed(String springBoot, @Nullable String springAi, String found) {
		FailureAnalysis analysis = new UnsupportedVersionFailureAnalyzer(springBoot, springAi).analyze(FAILURE);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("ChatBotKit", found, "Spring Boot 4.0 or later",
				"Spring AI 2.0 or later");
		assertThat(analysis.getAction()).contains("spring-boot-dependencies", "spring-ai-bom");
		assertThat(analysis.getCause()).isSameAs(FAILURE);
	}

	@ParameterizedTest
	@CsvSource(value = { "4.0.7 | 2.0.0", "4.1.0 | 2.0.1", "5.0.0-M1 | 3.0.0", "10.0.0 | 10.0.0", "unknown | unknown",
			"|" }, delimiter = '|')
	void supportedVersionsAreNotReported(@Nullable String springBoot, @Nullable String springAi) {
		assertThat(new UnsupportedVersionFailureAnalyzer(springBoot, springAi).analyze(FAILURE)).isNull();
	}

	@Test
	void theVersionsOfThisClassPathAreSupported() {
		assertThat(SpringBootVersion.getVersion()).startsWith("4.");
		assertThat(ChatModel.class.getPackage().getImplementationVersion()).startsWith("2.");
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, cause) -> {
			}))).filteredOn(UnsupportedVersionFailureAnalyzer.class::isInstance)
			.singleElement()
			.satisfies((analyzer) -> assertThat(analyzer.analyze(FAILURE)).isNull());
	}

}
