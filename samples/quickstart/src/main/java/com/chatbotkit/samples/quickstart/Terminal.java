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

package com.chatbotkit.samples.quickstart;

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.ansi.AnsiStyle;
import org.springframework.stereotype.Component;

/**
 * Prints questions and answers. A terminal shows colours, and a sign while waiting; other
 * outputs get plain text.
 */
@Component
class Terminal {

	private static final String START_OF_LINE = "\r\u001B[K";

	private final PrintStream out = System.out;

	private boolean waiting;

	/**
	 * Turns colours off if the user asks for it, see
	 * <a href="https://no-color.org">NO_COLOR</a>. Spring Boot detects terminals.
	 */
	static void honourNoColor(@Nullable String noColor) {
		if (noColor != null && !noColor.isEmpty()) {
			AnsiOutput.setEnabled(AnsiOutput.Enabled.NEVER);
		}
	}

	void title(String title) {
		line();
		line(AnsiOutput.toString(AnsiStyle.BOLD, title));
	}

	void question(String question) {
		line(AnsiOutput.toString(AnsiColor.CYAN, "> " + question));
		boolean terminal = !AnsiOutput.encode(AnsiStyle.FAINT).isEmpty();
		if (terminal) {
			write(AnsiOutput.toString(AnsiStyle.FAINT, "…"));
			this.waiting = true;
		}
	}

	void note(String note) {
		line(AnsiOutput.toString(AnsiStyle.FAINT, "  (" + note + ")"));
	}

	void answer(@Nullable Object answer) {
		line(String.valueOf(answer));
	}

	/**
	 * Prints a piece of an answer immediately.
	 */
	void piece(String piece) {
		write(piece);
	}

	void line() {
		line("");
	}

	private void line(String line) {
		write(line + System.lineSeparator());
	}

	private void write(String text) {
		if (this.waiting) {
			this.waiting = false;
			this.out.print(START_OF_LINE);
		}
		this.out.print(text);
		this.out.flush();
	}

}
