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

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.EndReason;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("browser")
class EmulatorPageBrowserTests {

	private static final String MARKUP = "<img src=x onerror=document.title='hacked'><script>document.title='hacked'</script>";

	private static final String REQUEST_WITH_TOOL = """
			{"model":"bot/id=shop","stream":true,"messages":[{"role":"system","content":"You sell bicycles."},
			{"role":"user","content":"Where is my order A-1042?"}],"tools":[{"type":"function","function":
			{"name":"orderStatus","description":"Tells where an order is","parameters":{"type":"object",
			"properties":{"orderNumber":{"type":"string","description":"for example A-1042"}},
			"required":["orderNumber"]}}}]}""";

	private static Chromium chromium;

	private final List<String> complaints = new ArrayList<>();

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final RawClient client = new RawClient(this.emulator);

	private BrowserContext context;

	private Page page;

	@BeforeAll
	static void launch() {
		chromium = new Chromium();
	}

	@AfterAll
	static void quit() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@BeforeEach
	void open() {
		this.context = chromium.browser().newContext();
		this.page = this.context.newPage();
		this.page.onPageError(this.complaints::add);
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add(message.text());
			}
		});
		this.page.navigate(this.emulator.pageUrl());
		assertThat(this.page.locator("#connection")).hasText("live");
	}

	@AfterEach
	void close() {
		this.context.close();
		this.emulator.close();
	}

	@Test
	void showsAnExchangeWhileItHappens() throws Exception {
		Sinks.Many<AgentEvent> answer = Sinks.many().unicast().onBackpressureBuffer();
		this.emulator.bot("shop").run((request) -> answer.asFlux());
		try (Socket socket = this.client.send(REQUEST_WITH_TOOL)) {
			assertThat(socket.isConnected()).isTrue();
			assertThat(state()).hasText("streaming");
			answer.tryEmitNext(new AgentEvent.Token("Let me look.")).orThrow();
			assertThat(this.page.locator(".answer")).hasText("Let me look.");
			answer.tryEmitComplete().orThrow();
			assertThat(state()).hasText("stop");
		}
		assertThat(this.page.locator(".message").first()).containsText("You sell bicycles.");
		section("Tools").locator("details summary").click();
		assertThat(section("Tools")).containsText("\"orderNumber\": {");
		section("Chunks").locator("summary").click();
		assertThat(section("Chunks").locator("li").last()).containsText("[DONE]");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void showsWhatWasBeforeItWasOpened() throws Exception {
		this.client.post(RawClient.body("bot/id=b", "first", false));
		this.client.post("{\"model\":\"gpt-4o\",\"messages\":[]}");
		this.page.reload();
		assertThat(this.page.locator("#exchanges li")).hasCount(2);
		assertThat(this.page.locator("#exchanges .state")).hasText(new String[] { "400", "stop" });
		assertThat(this.page.locator("#detail .error")).containsText("BAD_REQUEST");
	}

	@Test
	void tellsErrorsAndBrokenAnswersFromWholeOnes() throws Exception {
		this.client.post(RawClient.body("bot/id=b", "midfail:BOOM", true));
		this.client.post(RawClient.body("bot/id=b", "throw:NOT_FOUND", true));
		assertThat(this.page.locator("#exchanges .state")).hasText(new String[] { "no finish reason", "error" });
		this.page.locator("#exchanges button").last().click();
		assertThat(this.page.locator("#detail .error")).containsText("BOOM");
	}

	@Test
	void warnsOfACallThatNobodyOffered() throws Exception {
		this.emulator.bot("b")
			.run((request) -> Flux.just(new AgentEvent.ToolCall("nobody", null),
					new AgentEvent.End(EndReason.ACTIVITY)));
		this.client.post(RawClient.offering("x", true, "weather"));
		assertThat(state()).hasText("tool_calls");
		assertThat(state()).hasClass("state warning");
		assertThat(this.page.locator("#detail .warning").last())
			.hasText("Nobody offered the tool that is called: nobody. This request offers only weather.");
		this.emulator.reset();
		this.client.post(RawClient.body("bot/id=b", "call:weather{}", false));
		assertThat(this.page.locator("#detail .warning").last())
			.hasText("call:weather calls no tool. This request offers no tools.");
		this.emulator.bot("b").when("x").call("wether", null);
		this.client.post(RawClient.offering("x", true, "weather"));
		assertThat(this.page.locator("#exchanges .state")).hasText(new String[] { "422", "stop", "tool_calls" });
		assertThat(this.page.locator("#detail .error"))
			.containsText("calls the tool wether, but this request offers only weather");
		this.emulator.reset();
		this.client.post(RawClient.offering("call:weather{}", true, "weather"));
		assertThat(this.page.locator("#exchanges .state")).hasCount(4);
		assertThat(state()).hasText("tool_calls");
		assertThat(this.page.locator("#detail .warning")).hasCount(0);
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void warnsOfNoCallOfTheBotsOwnTools() throws Exception {
		this.emulator.bot("b")
			.run((request) -> Flux.just(new AgentEvent.ToolCall("search", null),
					new AgentEvent.ToolCall("weather_at", null), new AgentEvent.End(EndReason.ACTIVITY)));
		this.client.post(RawClient.offering("x", true, "weather_at"));
		assertThat(state()).hasText("tool_calls");
		assertThat(state()).hasClass("state done");
		assertThat(this.page.locator("#detail .warning")).hasCount(0);
		this.emulator.reset();
		this.emulator.bot("b")
			.run((request) -> Flux.just(new AgentEvent.ToolCall("search", null),
					new AgentEvent.ToolCall("weatherAt", null), new AgentEvent.ToolCall("weather_at", null),
					new AgentEvent.End(EndReason.ACTIVITY)));
		this.client.post(RawClient.offering("x", true, "weather_at"));
		assertThat(this.page.locator("#detail .warning").last())
			.hasText("Nobody offered the tool that is called: weatherAt. This request offers only weather_at.");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void marksWhatThePlatformDropsAndSaysWhyItRefusesATool() throws Exception {
		this.client
			.post("""
					{"model":"bot/id=b","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":[
					{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}""");
		assertThat(state()).hasText("stop");
		assertThat(state()).hasClass("state warning");
		assertThat(this.page.locator("#detail .answer .warning")).hasText(new String[] {
				"The platform drops messages of the role \"developer\". It reads system, user, assistant and tool.",
				"The platform drops parts of the type \"image_url\". It reads text." });
		assertThat(this.page.locator("#detail .mark:visible")).hasText(new String[] { "dropped", "partly dropped" });
		assertThat(
				this.page.evaluate("[...document.querySelector('#detail').childNodes].every((part) => part.tagName)"))
			.as("only elements, no word for a section that is missing")
			.isEqualTo(true);
		shoot("notes", ColorScheme.LIGHT, 1280);
		this.client.post(REQUEST_WITH_TOOL.replace("\"for example A-1042\"", "\"d\",\"examples\":[\"A-1042\"]"));
		assertThat(state()).hasText("400");
		assertThat(this.page.locator("#detail .warning").last())
			.hasText("The platform refuses the tool orderStatus and does not say why: "
					+ "\"parameters.properties.orderNumber.examples\" is not allowed.");
		shoot("notes-refused", ColorScheme.DARK, 1280);
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void theRequestsOfAToolLoopStandTogether() throws Exception {
		this.emulator.bot("shop")
			.reply((turn) -> turn.hasResults() ? Reply.text("It is on its way.")
					: Reply.call("orderStatus", Map.of("orderNumber", "A-1042")));
		this.client.post(RawClient.body("bot/id=b", "before", true));
		loop();
		assertThat(this.page.locator("#exchanges li")).hasCount(2);
		assertThat(this.page.locator("#exchanges li.loop .state")).hasText(new String[] { "stop", "tool_calls" });
		assertThat(this.page.locator("#detail dl")).containsText("request 2, after exchange 2");
		assertThat(this.page.locator("#detail .message").nth(2))
			.containsText("Let me look.\norderStatus({\"orderNumber\":\"A-1042\"})");
		loop();
		assertThat(this.page.locator("#exchanges li")).hasCount(3);
		assertThat(this.page.locator("#exchanges li.loop button")).hasCount(4);
		this.page.locator("#exchanges button").first().focus();
		for (int i = 0; i < 3; i++) {
			this.page.keyboard().press("ArrowDown");
		}
		assertThat(this.page.locator("#detail h2")).hasText("Exchange 2");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void copiesARequestAsCurlAndItsAnswerAsAScript() throws Exception {
		this.context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
		this.emulator.bot("shop")
			.reply((turn) -> turn.hasResults() ? Reply.text("\"On\" its way.\n")
					: Reply.call("orderStatus", Map.of("orderNumber", "A-1042")));
		loop();
		assertThat(this.page.locator("#detail h2")).hasText("Exchange 2");
		assertThat(state()).hasText("stop");
		copy("Copy as script");
		assertThat(clipboard()).isEqualTo("""
				emulator.bot("shop")
				  .when("Where is my order A-1042?")
				  .call("orderStatus", "{\\"orderNumber\\":\\"A-1042\\"}")
				  .thenReply("\\"On\\" its way.\\n");""");
		this.client.post(RawClient.body("bot/id=b", "it's fail:BOOM", false));
		assertThat(this.page.locator("#detail h2")).hasText("Exchange 3");
		assertThat(this.page.getByText("Copy as script")).isDisabled();
		copy("Copy as curl");
		assertThat(clipboard()).startsWith("curl -sSN \\\n  '" + this.emulator.baseUrl() + "/chat/completions' \\\n")
			.contains("-H 'Authorization: Bearer sk-test", "--data-raw '{", "it'\\''s fail:BOOM");
		this.page.locator("#copy-url").click();
		assertThat(this.page.locator("#said")).hasText("Copied");
		assertThat(clipboard()).isEqualTo(this.emulator.baseUrl());
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void filtersAndClearsTheList() throws Exception {
		this.client.post(RawClient.body("bot/id=ada", "a question", true));
		this.client.post(RawClient.body("bot/id=bob", "another question", true));
		this.client.post("{\"model\":\"gpt-4o\",\"messages\":[]}");
		this.page.locator("#filter").fill("Bob question");
		assertThat(this.page.locator("#exchanges button:visible")).hasCount(1);
		assertThat(this.page.locator("#nothing")).hasText("1 of 3 exchanges match the filter.");
		this.page.locator("#filter").fill("400");
		assertThat(this.page.locator("#exchanges button:visible .state")).hasText("400");
		this.client.post(RawClient.body("bot/id=bob", "hidden by the filter", true));
		assertThat(this.page.locator("#nothing")).hasText("1 of 4 exchanges match the filter.");
		this.page.locator("#filter").fill("");
		assertThat(this.page.locator("#exchanges button:visible")).hasCount(4);
		this.page.locator("#clear").click();
		assertThat(this.page.locator("#exchanges button")).hasCount(0);
		assertThat(this.page.locator("#nothing")).hasText("Cleared. New requests appear here.");
		this.client.post(RawClient.body("bot/id=bob", "after", true));
		assertThat(this.page.locator("#exchanges .text")).hasText("after");
		assertThat(this.page.locator("#exchanges time")).containsText(":");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void theAnswerComesFirstAndOldTurnsAreFolded() throws Exception {
		this.client.post("""
				{"model":"bot/id=b","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"One"},
				{"role":"assistant","content":"Echo: One"},{"role":"user","content":"Two"}]}""");
		assertThat(this.page.locator("#detail > details > summary").first()).hasText("Answer");
		assertThat(this.page.locator("#detail .message:visible")).containsText(new String[] { "Be brief.", "Two" });
		assertThat(this.page.locator("#detail .old summary")).hasText("2 earlier messages");
		this.page.locator("#detail .old summary").press("Enter");
		assertThat(this.page.locator("#detail .message:visible"))
			.containsText(new String[] { "Be brief.", "One", "Echo: One", "Two" });
		assertThat(this.page.locator("#detail dt")).containsText(
				new String[] { "Request", "Model", "Received", "Status", "Finish reason", "First chunk", "Finished" });
	}

	@Test
	void saysThatTalkDoesNotReachTheApplication() {
		assertThat(this.page.locator("#talk-reach")).containsText("Your application is not asked");
		this.page.locator("#message").fill("hello");
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#conversation .said").last()).hasText("Echo: hello");
		this.page.getByText("New conversation").click();
		assertThat(this.page.locator("#conversation .said")).hasCount(0);
		assertThat(this.page.locator("#message")).isFocused();
	}

	@Test
	void tellsThatAClientHasGone() throws Exception {
		this.emulator.bot("b").run((request) -> Flux.never());
		try (Socket socket = this.client.send(RawClient.body("bot/id=b", "wait", true))) {
			assertThat(socket.isConnected()).isTrue();
			assertThat(state()).hasText("streaming");
		}
		assertThat(state()).hasText("cancelled");
	}

	@Test
	void talksToABotWithTheKeyboardAlone() {
		this.emulator.bot("demo").when("Ada").reply("Nice to meet you, Ada.").reply((turn) -> {
			String said = turn.messages().size() + " messages";
			return Reply.text(said);
		});
		this.page.locator("#message").focus();
		this.page.keyboard().type("I am Ada");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#conversation .said").last()).hasText("Nice to meet you, Ada.");
		// The whole answer is shown before its end has come.
		assertThat(this.page.locator("#send")).isEnabled();
		this.page.keyboard().type("And now?");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#conversation .said").last()).hasText("3 messages");
		// The list hears of exchanges over a connection of its own.
		assertThat(this.page.locator("#exchanges li")).hasCount(2);
		this.page.locator("#exchanges button").first().focus();
		this.page.keyboard().press("ArrowDown");
		assertThat(this.page.locator("#detail h2")).hasText("Exchange 1");
		assertThat(this.page.locator("#follow")).not().isChecked();
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void stopsAnAnswer() {
		this.emulator.bot("demo")
			.run((request) -> Flux.concat(Flux.just(new AgentEvent.Token("endless")), Flux.never()));
		this.page.locator("#message").fill("go");
		this.page.locator("#send").click();
		assertThat(this.page.locator("#conversation .running")).hasText("endless");
		this.page.keyboard().press("Escape");
		assertThat(this.page.locator("#conversation .said").last()).hasText("stopped");
		assertThat(state()).hasText("cancelled");
	}

	@Test
	void saysWhyAnAnswerFailed() {
		this.page.locator("#selector").fill("bot/id=demo");
		this.page.locator("#message").fill("fail:BOOM");
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#conversation .error")).containsText("BOOM");
		this.page.locator("#selector").fill("{oops");
		this.page.locator("#message").fill("x");
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#conversation .error").last()).containsText("400 BAD_REQUEST");
	}

	@Test
	void markupStaysText() throws Exception {
		this.emulator.bot("x").reply(MARKUP);
		String quoted = MARKUP.replace("'", "\\u0027");
		this.client.post("{\"model\":\"bot/id=x\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
				+ quoted + "\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\""
				+ quoted + "\"}}]}");
		this.client.post("{\"model\":\"" + quoted + "\",\"messages\":[{\"role\":\"" + quoted + "\"}]}");
		this.client.post(MARKUP);
		assertThat(this.page.locator("#exchanges li")).hasCount(3);
		for (int i = 0; i < 3; i++) {
			this.page.locator("#exchanges button").nth(i).click();
		}
		assertThat(this.page.locator("#detail .answer")).containsText(MARKUP);
		this.page.locator("#selector").fill("bot/id=x");
		this.page.locator("#message").fill(MARKUP);
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#conversation .said").last()).hasText(MARKUP);
		assertThat(this.page.locator("main img, main script")).hasCount(0);
		assertThat(this.page).hasTitle("ChatBotKit emulator");
		assertThat(this.complaints.stream().filter((complaint) -> complaint.contains("Content Security"))).isEmpty();
	}

	@Test
	void beginsAnewWhenTheEmulatorComesBack() {
		this.page.locator("#message").fill("hello");
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#exchanges li")).hasCount(1);
		int port = Integer.parseInt(this.emulator.pageUrl().replaceAll(".*:(\\d+)/", "$1"));
		this.emulator.close();
		assertThat(this.page.locator("#connection")).containsText("The emulator is gone.");
		try (ChatBotKitEmulator again = ChatBotKitEmulator.builder().port(port).start()) {
			assertThat(this.page.locator("#connection")).hasText("live");
			assertThat(this.page.locator("#exchanges li")).hasCount(0);
			assertThat(again.requests()).isEmpty();
		}
	}

	@Test
	void fitsLightDarkAndNarrow() throws Exception {
		this.emulator.bot("shop")
			.reply((turn) -> turn.hasResults() ? Reply.text("It is on its way.")
					: Reply.text("Let me look.").andCall("orderStatus", Map.of("orderNumber", "A-1042")));
		this.client.post(REQUEST_WITH_TOOL.replace("bot/id=shop", "bot/id=b"));
		this.client.post(RawClient.body("model/name=gpt-4o", "midfail:BOOM", true));
		this.client.post("{\"model\":\"gpt-4o\",\"messages\":[]}");
		loop();
		this.emulator.bot("demo").reply((turn) -> Reply.text("I am a scripted bot.").every(Duration.ofMillis(5)));
		this.page.locator("#message").fill("Who are you?");
		this.page.locator("#message").press("Enter");
		assertThat(this.page.locator("#conversation .said").last()).hasText("I am a scripted bot.");
		assertThat(this.page.locator("#exchanges li")).hasCount(5);
		assertThat(this.page.locator("#exchanges button")).hasCount(6);
		this.page.locator("#exchanges button").nth(1).click();
		section("Tools").locator("details summary").click();
		section("Chunks").locator("summary").click();
		shoot("light", ColorScheme.LIGHT, 1280);
		shoot("dark", ColorScheme.DARK, 1280);
		shoot("narrow", ColorScheme.LIGHT, 380);
		shoot("narrow-dark", ColorScheme.DARK, 380);
	}

	/** Two requests, as the application sends them that runs the tool. */
	private void loop() throws Exception {
		this.client.post(REQUEST_WITH_TOOL);
		String question = "{\"role\":\"user\",\"content\":\"Where is my order A-1042?\"}";
		this.client.post(REQUEST_WITH_TOOL.replace(question, question + """
				,{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"c1","type":"function",
				"function":{"name":"orderStatus","arguments":"{\\"orderNumber\\":\\"A-1042\\"}"}}]},
				{"role":"tool","tool_call_id":"c1","content":"{\\"state\\":\\"on its way\\"}"}"""));
	}

	private void shoot(String name, ColorScheme scheme, int width) {
		this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
		this.page.setViewportSize(width, 900);
		int needed = (int) this.page.evaluate("document.documentElement.scrollWidth");
		assertThat(needed).as("nothing stands over the right edge").isLessThanOrEqualTo(width);
		this.page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
			.setPath(Path.of("target", "screenshots", "emulator-" + name + ".png")));
	}

	private void copy(String label) {
		this.page.getByText(label).click();
		assertThat(this.page.locator("#said")).hasText("Copied");
	}

	private String clipboard() {
		return (String) this.page.evaluate("navigator.clipboard.readText()");
	}

	private Locator state() {
		return this.page.locator("#exchanges .state").first();
	}

	private Locator section(String title) {
		return this.page.locator("#detail > details")
			.filter(new Locator.FilterOptions()
				.setHas(this.page.locator("> summary", new Page.LocatorOptions().setHasText(title))));
	}

}
