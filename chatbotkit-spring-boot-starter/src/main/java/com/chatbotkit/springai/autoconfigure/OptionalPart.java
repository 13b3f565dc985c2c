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

package com.chatbotkit.springai.autoconfigure;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A library that is optional and has its own properties.
 */
enum OptionalPart {

	EMULATOR("chatbotkit-spring-ai-test",
			"com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorAutoConfiguration"),

	SERVER("chatbotkit-spring-boot-starter-server",
			"com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerAutoConfiguration");

	final String artifact;

	final String type;

	OptionalPart(String artifact, String type) {
		this.artifact = artifact;
		this.type = type;
	}

	static @Nullable OptionalPart of(PropertyKey key) {
		String name = PropertyKey.uniform(key.elements().get(0));
		return Arrays.stream(values())
			.filter((part) -> part.name().toLowerCase(Locale.ROOT).equals(name))
			.findFirst()
			.orElse(null);
	}

}
