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

import java.nio.file.Files;
import java.nio.file.Path;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;

/** What docs/production.md says of a key that is mounted as a file. */
class MountedKeyTests {

	@ParameterizedTest
	@ValueSource(strings = { "spring.ai.chatbotkit.secret-key", "spring/ai/chatbotkit/secret-key" })
	void theKeyIsReadFromAFile(String file, @TempDir Path secrets) throws Exception {
		Path key = secrets.resolve(file);
		Files.createDirectories(key.getParent());
		Files.writeString(key, "sk-mounted-1\n");
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().secretKey("sk-mounted-1").start();
				ConfigurableApplicationContext context = SpringApplication.run(RecipesApplication.class,
						"--SECRETS_FOLDER=" + secrets, "--server.port=0", "--CHATBOTKIT_BOT_ID=clx1",
						"--spring.ai.chatbotkit.base-url=" + emulator.baseUrl())) {
			context.getBean(ChatClient.class).prompt("Hello?").call().content();
			assertThat(emulator).onlyRequest().hasStatus(200);
		}
	}

}
