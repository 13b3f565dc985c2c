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

package com.chatbotkit.springai.test.record;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RealBaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api.chatbotkit.com,https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/v1/openai/,https://api.chatbotkit.com/v1/openai",
			"https://self.example,https://self.example/api/v1/openai",
			"https://gateway.example:8443/ai,https://gateway.example:8443/ai",
			"http://127.0.0.1:8080/v1/openai,http://127.0.0.1:8080/v1/openai",
			"http://[::1]:8080,http://[::1]:8080/api/v1/openai", "http://localhost/x,http://localhost/x" })
	void isCompletedAsTheClientCompletesIt(String written, String completed) {
		assertThat(RealBaseUrl.of(written)).isEqualTo(completed);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://self.example", "http://127.0.0.1.evil.example/", "ftp://self.example", "self.example",
					"https://key@self.example/", "https://self.example/?key=1", "http://localhost@evil.example/" })
	void whatWouldShowTheKeyIsRefused(String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> RealBaseUrl.of(written))
			.withMessageNotContaining("key@")
			.withMessageNotContaining("key=1");
	}

}
