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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page with the emulated bots, light and dark, wide and narrow: nothing keeps people
 * from using it, and pictures of it are in {@code target/screenshots}.
 */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class ChatPageLooksTests {

	private static Chromium chromium;

	private final EmulatedBots bots = new EmulatedBots(Duration.ofMillis(1));

	private BrowserContext context;

	private Page page;

	private String looks;

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

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@CsvSource({ "LIGHT, 1280, 860", "DARK, 1280, 860", "LIGHT, 390, 844", "DARK, 390, 844" })
	void everybodyCanUseIt(ColorScheme scheme, int width, int height, @Autowired ChatBotKitEmulator emulator,
			@LocalServerPort int port) {
		this.bots.customize(emulator);
		this.looks = scheme.name().toLowerCase(Locale.ROOT) + ((width > 600) ? "-wide" : "-narrow");
		open(scheme, width, height, port);
		check("welcome");
		ask("Where is my order A-1042?");
		this.page.locator(".answer").last().locator("summary").click();
		check("order");
		ask("What can I send back, and until when?");
		ask("What happens when something goes wrong?");
		check("failure");
		choose("Workshop", port);
		ask("Which gear do I need for a climb of 12 %?");
		check("gears");
		ask("How do I mend a puncture?");
		check("puncture");
		if (width < 600) {
			this.page.getByText("Conversations").click();
			check("drawer");
		}
	}

	/** Kept, with fewer colours, as {@code docs/images/web-chat.png}. */
	@Test
	void hasItsPictureTaken(@Autowired ChatBotKitEmulator emulator, @LocalServerPort int port) {
		this.bots.customize(emulator);
		open(ColorScheme.LIGHT, 1180, 900, port);
		choose("Workshop", port);
		ask("Which gear do I need for a climb of 12 %?");
		choose("Support", port);
		ask("Where is my order A-1042?");
		ask("What can I send back, and until when?");
		Path picture = Path.of("target", "screenshots", "web-chat.png");
		this.page.screenshot(new Page.ScreenshotOptions().setPath(picture));
		assertThat(picture).isNotEmptyFile();
	}

	private void open(ColorScheme scheme, int width, int height, int port) {
		this.context = chromium.browser()
			.newContext(new Browser.NewContextOptions().setViewportSize(width, height)
				.setDeviceScaleFactor(2)
				.setColorScheme(scheme)
				// For axe, whose source is no part of the page.
				.setBypassCSP(true));
		this.page = this.context.newPage();
		Chromium.open(this.page, "http://localhost:" + port + "/");
		assertThat(this.page.getByLabel("Support")).isChecked();
	}

	private void choose(String bot, int port) {
		Chromium.open(this.page, "http://localhost:" + port + "/#" + bot.toLowerCase(Locale.ROOT));
		assertThat(this.page.getByLabel(bot)).isChecked();
	}

	private void ask(String question) {
		int answers = this.page.locator(".answer").count();
		this.page.locator("#question").fill(question);
		this.page.locator("#question").press("Enter");
		assertThat(this.page.locator(".answer")).hasCount(answers + 1);
		assertThat(this.page.locator("#send")).isVisible();
	}

	private void check(String scene) {
		Path picture = Path.of("target", "screenshots", this.looks + "-" + scene + ".png");
		this.page.screenshot(new Page.ScreenshotOptions().setPath(picture));
		List<?> violations = Axe.violations(this.page);
		assertThat(violations).as(this.looks + " " + scene).isEmpty();
		assertThat((int) this.page.evaluate("document.documentElement.scrollWidth"))
			.as("nothing stands over the right edge")
			.isLessThanOrEqualTo(this.page.viewportSize().width);
	}

}
