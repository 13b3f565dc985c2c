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

package com.chatbotkit.springai.test.client;

import java.util.Map;

import com.chatbotkit.springai.test.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a developer meets who scripts a tool call.
 */
class OfferedToolsIT {

	private final EmulatedModel emulated = new EmulatedModel("b");

	private final ChatClient client = ChatClient.create(this.emulated.model());

	@AfterEach
	void close() {
		this.emulated.close();
	}

	@Test
	void aToolIsScriptedByTheNameThatItHasInTheApplication() {
		this.emulated.emulator()
			.bot("b")
			.when("weather")
			.call("weather.at", Map.of("city", "Oslo"))
			.thenReply((turn) -> Reply.text("It is " + turn.results().get(0).json()));
		assertThat(this.client.prompt("weather?").tools(new Weather()).call().content()).contains("Sunny in Oslo");
		assertThat(String.join("",
				this.client.prompt("weather?").tools(new Weather()).stream().content().collectList().block()))
			.contains("Sunny in Oslo");
	}

	@Test
	void oneThatIsNotThereIsAFailureThatNamesBoth() {
		this.emulated.emulator().bot("b").when("rain").call("wether.at", null).thenReply("Sunny.");
		assertThatException()
			.isThrownBy(() -> this.client.prompt("Will it rain?").tools(new Weather()).call().content())
			.withMessageContainingAll("TOOL_NOT_OFFERED", "wether.at", "weather_at");
		assertThatException().isThrownBy(
				() -> this.client.prompt("Will it rain?").tools(new Weather()).stream().content().collectList().block())
			.withMessageContainingAll("TOOL_NOT_OFFERED", "wether.at", "weather_at");
		assertThat(this.emulated.emulator().requests()).hasSize(2);
	}

	static class Weather {

		@Tool(name = "weather.at", description = "Tells the weather")
		String at(String city) {
			return "Sunny in " + city;
		}

	}

}
