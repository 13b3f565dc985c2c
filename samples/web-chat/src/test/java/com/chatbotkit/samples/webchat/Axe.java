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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.microsoft.playwright.Page;

/**
 * Looks for what keeps people from using a page.
 */
final class Axe {

	private static final String RUN = """
			async () => (await axe.run()).violations
			    .filter(({ impact }) => impact === "serious" || impact === "critical")
			    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`))""";

	private Axe() {
	}

	/** The serious and critical violations on a page as it stands. */
	static List<?> violations(Page page) {
		page.evaluate(source());
		// Colours that are on their way would be taken for those that are meant.
		page.evaluate(
				"Promise.all(document.getAnimations().filter((a) => a.effect.getComputedTiming().iterations === 1)"
						+ ".map((a) => a.finished))");
		return (List<?>) page.evaluate(RUN);
	}

	private static String source() {
		try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
