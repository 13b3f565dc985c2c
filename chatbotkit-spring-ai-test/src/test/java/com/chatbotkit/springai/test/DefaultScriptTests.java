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

package com.chatbotkit.springai.test;

import java.net.http.HttpResponse;
import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultScriptTests {

	private static final String FUNCTION = ",\"functions\":[{\"name\":\"f\",\"description\":\"d\"}]}";

	private static ChatBotKitEmulator emulator;

	private static RawClient client;

	@BeforeAll
	static void start() {
		emulator = ChatBotKitEmulator.start();
		client = new RawClient(emulator);
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@ParameterizedTest
	@CsvSource({ "NOT_MODIFIED,304", "BAD_REQUEST,400", "NOT_AUTHENTICATED,401", "NO_SUBSCRIPTION,402",
			"NOT_AUTHORIZED,403", "NOT_FOUND,404", "METHOD_NOT_ALLOWED,405", "TIMEOUT,408", "CONFLICT,409",
			"UNPROCESSABLE_ENTITY,422", "TOO_MANY_REQUESTS,429", "LIMITS_REACHED,429", "INTERNAL_SERVER_ERROR,500",
			"NOT_IMPLEMENTED,501", "BAD_GATEWAY,502", "SERVICE_UNAVAILABLE,503", "GATEWAY_TIMEOUT,504", "PLAIN,500",
			"JOI,400", "OK,500", "CREATED,500" })
	void everyCodeHasItsStatus(String code, int status) throws Exception {
		for (String word : new String[] { "prethrow", "throw", "late", "prenow", "burst" }) {
			assertThat(ask(word + ":" + code).statusCode()).as(word).isEqualTo(status);
			boolean early = word.equals("prenow") || word.equals("burst");
			HttpResponse<String> stream = stream(word + ":" + code);
			assertThat(stream.statusCode()).as(word).isEqualTo(early ? 500 : 200);
			assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
			assertThat(stream.body()).doesNotContain("finish_reason\":\"").doesNotContain("error");
			assertThat(stream.body().endsWith("data: [DONE]\n\n")).isEqualTo(!early);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail", "midfail" })
	void engineErrorsAreShownInBothWays(String word) throws Exception {
		String error = "{\"error\":{\"message\":\"Engine failure X_1\",\"type\":\"server_error\",\"code\":\"X_1\"}}";
		assertThat(ask(word + ":X_1").body()).isEqualTo(error);
		assertThat(stream(word + ":X_1").body()).contains("data: " + error).contains("\"finish_reason\":\"stop\"");
	}

	@ParameterizedTest
	@CsvSource({ "length,length", "activity,tool_calls", "stop,stop", "iteration,stop", "error,stop", "abort,stop",
			"other,stop" })
	void endsForTheReasonAskedFor(String reason, String finishReason) throws Exception {
		assertThat(ask("end:" + reason).body()).contains("\"finish_reason\":\"" + finishReason + "\"");
		assertThat(stream("end:" + reason).body()).contains("\"finish_reason\":\"" + finishReason + "\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "empty: x|\"content\":\"\"",
			"answer:a b|\"content\":\"a b\"", "slow:1 a|\"content\":\"Echo: slow:1 a\"",
			"nousage: hi|\"prompt_tokens\":4,\"completion_tokens\":3,\"total_tokens\":7",
			"zerousage: hi|\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0",
			"inner:t|\"content\":\"Echo: inner:t\",\"tool_calls\":[{\"id\":\"call_*\",\"type\":\"function\",\"function\":{\"name\":\"t\",\"arguments\":\"{\\\"q\\\":\\\"inside\\\"}\"}}]},\"finish_reason\":\"stop\"" })
	void answers(String text, String part) throws Exception {
		assertThat(RecordedExchange.blotted(ask(text).body())).contains(part);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "call:f|{}", "call:f{\"a\":{\"b\":[1.0, 2]}} x|{\\\"a\\\":{\\\"b\\\":[1,2]}}", "call:f {}|{}" })
	void callsDeclaredFunctions(String text, String arguments) throws Exception {
		String body = RawClient.body("bot/id=b", text, false).replaceFirst("}$", FUNCTION);
		assertThat(client.post(body).body()).contains("\"content\":null")
			.contains("\"name\":\"f\",\"arguments\":\"" + arguments + "\"")
			.contains("\"finish_reason\":\"tool_calls\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":{\"b\":[1.0, \"}\"]}}", "[{\"a\":1}, {}]", "{}", "{ \"a\" :\r\n\r\n 1E400 }" })
	void jsonIsAnswerWithoutTheLinesAfterIt(String json) throws Exception {
		for (String after : new String[] { "", "  ", "\n", "\nYour response should be in JSON format.\n",
				"\r\nSchema" }) {
			for (String word : new String[] { "answer:", "Ada? answer: " }) {
				assertThat(said(word + json + after)).as(word + after).isEqualTo(json);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1} is JSON\nmore", "{\"a\":1}{\"b\":2}", "{a}\nmore", "{\"a\":1\nmore", "[1, 2\n",
			"[x](y)\nz", "one\n{\"a\":1}\nmore", "\"a\"\nmore", "1\nmore", "{\"a\":1}]" })
	void whatIsNotAllJsonIsAnsweredAsItStands(String text) throws Exception {
		assertThat(said("answer:" + text)).isEqualTo(text);
	}

	@Test
	void jsonBecomesAnEntity() {
		ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(emulator.baseUrl()).secretKey("sk-test-1").build();
		ChatModel model = ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b").build())
			.build();
		ChatClient client = ChatClient.create(model);
		assertThat(client.prompt("answer:{\"name\":\"Col Climber\",\"gears\":22}").call().entity(Bicycle.class))
			.isEqualTo(new Bicycle("Col Climber", 22));
		assertThat(client.prompt("answer:[{\"name\":\"Col Climber\",\"gears\":22}]")
			.call()
			.entity(new ParameterizedTypeReference<List<Bicycle>>() {
			})).containsExactly(new Bicycle("Col Climber", 22));
	}

	private static String said(String text) throws Exception {
		String content = JsonMapper.shared().writeValueAsString(text);
		String body = "{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}";
		return JsonMapper.shared().readTree(client.post(body).body()).at("/choices/0/message/content").asString();
	}

	record Bicycle(String name, int gears) {

	}

	@Test
	void textLeadsACall() throws Exception {
		String body = RawClient.body("bot/id=b", "lead:Sure call:f", false).replaceFirst("}$", FUNCTION);
		assertThat(client.post(body).body()).contains("\"content\":\"Sure\",\"tool_calls\"");
	}

	@Test
	void theWeatherIsAskedForOnceForEachCity() throws Exception {
		WeatherScript.on(emulator.bot("weather"));
		String question = RawClient.body("bot/id=weather", "What's the weather in Tokyo, and Paris?", false)
			.replaceFirst("}$", FUNCTION.replace("\"f\"", "\"getCurrentWeather\""));
		assertThat(client.post(question).body()).contains("Tokyo").contains("Paris").doesNotContain("San Francisco");
		String answer = question.replace("}],\"stream\"",
				"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"function\":{\"name\":\"getCurrentWeather\","
						+ "\"arguments\":\"{\\\"location\\\":\\\"Paris\\\"}\"}}]},"
						+ "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"{\\\"temp\\\":15.0}\"}],\"stream\"");
		assertThat(client.post(answer).body()).contains("Paris: 15 °C");
	}

	private static HttpResponse<String> ask(String text) throws Exception {
		return client.post(RawClient.body("bot/id=b", text, false));
	}

	private static HttpResponse<String> stream(String text) throws Exception {
		return client.post(RawClient.body("bot/id=b", text, true));
	}

}
