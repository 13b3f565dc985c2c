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

import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A script calls tools that the request offers, by the name on the wire or by that of the
 * application.
 */
class OfferedToolsTests {

	private static final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final RawClient client = new RawClient(emulator);

	@BeforeEach
	void reset() {
		emulator.reset();
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCallOfWhatTheRequestDoesNotOfferIsRefusedInWords(boolean stream) throws Exception {
		emulator.bot("b").reply(Reply.text("Let me see.").andCall("wether", Map.of("city", "Oslo")));
		var answer = this.client.post(RawClient.offering("x", stream, "weather", "time"));
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(answer.body())
			.startsWith("{\"message\":\"The emulator's script calls the tool wether, but this request"
					+ " offers only weather, time. ")
			.endsWith("\"code\":\"TOOL_NOT_OFFERED\"}");
		assertThat(emulator.requests()).hasSize(1).first().extracting(ReceivedRequest::status).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void soIsOneOfARequestWithoutTools(boolean stream) throws Exception {
		emulator.bot("b").when("x").call("weather", null).thenReply("Sunny.");
		assertThat(this.client.post(RawClient.body("bot/id=b", "x", stream)).body())
			.contains("calls the tool weather, but this request offers no tools.");
	}

	@Test
	void soIsTheSecondCallOfARuleAndTheSecondOfAReply() throws Exception {
		emulator.bot("b").reply(Reply.call("weather", null).andCall("time", null));
		assertThat(this.client.post(RawClient.offering("x", false, "weather")).body()).contains("calls the tool time,");
		emulator.reset();
		emulator.bot("b").when("x").call("weather", null).thenCall("time", null);
		String body = RawClient.offering("x", false, "weather");
		assertThat(this.client.post(body).body()).contains("\"name\":\"weather\"");
		assertThat(this.client
			.post(body.replace("}],\"stream",
					"},{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"1\"}],\"stream"))
			.body()).contains("calls the tool time,");
	}

	@ParameterizedTest
	@CsvSource({ "weather.at, weather_at", "get-sum, get_sum", "get_sum, get-sum", "weather at, weather_at",
			"wetter/größe, wetter_gr__e", "weather, weather", "weather_at, weather_at" })
	void theApplicationsOwnNameIsUnderstood(String scripted, String offered) throws Exception {
		for (boolean stream : new boolean[] { false, true }) {
			emulator.reset();
			emulator.bot("b").whenOffered(scripted).call(scripted, Map.of("city", "Oslo")).thenReply("Sunny.");
			var answer = this.client.post(RawClient.offering("x", stream, "other", offered));
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).contains("\"name\":\"" + offered + "\"").contains("Oslo");
		}
	}

	@Test
	void aLongNameIsUnderstood() throws Exception {
		emulator.bot("b").when("x").call("a.".repeat(50), null);
		assertThat(this.client.post(RawClient.offering("x", false, "a_".repeat(32))).body())
			.contains("\"name\":\"" + "a_".repeat(32) + "\"");
	}

	@Test
	void ofTwoNamesThatAreOneOnTheWireEachIsUnderstood() throws Exception {
		emulator.bot("b").reply(Reply.call("weather.at", 1).andCall("weather_at", 2));
		String told = "weather_at_%08x".formatted("weather.at".hashCode());
		assertThat(this.client.post(RawClient.offering("x", false, "weather_at", told)).body())
			.contains("\"name\":\"" + told + "\",\"arguments\":\"1\"", "\"name\":\"weather_at\",\"arguments\":\"2\"");
	}

	@Test
	void aNameThatMayMeanTwoToolsIsRefused() throws Exception {
		emulator.bot("b").reply(Reply.call("get.sum", null));
		assertThat(this.client.post(RawClient.offering("x", false, "get-sum", "get_sum")).statusCode()).isEqualTo(422);
	}

	@Test
	void caseMatters() throws Exception {
		emulator.bot("b").reply(Reply.call("Weather", null));
		assertThat(this.client.post(RawClient.offering("x", false, "weather")).statusCode()).isEqualTo(422);
	}

	@Test
	void theWordsOfTheContractKnowTheApplicationsNameToo() throws Exception {
		assertThat(this.client.post(RawClient.offering("call:weather.at{\"a\":1} please", false, "weather_at")).body())
			.contains("\"name\":\"weather_at\",\"arguments\":\"{\\\"a\\\":1}\"");
		assertThat(this.client.post(RawClient.offering("call:nobody{}", false, "weather")).body())
			.contains("Echo: call:nobody");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aBotsOwnToolsAndItsOwnEventsAreFree(boolean stream) throws Exception {
		emulator.bot("b").tool("search", (turn) -> "Found.").when("own").useTool("search");
		emulator.bot("b").when("shown").reply(Reply.text("a").andOwnCall("search", null).ending(EndReason.ACTIVITY));
		emulator.bot("b")
			.run((request) -> Flux.just(new AgentEvent.ToolCall("search", null),
					new AgentEvent.End(EndReason.ACTIVITY)));
		for (String text : new String[] { "own", "shown", "run" }) {
			var answer = this.client.post(RawClient.body("bot/id=b", text, stream));
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).contains("\"name\":\"search\"");
		}
	}

	@Test
	void aFaultBeforeTheCallIsThatFault() throws Exception {
		emulator.bot("b")
			.reply(Reply.pieces("a").andCall("nobody", null).failing(Fault.engineErrorAfter(1, "BOOM", "…")));
		assertThat(this.client.post(RawClient.body("bot/id=b", "x", false)).body()).contains("BOOM");
		emulator.reset();
		emulator.bot("b").reply(Reply.call("nobody", null).failing(Fault.serviceUnavailable()));
		assertThat(this.client.post(RawClient.body("bot/id=b", "x", false)).statusCode()).isEqualTo(503);
	}

}
