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

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with requests of a caller who means harm: each is refused with words or answered
 * as any other, soon, and the next caller is answered.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileCallerCases {

	private final Stack stack;

	private ServedApplication application;

	private ScriptedModel model;

	HostileCallerCases(Stack stack) {
		this.stack = stack;
	}

	@BeforeAll
	void start() {
		this.application = ServedApplication.start(this.stack, Agents.class,
				"spring.ai.chatbotkit.server.keys.test.models=support");
		this.model = this.application.bean(ScriptedModel.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@BeforeEach
	void forget() {
		this.model.prompts.clear();
	}

	private static String body(String more) {
		return "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "1e999999999", "-1e999999999", "1e-999999999", "0.1e400", "123456789012345678901234567890" })
	void aNumberThatIsNoneOfThisWorldIsSoonDealtWith(String number) {
		for (String name : new String[] { "temperature", "max_tokens", "top_p", "seed", "n", "unknown" }) {
			int status = this.application.post(body(",\"" + name + "\":" + number)).status();
			assertThat(status).as(name).isIn(400, 500);
			this.model.text("Yes");
			status = this.application.post(body(",\"" + name + "\":" + number)).status();
			assertThat(status).as(name).isIn(200, 400);
			this.model.drop();
		}
	}

	@Test
	void aNumberOfAHundredThousandDigitsIsRefused() {
		Answer answer = this.application.post(body(",\"seed\":" + "1".repeat(100_000)));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).hasSizeLessThan(1_000);
	}

	@Test
	void ofTwoModelsTheOneThatRunsIsTheOneThatIsChecked() {
		String user = ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
		assertThat(this.application.post("{\"model\":\"support\",\"model\":\"secret\"" + user).status()).isIn(400, 404);
		this.model.text("Yes");
		Answer answer = this.application.post("{\"model\":\"secret\",\"model\":\"support\"" + user);
		assertThat(answer.status()).isIn(200, 400, 404);
		assertThat(this.model.prompts.toString()).doesNotContain("You keep secrets");
		this.model.drop();
	}

	@Test
	void tensOfThousandsOfMessagesAreReadInATimeThatGrowsWithTheirNumber() {
		StringBuilder messages = new StringBuilder();
		for (int i = 0; i < 5_000; i++) {
			messages.append("{\"role\":\"user\",\"content\":\"\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c")
				.append(i)
				.append("\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
						+ "{\"role\":\"tool\",\"tool_call_id\":\"c")
				.append(i)
				.append("\",\"content\":\"\"},");
		}
		this.model.text("Yes");
		Answer answer = this.application
			.post("{\"model\":\"support\",\"messages\":[" + messages + "{\"role\":\"user\",\"content\":\"Hi\"}]}");
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:", "data:,", "data:image/png", "data:image/png;base64,@@@", "data:image/png,AAAA",
			"data:image/png;base64,", "data:image/png\\r\\nX: y;base64,AAAA", "data:text/html;base64,PHNjcmlwdD4=",
			"data:/;base64,AAAA", "data:image/png;base64," + "A", "DATA:image/png;base64,AAAA", "javascript:alert(1)",
			"file:///etc/passwd", "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:8080/", "//localhost/",
			"http://[::1]/", "gopher://localhost/", "jar:file:/x!/y", "\\u0000data:image/png;base64,AAAA" })
	void anImageThatIsNoneIsRefused(String url) {
		this.model.text("Yes");
		Answer answer = this.application
			.post("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
					+ "\"image_url\":{\"url\":\"" + url + "\"}}]}]}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("\"error\":{\"message\":");
		assertThat(this.model.prompts).isEmpty();
		this.model.drop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u0000", "\\ud800", "\\udfff\\ud800", "\\u202e", "\\u2028",
			"\\r\\n\\r\\nHTTP/1.1 200 OK", "data: [DONE]\\n\\n" })
	void aTextWithAnyCharactersIsAText(String text) {
		this.model.text("Yes").text("Yes");
		for (String more : new String[] { "", ",\"stream\":true" }) {
			Answer answer = this.application.post(body(more).replace("\"Hi\"", "\"" + text + "\""));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).contains("Yes").doesNotContain(text);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\nTransfer-Encoding: chunked",
			"Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6",
			"Content-Length: +5", "Content-Length: -5", "Transfer-Encoding: xchunked",
			"Transfer-Encoding: chunked, identity", "Content-Length : 5", "Transfer-Encoding:\u000bchunked" })
	void aRequestIsNotHiddenInAnother(String headers) throws IOException {
		this.model.text("Yes").text("Yes");
		String hidden = ServedApplication.text("POST", "/v1/chat/completions", body(""));
		String first = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
				+ headers + "\r\n\r\n" + "0\r\n\r\n" + hidden;
		try (Socket socket = this.application.connect()) {
			socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			// The container may reset the connection.
		}
		assertThat(this.model.prompts).isEmpty();
		this.model.drop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/..;/secret", "/v1/models/..%2f..%2fsecret", "/v1/models/%2e%2e/%2e%2e/secret",
			"/v1/models/..%5c..%5csecret", "/v1/models/%00", "/v1/models/%zz", "/v1/models/;x=y",
			"/v1/models/bot%252Fid=support", "/v1/chat/completions/../../secret", "/V1/models", "/v1/models?key=x" })
	void aPathLeadsNowhereElse(String path) {
		Answer answer = this.application.request("GET", path, "", "Authorization:");
		assertThat(answer.status()).isIn(400, 401, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data; boundary=x", "multipart/form-data", "Multipart/Mixed; boundary=x",
			"application/x-www-form-urlencoded", "text/plain", ";;;" })
	void aBodyOfAnotherTypeIsRefusedAsOne(String type) {
		for (String path : new String[] { "/v1/chat/completions", "/v1/openai/chat/completions" }) {
			Answer answer = this.application.request("POST", path, "--x\r\n\r\n--x--", "Content-Type: " + type);
			assertThat(answer.status()).isEqualTo(415);
			assertThat(answer.body()).contains("\"code\":\"unsupported_media_type\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "identity, gzip" })
	void aCompressedBodyIsRefusedAsOne(String encoding) {
		Answer answer = this.application.request("POST", "/v1/chat/completions", body(""),
				"Content-Encoding: " + encoding);
		assertThat(answer.status()).isEqualTo(415);
		assertThat(answer.body()).contains("\"code\":\"unsupported_content_encoding\"").contains("without compression");
		assertThat(this.model.prompts).isEmpty();
	}

	@Test
	void whateverCameBeforeTheNextCallerIsAnswered() {
		this.model.text("Still here");
		assertThat(this.application.post(body("")).body()).contains("Still here");
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents extends OneAgent {

		@Bean
		ChatClient secret(ScriptedModel model) {
			return ChatClient.builder(model).defaultSystem("You keep secrets").build();
		}

	}

}
