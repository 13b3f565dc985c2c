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

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The page when its server goes away in the middle of an answer and comes back.
 */
@Tag("browser")
class ReconnectBrowserTests {

	private final Chromium chromium = new Chromium();

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext application;

	@BeforeEach
	void start() {
		this.application = application("0");
	}

	@AfterEach
	void close() {
		this.application.close();
		this.chromium.close();
	}

	@Test
	void thePageComesBackWithItsServer() {
		String port = this.application.getEnvironment().getProperty("local.server.port");
		try (BrowserContext context = this.chromium.browser().newContext()) {
			Page page = context.newPage();
			Chromium.open(page, "http://localhost:" + port + "/");
			page.getByLabel("Workshop").check();
			ask(page, "Hello");
			assertThat(page.locator(".answer:not(.running)")).hasCount(1);
			ask(page, "Tell me the history.");
			assertThat(page.locator("#stop")).isVisible();
			assertThat(page.locator(".answer").last()).containsText("1817");
			this.application.close();
			assertThat(page.locator("#connection")).containsText("lost");
			this.application = application(port);
			assertThat(page.locator("#connection")).hasText("");
			assertThat(page.locator(".question p")).hasText(new String[] { "Hello", "Tell me the history." });
			assertThat(page.locator(".answer").last()).containsText("This question was not answered.");
			page.getByText("Try again").click();
			assertThat(page.locator(".answer").last()).containsText("1817");
		}
	}

	private static void ask(Page page, String question) {
		page.locator("#question").fill(question);
		page.locator("#question").press("Enter");
	}

	private ConfigurableApplicationContext application(String port) {
		return SpringApplication.run(WebChatApplication.class, "--server.port=" + port,
				"--spring.ai.chatbotkit.secret-key=",
				"--spring.datasource.url=jdbc:h2:" + this.folder.resolve("web-chat"));
	}

}
