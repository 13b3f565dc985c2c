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

package com.chatbotkit.springai.test.assertj;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.ReceivedRequest;

/**
 * Entry point of the assertions, for example
 * {@code assertThat(emulator).onlyRequest().askedBot("clx…")}. Every failure shows the
 * request and its response.
 */
public final class ChatBotKitAssertions {

	private ChatBotKitAssertions() {
	}

	/**
	 * Creates an assertion on the requests that an emulator received.
	 * @param emulator the emulator
	 * @return the assertion
	 */
	public static EmulatorAssert assertThat(ChatBotKitEmulator emulator) {
		return new EmulatorAssert(emulator);
	}

	/**
	 * Creates an assertion on one request.
	 * @param request the request
	 * @return the assertion
	 */
	public static ReceivedRequestAssert assertThat(ReceivedRequest request) {
		return new ReceivedRequestAssert(request);
	}

}
