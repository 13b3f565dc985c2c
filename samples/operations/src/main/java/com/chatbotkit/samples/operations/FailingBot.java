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

package com.chatbotkit.samples.operations;

import java.time.Duration;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorCustomizer;

import org.springframework.stereotype.Component;

/**
 * A bot on the emulator that fails when told to, and echoes all else.
 */
@Component
class FailingBot implements ChatBotKitEmulatorCustomizer {

	@Override
	public void customize(ChatBotKitEmulator emulator) {
		emulator.bot("gone").missing();
		emulator.bot("operations")
			.when("unknown")
			.fail(Fault.unknownBot())
			.when("busy")
			.times(1)
			.fail(Fault.serviceUnavailable())
			.when("down")
			.fail(Fault.serviceUnavailable())
			.when("quota")
			.fail(Fault.quotaExceeded())
			.when("cut")
			.fail(Fault.cutAfter(3))
			.when("slow")
			.reply(Reply.text("one two three four five six seven eight nine ten".repeat(100))
				.every(Duration.ofMillis(100)));
	}

}
