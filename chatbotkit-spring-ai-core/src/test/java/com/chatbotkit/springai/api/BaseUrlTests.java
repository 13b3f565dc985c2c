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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A base URL is completed where that is safe, and refused where it cannot work.
 */
class BaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api.chatbotkit.com, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/, https://api.chatbotkit.com/v1/openai",
			"https://API.ChatBotKit.com, https://api.chatbotkit.com/v1/openai",
			"HTTPS://api.chatbotkit.com, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/v1/openai, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/v1/openai/, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com//v1//openai//, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/v1/openai/chat/completions, https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/v1/openai/chat/completions/, https://api.chatbotkit.com/v1/openai",
			"https://bots.example.org, https://bots.example.org/api/v1/openai",
			"https://bots.example.org:8443/, https://bots.example.org:8443/api/v1/openai",
			"https://gateway.example.org/chatbotkit, https://gateway.example.org/chatbotkit",
			"https://gateway.example.org/a%20b/c/chat/completions, https://gateway.example.org/a%20b/c",
			"http://127.0.0.1:8080, http://127.0.0.1:8080/api/v1/openai",
			"http://localhost, http://localhost/api/v1/openai", "http://127.1.2.3:1, http://127.1.2.3:1/api/v1/openai",
			"http://[::1]:8080, http://[::1]:8080/api/v1/openai",
			"http://bots.localhost:8080/x, http://bots.localhost:8080/x" })
	void isCompleted(String baseUrl, String completed) {
		assertThat(BaseUrl.endpoint(baseUrl, false)).hasToString(completed + "/chat/completions");
	}

	@ParameterizedTest
	@ValueSource(strings = { " %s\n", "\uFEFF%s", "%s\u200B", "\u00A0%s\u00A0" })
	void isTrimmed(String spelling) {
		assertThat(BaseUrl.endpoint(spelling.formatted("https://bots.example.org/v1"), false))
			.hasToString("https://bots.example.org/v1/chat/completions");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = " ")
	void isChatBotKitsOwnIfMissing(String baseUrl) {
		assertThat(BaseUrl.endpoint(baseUrl, false))
			.hasToString("https://api.chatbotkit.com/v1/openai/chat/completions");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "api.chatbotkit.com | https://api.chatbotkit.com",
			"//api.chatbotkit.com | https://api.chatbotkit.com", "localhost:8080 | write http://localhost:8080",
			"localhost | write http://localhost", "LOCALHOST:1/x | write http://LOCALHOST:1/x",
			"127.0.0.1:1234 | write http://127.0.0.1:1234", "[::1]:1234 | write http://[::1]:1234",
			"//localhost:1234 | write http://localhost:1234", "ws://localhost:1234 | write http://localhost:1234",
			"bots.localhost:80 | write http://bots.localhost:80",
			"localhost.example.org | write https://localhost.example.org",
			"bots.example.org:8443 | write https://bots.example.org:8443",
			"ftp://bots.example.org | https://bots.example.org", "https:// | is no URL",
			"https://user:pw@bots.example.org | user info", "https://bots.example.org?x=1 | query",
			"https://bots.example.org#x | fragment",
			"https://api.chatbotkit.com/v2 | https://api.chatbotkit.com/v1/openai",
			"https://api.chatbotkit.com/api/v1/openai | https://api.chatbotkit.com/v1/openai",
			"http://api.chatbotkit.com | https://api.chatbotkit.com", "http://bots.example.org | allow-plain-http=true",
			"http://127.0.0.1.evil.example | https://", "http://localhost.evil.example | https://",
			"https://bots example | is no URL",
			"https://https://api.chatbotkit.com | scheme twice: write https://api.chatbotkit.com",
			"https:https://bots.example.org | scheme twice", "HTTPS://http://localhost | scheme twice",
			"https://bots.example.org:0 | from 1 to 65535", "https://bots.example.org:99999/x | from 1 to 65535",
			"https://bots.example.org:abc | cannot be, bots.example.org:abc", "https://bots.example.org:-1 | cannot be",
			"http://my_gateway:8080/v1 | Java does not take, my_gateway:",
			"https://bots.ex\u00e4mple.org | Java does not take, bots.ex\u00e4mple.org",
			"\"https://bots.example.org\" | in quotes", "'https://bots.example.org' | in quotes",
			"null | missing value", "undefined | missing value", "https://undefined/v1 | missing value",
			"https://null | missing value", "https://${HOST}/v1 | placeholder", "%BASE_URL% | placeholder",
			"https://bots\u200B.example.org/v1 | is no URL", "https://bots.example.org/\u200Bv1 | is no URL",
			"https:///v1 | has no host", "https:bots.example.org | has no host" })
	void isRefusedWithWhatToWrite(String baseUrl, String words) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.endpoint(baseUrl, false))
			.withMessageContaining(words)
			.withMessageContaining("spring.ai.chatbotkit.base-url");
	}

	@Test
	void ofControlCharactersIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.endpoint("\u0000\u0002", false))
			.withMessageContaining("must start with https://");
	}

	@Test
	void isToldInOneLineWithoutASecret() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BaseUrl.endpoint("https://me:secret-1@my_gateway/a\nb?key=secret-2", false))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret-1", "secret-2", "\n"));
	}

	@Test
	void mayBePlainHttpOnWish() {
		assertThat(BaseUrl.endpoint("http://bots.example.org", true))
			.hasToString("http://bots.example.org/api/v1/openai/chat/completions");
	}

	/**
	 * Two connectors would take it for a name that is not known yet, and try it again.
	 */
	@Test
	void aHostNameLongerThanDnsAllowsIsRefused() {
		String label = "a".repeat(63);
		assertThat(BaseUrl.endpoint("https://" + label + "." + label + ".example", false))
			.hasHost(label + "." + label + ".example");
		for (String host : new String[] { label + "a.example", (label + ".").repeat(4) + "example" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.endpoint("https://" + host, false))
				.withMessageContaining("a host name that is too long");
		}
	}

}
