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

package com.chatbotkit.samples.recipes;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.exc.StreamReadException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What docs/structured-output.md says. */
@SpringBootTest
@EmulatedChatBotKit
class RecommendationsTests {

	private static final String JSON = "{\"name\": \"Col Climber\", \"gears\": 22, \"price\": 1890.5}";

	private static final Recommendations.Bicycle BICYCLE = new Recommendations.Bicycle("Col Climber", 22, 1890.5);

	@Autowired
	private Recommendations recommendations;

	private ChatBotKitEmulator emulator;

	@ParameterizedTest
	@ValueSource(strings = { JSON, "```json\n" + JSON + "\n```", "<think>Hills need gears.</think>" + JSON })
	void jsonInAFenceOrAfterThoughtsIsRead(String answer) {
		this.emulator.any().reply(answer);
		assertThat(this.recommendations.recommend("Which bicycle?")).isEqualTo(BICYCLE);
	}

	@Test
	void theQuestionHasTheSchema() {
		this.emulator.any().reply(JSON);
		this.recommendations.recommend("Which bicycle?");
		assertThat(this.emulator).onlyRequest()
			.hasUserTextContaining("Which bicycle?")
			.hasUserTextContaining("\"gears\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Gladly: " + JSON, JSON + " Anything else?" })
	void proseAroundTheJsonBreaksIt(String answer) {
		this.emulator.any().reply(answer);
		assertThatExceptionOfType(StreamReadException.class)
			.isThrownBy(() -> this.recommendations.recommend("Which bicycle?"))
			.withMessageContaining("Unrecognized token");
		assertThat(this.emulator).hasReceived(1);
	}

	// tag::again[]
	@ParameterizedTest
	@ValueSource(strings = { "Gladly: " + JSON, JSON + " Anything else?", "I have none.", "{\"name\": \"Col Climber\"}",
			"{\"name\": \"Col Climber\", \"gears\": \"many\", \"price\": 1890.5}" })
	void theAdvisorAsksAgainAndSaysWhatWasWrong(String answer) {
		this.emulator.any().when("Which bicycle?").once().reply(answer).when("Which bicycle?").reply(JSON);
		assertThat(this.recommendations.recommendValid("Which bicycle?")).isEqualTo(BICYCLE);
		assertThat(this.emulator).hasReceived(2)
			.lastRequest()
			.hasUserTextContaining("Output JSON validation failed because of: ");
	}
	// end::again[]

	@Test
	void theAdvisorAsksNoMoreThanOnceAgain() {
		this.emulator.any().reply("Gladly: " + JSON);
		assertThatException().isThrownBy(() -> this.recommendations.recommendValid("Which bicycle?"));
		assertThat(this.emulator).hasReceived(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { JSON, "Gladly: " + JSON, JSON + " Anything else?",
			"Gladly:\n```json\n" + JSON + "\n```\nBye!" })
	void theObjectIsCutOutOfTheProse(String answer) {
		this.emulator.any().reply(answer);
		assertThat(this.recommendations.recommendFromProse("Which bicycle?")).isEqualTo(BICYCLE);
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void thoughtsWithinAValueAreCutOutOfItToo() {
		this.emulator.any().reply("{\"name\": \"A <think>good</think> one\", \"gears\": 1, \"price\": 1}");
		assertThat(this.recommendations.recommend("Which bicycle?")).extracting(Recommendations.Bicycle::name)
			.isEqualTo("A one");
	}

}
