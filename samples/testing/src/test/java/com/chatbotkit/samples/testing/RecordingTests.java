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

package com.chatbotkit.samples.testing;

import java.nio.file.Path;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.chatbotkit.springai.test.record.ExchangeRecorder;
import com.chatbotkit.springai.test.record.ExchangeReplayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Any client, recorded and replayed by hand; the emulator stands in for ChatBotKit. */
// tag::record[]
@EmulatedChatBotKit
class RecordingTests {

	@Test
	void recordsAndReplays(ChatBotKitEmulator real, @TempDir Path folder) {
		real.bot("shop").when("open").reply("Until five.");
		Path file = folder.resolve("hours.json");
		try (ExchangeRecorder recorder = ExchangeRecorder.of(real.baseUrl()).start()) {
			ask(recorder.baseUrl(), real.secretKey());
			recorder.save(file);
		}
		try (ExchangeReplayer replayer = ExchangeReplayer.of(file).start()) {
			assertThat(ask(replayer.baseUrl(), replayer.secretKey())).isEqualTo("Until five.");
			replayer.verify();
		}
	}

	private static String ask(String baseUrl, String secretKey) {
		try (ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(baseUrl).secretKey(secretKey).build()) {
			return ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("shop").build())
				.build()
				.call("Are you open?");
		}
	}

}
// end::record[]
