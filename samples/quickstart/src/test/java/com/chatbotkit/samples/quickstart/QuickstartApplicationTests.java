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

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartApplicationTests {

	/** The README shows the same file. */
	@Test
	void theTourOnTheEmulatorIsAsItWasRecorded(CapturedOutput output) throws Exception {
		QuickstartApplication.main(new String[] { "--spring.ai.chatbotkit.secret-key=" });
		assertThat(output.getOut()
			.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:41234")
			.replaceAll("on \\d{4}-\\d{2}-\\d{2}", "on 2026-11-24"))
			.isEqualToNormalizingNewlines(Files.readString(Path.of("src/test/resources/tour.txt")));
	}

}
