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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartApplicationTests {

	@Test
	void theTourShowsAllFiveStopsOnTheEmulator(CapturedOutput output) {
		QuickstartApplication.main(new String[] { "--spring.ai.chatbotkit.secret-key=" });
		assertThat(output).contains("emulated one on http://127.0.0.1:")
			.contains("I am the bot of a bicycle shop")
			.contains("brings the wheels back under the rider.")
			.containsSubsequence("orderStatus(\"A-1042\") in this application",
					"Your order A-1042 is on its way and should arrive on 20")
			.containsSubsequence("Nice to meet you, Ada.", "Your name is Ada.")
			.contains("Bicycle[name=Col Climber, gears=22, price=1890.0]");
	}

}
