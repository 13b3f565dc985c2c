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

package com.chatbotkit.samples.webchat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people do with the page, in a browser.
 */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class ChatPageBrowserTests {

	private static Chromium chromium;

	private final List<String> complaints = new ArrayList<>();

	private final Sinks.Many<AgentEvent> bot = Sinks.many().unicast().onBackpressureBuffer();

	@LocalServerPort
	private int port;

	private ChatBotKitEmulator emulator;

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
		this.context = chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1280, 860));
		this.page = this.context.newPage();
		this.page.onPageError(this.complaints::add);
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add(message.text());
			}
		});
		Chromium.open(this.page, "http://localhost:" + this.port + "/");
		assertThat(this.page.getByLabel("Support")).isChecked();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void anAnswerGrowsAndIsMarkdown() {
		this.emulator.bot("support").run((request) -> this.bot.asFlux());
		ask("When are you **open**?");
		assertThat(questions()).hasText("When are you **open**?");
		say("We are");
		assertThat(answers().locator(".markdown")).hasText("We are");
		say(" open:\n\n- **Monday** to Friday\n- Sat");
		assertThat(answers().locator("li strong")).hasText("Monday");
		assertThat(answers().locator("li").last()).hasText("Sat");
		say("urday\n\n```\nopen();\n```\n\n[Where](https://example.com/)");
		assertThat(answers().locator("li").last()).hasText("Saturday");
		assertThat(answers().locator("pre code")).hasText("open();\n");
		assertThat(answers().locator("a")).hasAttribute("rel", "noopener noreferrer");
		assertThat(this.page.locator("#stop")).isVisible();
		this.bot.tryEmitComplete().orThrow();
		assertThat(this.page.locator("#send")).isVisible();
		assertThat(this.page.locator("#announcer")).containsText("Monday to Friday");
		assertThat(this.page.locator("#question")).isFocused();
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void stopStopsTheBot() {
		this.emulator.bot("support")
			.when("endless")
			.run((request) -> Flux.concat(Flux.just(new AgentEvent.Token("and so on")), Flux.never()));
		ask("endless");
		assertThat(answers()).containsText("and so on");
		assertThat(this.emulator.requests().get(0).cancelled()).isFalse();
		this.page.locator("#stop").click();
		assertThat(answers()).containsText("Stopped.");
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).onlyRequest().isCancelled());
		ask("endless");
		assertThat(this.page.locator("#stop")).isVisible();
		this.page.keyboard().press("Escape");
		assertThat(answers().last()).containsText("Stopped.");
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).lastRequest().isCancelled());
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void toolsAreShown() {
		useTools();
		ask("Where is A-1042?");
		assertThat(answers().locator(".body > *"))
			.containsText(new String[] { "Let me look.", "orderStatus", "On its way." });
		Locator tool = answers().locator(".tool");
		assertThat(tool.locator("summary")).containsText("tool of this shop");
		assertThat(tool.locator("dl")).isHidden();
		tool.locator("summary").press("Enter");
		assertThat(tool.locator("dd").first()).containsText("\"number\": \"A-1042\"");
		assertThat(tool.locator("dd").last()).containsText("\"state\": \"on its way\"");
		ask("May I send it back?");
		assertThat(answers().last().locator(".tool summary")).containsText("searchPolicies");
		assertThat(answers().last().locator(".tool summary")).containsText("Support’s own tool");
		assertThat(answers().last().locator(".body > *"))
			.containsText(new String[] { "searchPolicies", "Thirty days." });
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aFailureIsSaidInWordsAndCanBeTriedAgain() {
		this.emulator.bot("support").failTimes(1, Fault.quotaExceeded()).reply("Here I am.");
		ask("Hello?");
		assertThat(answers().locator(".failure")).containsText("The limit of the account behind this bot is reached.");
		assertThat(this.page.locator("#announcer")).containsText("limit of the account");
		// The code is for whoever is asked for help, who finds it in the log.
		assertThat(answers()).not().containsText("insufficient_quota");
		assertThat(answers()).not().containsText("429");
		answers().getByText("Try again").click();
		assertThat(answers().last()).containsText("Here I am.");
		assertThat(questions()).hasText(new String[] { "Hello?", "Hello?" });
	}

	@Test
	void saysThatTheBotIsEmulatedAndWhoCanBeAsked() {
		assertThat(this.page.getByText("Emulated bot")).isVisible();
		assertThat(this.page.locator("legend")).hasText("Who would you like to ask?");
		this.page.route("**/api/bots", (route) -> route.fulfill(new Route.FulfillOptions().setBody(
				"[{\"name\":\"support\",\"title\":\"Support\",\"about\":\"\",\"examples\":[],\"emulated\":false}]")));
		this.page.reload();
		assertThat(this.page.getByLabel("Support")).isChecked();
		assertThat(this.page.locator("#emulated")).isHidden();
	}

	@Test
	void anAnswerCanBeCopiedAsItWasWritten() {
		this.context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
		useTools();
		this.emulator.bot("support").when("**").reply("A **bold** word\n\n- and a list");
		ask("**");
		answers().last().getByText("Copy answer").press("Enter");
		assertThat(this.page.locator("#announcer")).hasText("Copied");
		assertThat(this.page.evaluate("navigator.clipboard.readText()")).isEqualTo("A **bold** word\n\n- and a list");
		ask("Where is A-1042?");
		// A question that is still being sent would be lost with the page.
		assertThat(answers().last()).containsText("Let me look.");
		this.page.reload();
		assertThat(this.page.getByText("Copy answer")).hasCount(2);
		this.page.getByText("Copy answer").last().click();
		assertThat(this.page.locator("#announcer")).hasText("Copied");
		assertThat(this.page.evaluate("navigator.clipboard.readText()")).isEqualTo("Let me look.\n\nOn its way.");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void theListSaysWhenAConversationWasAndBeginsWithTheLatest() {
		this.page.clock().install(new Clock.InstallOptions().setTime("2026-05-04T09:05:00"));
		this.page.reload();
		ask("One");
		assertThat(answers()).containsText("Echo: One");
		assertThat(this.page.locator("#list time")).hasText("9:05 AM");
		this.page.clock().setFixedTime("2026-05-05T00:01:00");
		this.page.getByText("New conversation").click();
		ask("Two");
		assertThat(answers()).containsText("Echo: Two");
		assertThat(this.page.locator("#list time")).hasText(new String[] { "12:01 AM", "Yesterday" });
		this.page.clock().setFixedTime("2027-01-02T08:00:00");
		this.page.locator("#list a").last().click();
		assertThat(answers()).containsText("Echo: One");
		ask("Three");
		assertThat(answers().last()).containsText("Echo: Three");
		assertThat(this.page.locator("#list a")).containsText(new String[] { "One", "Two" });
		assertThat(this.page.locator("#list time")).hasText(new String[] { "8:00 AM", "May 5, 2026" });
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aReloadKeepsTheHistory() {
		ask("I am Ada");
		assertThat(answers().last()).containsText("Echo: I am Ada");
		ask("**Who** am I?");
		assertThat(answers().last()).containsText("Echo: Who am I?");
		this.page.reload();
		assertThat(questions()).hasText(new String[] { "I am Ada", "**Who** am I?" });
		assertThat(answers().locator(".markdown")).hasText(new String[] { "Echo: I am Ada", "Echo: Who am I?" });
		assertThat(this.page.locator("#list a")).hasAttribute("aria-current", "page");
		assertThat(this.emulator).hasReceived(2);
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aReloadKeepsTheTools() {
		useTools();
		for (String question : List.of("Where is A-1042?", "May I send it back?", "Thank you")) {
			ask(question);
			assertThat(this.page.locator("#send")).isVisible();
		}
		assertThat(answers().last()).containsText("Echo: Thank you");
		List<String> before = bodies();
		this.page.reload();
		assertThat(answers().last()).containsText("Echo: Thank you");
		assertThat(bodies()).isEqualTo(before);
		Locator tool = answers().first().locator(".tool");
		tool.locator("summary").press("Enter");
		assertThat(tool.locator("dd").first()).containsText("\"number\": \"A-1042\"");
		assertThat(tool.locator("dd").last()).containsText("\"state\": \"on its way\"");
		assertThat(answers().nth(1).locator(".tool summary")).containsText("Support’s own tool");
		assertThat(this.page.locator(".running")).hasCount(0);
		assertThat(this.emulator).hasReceived(4);
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aQuestionWaitsForTheHistory() {
		ask("One");
		assertThat(answers()).containsText("Echo: One");
		Route history = hold("**/api/conversations/*", this::reload);
		ask("Two");
		assertThat(this.page.locator("#question")).hasValue("Two");
		assertThat(questions()).hasCount(0);
		history.resume();
		assertThat(answers().last()).containsText("Echo: Two");
		assertThat(questions()).hasText(new String[] { "One", "Two" });
		assertThat(this.page.locator("#question")).hasValue("");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aQuestionWaitsForThePage() {
		Route bots = hold("**/api/bots", this::reload);
		ask("One");
		assertThat(this.page.locator("#question")).hasValue("One");
		assertThat(questions()).hasCount(0);
		bots.resume();
		assertThat(answers()).containsText("Echo: One");
		assertThat(questions()).hasText("One");
		assertThat(this.emulator).hasReceived(1);
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aQuestionThatIsWrittenOnIsNotSentByItself() {
		ask("One");
		assertThat(answers()).containsText("Echo: One");
		Route history = hold("**/api/conversations/*", this::reload);
		ask("Two");
		this.page.locator("#question").pressSequentially(" and more");
		history.resume();
		assertThat(questions()).hasText("One");
		assertThat(this.page.locator("#question")).hasValue("Two and more");
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void anotherConversationMayBeOpenedWhileAQuestionIsOnItsWay() {
		ask("One");
		assertThat(answers()).containsText("Echo: One");
		this.page.getByText("New conversation").click();
		Route question = hold("**/questions", () -> ask("Two"));
		this.page.locator("#list a").click();
		assertThat(answers()).containsText("Echo: One");
		question.resume();
		assertThat(this.page.locator("#list a")).containsText(new String[] { "Two", "One" });
		assertThat(questions()).hasText("One");
		this.page.locator("#list a").first().click();
		assertThat(answers()).containsText("Echo: Two");
		assertThat(questions()).hasText("Two");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void anAnswerIsReadAloudToItsEndWhereNothingIsDrawn() {
		// As in a hidden tab.
		this.page.addInitScript("window.requestAnimationFrame = () => 1");
		this.page.reload();
		ask("Hello");
		assertThat(this.page.locator("#announcer")).hasText("Support: Echo: Hello");
	}

	@Test
	void aReloadInTheMiddleOfAnAnswerGoesOnWithIt() {
		this.emulator.bot("support").run((request) -> this.bot.asFlux());
		ask("Hello");
		say("First,");
		assertThat(answers()).containsText("First,");
		this.page.reload();
		assertThat(answers()).containsText("First,");
		say(" second.");
		assertThat(answers().locator(".markdown")).hasText("First, second.");
		this.bot.tryEmitComplete().orThrow();
		assertThat(this.page.locator("#send")).isVisible();
		assertThat(answers()).hasCount(1);
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void thereAreTwoBotsAndConversationsWithEach() {
		this.emulator.bot("support").reply("Support here.");
		this.emulator.bot("workshop").reply("Workshop here.");
		ask("Hello");
		assertThat(answers()).containsText("Support here.");
		this.page.getByText("New conversation").click();
		assertThat(answers()).hasCount(0);
		this.page.getByLabel("Workshop").check();
		this.page.getByText("How do I mend a puncture?").click();
		assertThat(answers()).containsText("Workshop here.");
		assertThat(this.page.locator("h1")).hasText("Workshop");
		assertThat(this.emulator).lastRequest().askedBot("workshop").hasUserText("How do I mend a puncture?");
		assertThat(this.page.locator("#list a")).hasCount(2);
		this.page.locator("#list a").last().click();
		assertThat(answers()).containsText("Support here.");
		this.page.goBack();
		assertThat(answers()).containsText("Workshop here.");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aConversationCanBeDeleted() {
		ask("Hello");
		assertThat(answers()).containsText("Echo: Hello");
		String address = this.page.url();
		this.page.onDialog(Dialog::accept);
		this.page.locator("#forget").click();
		assertThat(this.page.locator("#welcome")).isVisible();
		assertThat(this.page.locator("#list a")).hasCount(0);
		Chromium.open(this.page, address);
		assertThat(this.page.locator("#connection")).containsText("There is no such conversation.");
		assertThat(this.page.locator("#forget")).isHidden();
		ask("Hello again");
		assertThat(answers()).containsText("Echo: Hello again");
		assertThat(this.page.locator("#list a")).hasCount(1);
	}

	@Test
	void aConversationThatIsTooLongGoesOnInAnother() {
		this.emulator.bot("support").when("tell").reply(Reply.pieces("word ".repeat(110_000), "word ".repeat(110_000)));
		ask("tell me");
		assertThat(this.page.locator("#send")).isVisible();
		ask("And now?");
		assertThat(answers().last().locator(".failure"))
			.containsText("This conversation has become too long for the bot");
		answers().last().getByText("Ask in a new conversation").click();
		assertThat(answers()).containsText("Echo: And now?");
		assertThat(questions()).hasText("And now?");
		assertThat(this.page.locator("#list a")).hasCount(2);
	}

	@Test
	void whatCannotBeShownEndsTheAnswer() {
		this.emulator.bot("support").run((request) -> this.bot.asFlux());
		this.page.evaluate("""
				async () => {
				  const { Answer } = await import("/answer.js");
				  Answer.prototype.text = () => { throw new Error("broken"); };
				}""");
		ask("Hello");
		say("One");
		assertThat(answers().locator(".failure")).containsText("This page could not show the rest of the answer.");
		assertThat(this.page.locator("#send")).isVisible();
		assertThat(this.page.locator(".running")).hasCount(0);
		this.bot.tryEmitComplete().orThrow();
	}

	@Test
	void whatIsRepeatedWithoutEndStopsNeitherPageNorAnswer() {
		this.emulator.bot("support").reply(Reply.pieces(">".repeat(20_000), "\n\n" + "_a".repeat(20_000), "\n\nend"));
		ask("Hello");
		assertThat(answers()).containsText("end");
		assertThat(this.page.locator("#send")).isVisible();
		this.page.reload();
		assertThat(answers()).containsText("end");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void theKeyboardIsEnough() {
		this.page.keyboard().press("Tab");
		assertThat(this.page.locator(".skip")).isFocused();
		this.page.keyboard().press("Tab");
		this.page.keyboard().press("Tab");
		assertThat(this.page.getByLabel("Support")).isFocused();
		this.page.keyboard().press("ArrowDown");
		assertThat(this.page.getByLabel("Workshop")).isChecked();
		this.page.keyboard().press("Tab");
		this.page.keyboard().press("Enter");
		assertThat(questions()).hasText("How do I mend a puncture?");
		assertThat(this.page.locator("#question")).isFocused();
		assertThat(this.page.locator("#send")).isVisible();
		this.page.keyboard().type("One line");
		this.page.keyboard().press("Shift+Enter");
		this.page.keyboard().type("and another");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#send")).isVisible();
		assertThat(this.emulator).lastRequest().askedBot("workshop").hasUserText("One line\nand another");
	}

	@Test
	void whatABotWritesStaysHarmless() {
		this.emulator.bot("support")
			.reply("<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>\n\n"
					+ "[link](javascript:document.title='hacked') ![seen](https://example.com/pixel.png)\n\n"
					+ "<form action=/x><button>Go</button></form><style>*{display:none}</style>\n\nA <b onclick=x>bold</b> word");
		ask("<img src=x onerror=document.title='hacked'>");
		assertThat(answers()).containsText("<b onclick=x>bold</b>");
		assertThat(answers().locator("img, script, style, form, [onclick], [onerror], a[href^=javascript]"))
			.hasCount(0);
		assertThat(answers().getByText("seen")).hasAttribute("href", "https://example.com/pixel.png");
		assertThat(questions()).hasText("<img src=x onerror=document.title='hacked'>");
		assertThat(this.page).hasTitle("Spoke & Saddle");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aPhoneIsWideEnough() {
		this.page.setViewportSize(360, 640);
		this.emulator.bot("support")
			.reply("| a | b | c | d |\n|---|---|---|---|\n" + "| a longer cell ".repeat(4) + "|\n\n```\n"
					+ "wide ".repeat(40) + "\n```\n\n" + "unbreakable".repeat(20));
		ask("A wide one, please");
		assertThat(answers()).containsText("unbreakable");
		assertNothingIsCutOff();
		assertThat(this.page.locator("#question")).isInViewport();
		assertThat(this.page.locator("#list")).isHidden();
		this.page.getByText("Conversations").click();
		assertThat(this.page.locator("#list a")).isVisible();
		this.page.keyboard().press("Escape");
		assertThat(this.page.locator("#list")).isHidden();
		this.page.getByText("Conversations").click();
		this.page.getByText("New conversation").click();
		assertThat(this.page.locator("#list")).isHidden();
		assertThat(this.page.locator("#welcome")).isVisible();
		assertNothingIsCutOff();
	}

	private void assertNothingIsCutOff() {
		assertThat((boolean) this.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isTrue();
	}

	/**
	 * A tool of the shop for an order, and one of the bot's own for what is sent back.
	 */
	private void useTools() {
		this.emulator.bot("support")
			.tool("searchPolicies", (turn) -> "Thirty days.")
			.when("A-1042")
			.reply((turn) -> turn.hasResults() ? Reply.text("On its way.")
					: Reply.text("Let me look.").andCall("orderStatus", Map.of("number", "A-1042")))
			.when("back")
			.useTool("searchPolicies");
	}

	/** Asks when the answer before has ended: until then the page takes no question. */
	private void ask(String question) {
		assertThat(this.page.locator("#send")).isVisible();
		this.page.locator("#question").fill(question);
		this.page.locator("#question").press("Enter");
	}

	/** Reloads the page, and does not wait for what it loads. */
	private void reload() {
		this.page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
	}

	/** Holds the request to an address that an action makes. */
	private Route hold(String address, Runnable action) {
		List<Route> held = new ArrayList<>();
		this.page.route(address, held::add);
		action.run();
		this.page.waitForCondition(() -> !held.isEmpty());
		return held.get(0);
	}

	private void say(String text) {
		Awaitility.await().until(() -> this.bot.currentSubscriberCount() > 0);
		this.bot.tryEmitNext(new AgentEvent.Token(text)).orThrow();
	}

	/** All that stands in the answers, hidden or not. */
	private List<String> bodies() {
		return answers().locator(".body > *").allTextContents();
	}

	private Locator questions() {
		return this.page.locator(".question p");
	}

	private Locator answers() {
		return this.page.locator(".answer");
	}

}
