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

package com.chatbotkit.springai.test.testcontainers;

import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What needs no engine; the rest stands beside the image.
 */
class ChatBotKitContainerTests {

	@Test
	void takesTheImageOfTheEmulatorOnly() {
		assertThatIllegalStateException().isThrownBy(() -> new ChatBotKitContainer("nginx:1"))
			.withMessageContaining("chatbotkit/chatbotkit-emulator");
		DockerImageName mirror = DockerImageName.parse("registry.example/emulator:1")
			.asCompatibleSubstituteFor(ChatBotKitContainer.IMAGE);
		assertThat(new ChatBotKitContainer(mirror).getExposedPorts()).containsExactly(8080);
	}

	@Test
	void itsSecretKeyIsOneForTests() {
		assertThat(new ChatBotKitContainer("chatbotkit/chatbotkit-emulator:1").secretKey()).startsWith("sk-test");
	}

	@Test
	void theContainerOfTheGuideIsOne() {
		assertThat(new Containers().chatBotKit().getExposedPorts()).containsExactly(8080);
	}

}
