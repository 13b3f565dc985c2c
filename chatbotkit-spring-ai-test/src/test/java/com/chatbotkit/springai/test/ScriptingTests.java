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
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScriptingTests {

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

	@Test
	void whatTheUserSaysIsFoundInAnyCase() throws Exception {
		emulator.bot("b").when("opening hours").reply("Nine to five.");
		assertThat(ask("Opening hours?")).contains("Nine to five.");
	}

	@Test
	void aToolIsCalledAndItsResultAnswered() throws Exception {
		emulator.bot("b")
			.whenOffered("f")
			.call("f", Map.of("n", 1))
			.thenCall("f", Map.of("n", 2))
			.thenReply((turn) -> Reply.text("Got " + turn.results().get(0).json()))
			.reply("No tool.");
		assertThat(ask("x")).contains("No tool.");
		assertThat(send(user("x"), true)).contains("\\\"n\\\":1").contains("tool_calls");
		assertThat(send(user("x") + round("1"), true)).contains("\\\"n\\\":2");
		assertThat(send(user("x") + round("1") + round("2"), true)).contains("Got 2");
		assertThat(send(user("x") + round("1") + round("2") + "," + user("y"), true)).contains("\\\"n\\\":1");
	}

	@Test
	void aCallWithoutMoreIsAnsweredByTheUnscriptedBot() throws Exception {
		emulator.bot("b").when("x").andOffered("f").call("f", null);
		assertThat(send(user("x") + round("{\\\"a\\\":1}"), true)).contains("Tool f returned {\\\"a\\\":1}");
	}

	@Test
	void aRuleCanBeLimited() throws Exception {
		emulator.bot("b").when("x").once().reply("first").when("x").times(1).reply("second").reply("rest");
		assertThat(ask("x")).contains("first");
		assertThat(ask("x")).contains("second");
		assertThat(ask("x")).contains("rest");
	}

	@Test
	void rulesForAnyApplyAfterTheBotsOwn() throws Exception {
		emulator.any().reply("any");
		emulator.bot("b").when("own").reply("mine");
		assertThat(ask("own")).contains("mine");
		assertThat(ask("x")).contains("any");
		assertThat(this.client.post(RawClient.body("model/name=m", "x", false)).body()).contains("any");
	}

	@Test
	void piecesStreamAsGivenAndAtTheirPace() throws Exception {
		emulator.bot("b").when("x").stream(Duration.ofMillis(10), "a b", "c");
		long start = System.nanoTime();
		assertThat(this.client.post(RawClient.body("bot/id=b", "x", true)).body()).contains("\"content\":\"a b\"")
			.contains("\"content\":\"c\"");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
	}

	@Test
	void aBotQuotesThePassageThatFitsBest() throws Exception {
		emulator.bot("b")
			.document("Shipping", "We ship bicycles within two days.\n\nSpare parts ship on the same day.")
			.document("Returns", "Bicycles can be returned for thirty days, ridden or not.");
		assertThat(ask("How soon do you ship a bicycle?"))
			.contains("From \\\"Shipping\\\": We ship bicycles within two days.");
		assertThat(ask("How soon do spare parts arrive?")).contains("on the same day");
		assertThat(ask("May it be returned?")).contains("thirty days");
		assertThat(ask("What is the meaning of life?")).contains("Echo: What is");
	}

	@Test
	void aBotHasABackstoryThatSystemTextsExtend() throws Exception {
		emulator.bot("b").backstory("You are a shop.").reply((turn) -> Reply.text("" + turn.backstory()));
		assertThat(send("{\"role\":\"system\",\"content\":\"Be brief.\"}," + user("x"), false))
			.contains("You are a shop.\\n\\nBe brief.");
		assertThat(emulator.requests()).singleElement()
			.satisfies((request) -> assertThat(request.backstory()).isEqualTo("Be brief."));
		assertThat(ask("x")).contains("You are a shop.");
	}

	@Test
	void aBotRunsAToolOfItsOwn() throws Exception {
		emulator.bot("b").tool("stock", (turn) -> "Three left of " + turn.text()).when("bell").useTool("stock");
		assertThat(ask("bell")).contains("\"name\":\"stock\",\"arguments\":\"{\\\"input\\\":\\\"bell\\\"}\"")
			.contains("Three left of bell")
			.contains("\"finish_reason\":\"stop\"");
		emulator.bot("b").when("x").useTool("other");
		assertThat(ask("x")).contains("The bot has no tool other");
	}

	@Test
	void aRuleForAnyDoesWhatARuleWithAConditionDoes() throws Exception {
		emulator.any().call("f", Map.of("n", 1)).thenReply("Called.");
		assertThat(send(user("x"), true)).contains("\\\"n\\\":1").contains("tool_calls");
		assertThat(send(user("x") + round("1"), true)).contains("Called.");
		emulator.reset();
		emulator.any().stream("a b", "c");
		assertThat(this.client.post(RawClient.body("bot/id=b", "x", true)).body()).contains("\"content\":\"a b\"")
			.contains("\"content\":\"c\"");
		emulator.reset();
		emulator.any().stream(Duration.ofMillis(1), "a b", "c");
		assertThat(this.client.post(RawClient.body("model/name=m", "x", true)).body()).contains("\"content\":\"a b\"");
		emulator.reset();
		emulator.any().tool("stock", (turn) -> "Three left of " + turn.text()).useTool("stock");
		assertThat(ask("bell")).contains("\"name\":\"stock\"").contains("Three left of bell");
	}

	@Test
	void aRuleCanBeginWithAWordThatIsNoneOfKotlins() throws Exception {
		emulator.bot("b").whenever("open").reply("Nine.").whenever((turn) -> turn.text().equals("x")).reply("That.");
		assertThat(ask("Open?")).contains("Nine.");
		assertThat(ask("x")).contains("That.");
		assertThat(ask("y")).contains("Echo: y");
	}

	/** The platform's own answer to such a stream says nothing. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aScriptThatThrowsIsToldToTheClient(boolean stream) throws Exception {
		emulator.bot("b").when((turn) -> turn.text().equals("condition") && broken()).reply("no");
		emulator.bot("b").when("assertion").reply((turn) -> {
			assertThat(turn.text()).as("the question").isEqualTo("other");
			return Reply.text("no");
		});
		emulator.bot("b").when("reply").reply((turn) -> broken() ? Reply.text("no") : Reply.text("yes"));
		for (String text : List.of("condition", "reply")) {
			HttpResponse<String> answer = this.client.post(RawClient.body("bot/id=b", text, stream));
			assertThat(answer.statusCode()).isEqualTo(422);
			assertThat(answer.body()).contains("\"code\":\"SCRIPT_FAILED\"", "IllegalStateException: \\\"Broken\\\"");
		}
		HttpResponse<String> answer = this.client.post(RawClient.body("bot/id=b", "assertion", stream));
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.body()).contains("SCRIPT_FAILED", "the question");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void soIsOneThatThrowsAnError(boolean stream) throws Exception {
		for (Error error : List.of(new NoClassDefFoundError("Missing"), new ExceptionInInitializerError("Missing"),
				new StackOverflowError("Missing"), new AssertionError("Missing"))) {
			emulator.reset();
			emulator.bot("b").reply((turn) -> {
				throw error;
			});
			HttpResponse<String> answer = this.client.post(RawClient.body("bot/id=b", "x", stream));
			assertThat(answer.statusCode()).isEqualTo(422);
			assertThat(answer.body()).contains("SCRIPT_FAILED", error.getClass().getName(), "Missing");
		}
	}

	private static boolean broken() {
		throw new IllegalStateException("\"Broken\"");
	}

	@Test
	void aScriptThatCannotBeMeantIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.bot("bot/id=b"))
			.withMessageContaining("bot(\"b\")");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.bot("model/name=m"))
			.withMessageContaining("model(\"m\")");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.model("model/id=m"))
			.withMessageContaining("model(\"m\")");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.any().reply((String) null))
			.withMessageContaining("Reply.nothing()");
	}

	@Test
	void theAnswerIsKeptWithTheRequest() throws Exception {
		emulator.bot("b").reply("one two");
		ask("x");
		this.client.post(RawClient.body("bot/id=b", "x", true));
		assertThat(emulator.requests()).element(0).satisfies((r) -> assertThat(r.answer()).contains("\"one two\""));
		assertThat(emulator.requests()).element(1)
			.satisfies((r) -> assertThat(r.answer()).endsWith("data: [DONE]\n\n"));
	}

	@Test
	void everyKeyIsAcceptedWhereAskedFor() throws Exception {
		try (ChatBotKitEmulator tolerant = ChatBotKitEmulator.builder().secretKey("k").acceptAnyKey().start();
				ChatBotKitEmulator strict = ChatBotKitEmulator.builder().secretKey("k").start()) {
			assertThat(new RawClient(tolerant, "vault").post("{}").statusCode()).isEqualTo(400);
			assertThat(new RawClient(strict, "vault").post("{}").statusCode()).isEqualTo(401);
		}
	}

	private String ask(String text) throws Exception {
		return this.client.post(RawClient.body("bot/id=b", text, false)).body();
	}

	private String send(String messages, boolean tool) throws Exception {
		return this.client
			.post("{\"model\":\"bot/id=b\",\"messages\":[" + messages + "]"
					+ (tool ? ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\"}}]"
							: "")
					+ "}")
			.body();
	}

	private static String user(String text) {
		return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
	}

	private static String round(String result) {
		return ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
				+ "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"" + result + "\"}";
	}

}
