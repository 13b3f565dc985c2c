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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The headless browser of this machine. Without one the tests that need it are skipped.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

	private static final String NO_BROWSER = "Skipped: no browser on the PATH has one of the names " + NAMES
			+ ", so the chat page is not tried.";

	// It is to talk to the page only, not to its maker.
	private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private final Playwright playwright;

	private final Browser browser;

	Chromium() {
		Optional<Path> program = find();
		if (program.isEmpty()) {
			System.out.println(NO_BROWSER);
		}
		Assumptions.assumeTrue(program.isPresent(), NO_BROWSER);
		PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(program.get()).setArgs(FLAGS));
	}

	Browser browser() {
		return this.browser;
	}

	/**
	 * Opens a page. Once in some thousand times, a browser on a busy machine does not end
	 * to load a page: it is asked a second time then, and the output says what it waited
	 * for.
	 * @throws TimeoutError if the page does not load either time
	 */
	static void open(Page page, String address) {
		List<String> unanswered = new ArrayList<>();
		page.onRequest((request) -> unanswered.add(request.url()));
		page.onResponse((response) -> unanswered.remove(response.url()));
		try {
			page.navigate(address, new Page.NavigateOptions().setTimeout(20_000));
		}
		catch (TimeoutError ex) {
			System.out.println("Not loaded within 20 s: " + address + ". Requests without an answer: " + unanswered);
			page.navigate(address);
		}
	}

	private static Optional<Path> find() {
		List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		Stream<Path> programs = NAMES.stream()
			.flatMap((name) -> folders.stream().map((folder) -> Path.of(folder, name)));
		return programs.filter(Files::isExecutable).findFirst();
	}

	@Override
	public void close() {
		this.playwright.close();
	}

}
