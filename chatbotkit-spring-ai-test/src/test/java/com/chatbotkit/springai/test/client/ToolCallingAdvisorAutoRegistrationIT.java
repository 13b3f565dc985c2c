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

import com.chatbotkit.springai.test.WeatherScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorAutoRegistrationIT;

/**
 * Spring AI's own tests of the tool loop, unchanged, over HTTP against the emulator.
 */
class ToolCallingAdvisorAutoRegistrationIT extends AbstractToolCallingAdvisorAutoRegistrationIT {

	private static EmulatedModel emulated;

	@BeforeAll
	static void start() {
		emulated = new EmulatedModel("weather");
		WeatherScript.on(emulated.emulator().bot("weather"));
	}

	@AfterAll
	static void stop() {
		emulated.close();
	}

	@Override
	protected ChatModel getChatModel() {
		return emulated.model();
	}

}
