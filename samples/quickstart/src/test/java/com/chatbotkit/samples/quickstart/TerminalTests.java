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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TerminalTests {

	@BeforeEach
	void aTerminal() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.ALWAYS);
	}

	@AfterEach
	void restore() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.DETECT);
	}

	@Test
	void theSignOfWaitingGoesWhenTheFirstPieceComes(CapturedOutput output) {
		Terminal terminal = new Terminal();
		terminal.question("Why?");
		assertThat(output).startsWith("\u001B[36m> Why?").contains("…").doesNotContain("\r");
		terminal.piece("Because");
		terminal.piece(" so.");
		assertThat(output).endsWith("\r\u001B[KBecause so.");
	}

	@Test
	void noColorLeavesPlainText(CapturedOutput output) {
		Terminal.honourNoColor("1");
		Terminal terminal = new Terminal();
		terminal.title("1. A question");
		terminal.question("Why?");
		terminal.answer("Because.");
		assertThat(output).isEqualToNormalizingNewlines("\n1. A question\n> Why?\nBecause.\n");
	}

	@Test
	void anEmptyNoColorIsNone(CapturedOutput output) {
		Terminal.honourNoColor("");
		new Terminal().note("a tool");
		assertThat(output).contains("\u001B[2m");
	}

}
