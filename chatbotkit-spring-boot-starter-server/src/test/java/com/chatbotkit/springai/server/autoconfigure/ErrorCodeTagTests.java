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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.observation.ChatBotKitServerAttributes;
import com.chatbotkit.springai.server.observation.DefaultServerRequestConvention;
import com.chatbotkit.springai.server.observation.ServerRequestContext;
import com.chatbotkit.springai.server.observation.ServerRequestOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each code with which the endpoint refuses a request, or fails, is a tag of its own.
 */
class ErrorCodeTagTests {

	private static final Pattern REFUSAL = Pattern
		.compile("(?:OpenRefusal|RefusedException|refuse|SERVER_ERROR)\\((?:[^\"()]|\\(\\))*\"([a-z]+(?:_[a-z]+)*)\"");

	@Test
	void everyCodeOfTheEndpointIsATag() throws IOException {
		Set<String> codes = new TreeSet<>();
		for (String module : Set.of("chatbotkit-spring-ai-server", "chatbotkit-spring-boot-starter-server")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					REFUSAL.matcher(Files.readString(file)).results().forEach((found) -> codes.add(found.group(1)));
				}
			}
		}
		assertThat(codes).contains("invalid_api_key", "insufficient_scope", "rate_limit_exceeded", "timeout");
		assertThat(codes).allSatisfy((code) -> assertThat(tag(code)).isEqualTo(code));
	}

	@Test
	void everyCodeOfThePlatformIsATag() {
		assertThat(AgentException.codes()).contains("NOT_FOUND")
			.allSatisfy((code) -> assertThat(tag(code)).isEqualTo(code));
	}

	@Test
	void aCodeThatAnAgentInventsIsNone() {
		assertThat(tag("sk-1234")).isEqualTo("other");
	}

	private static String tag(String code) {
		ServerRequestContext context = new ServerRequestContext("req_1");
		context.setOutcome(ServerRequestOutcome.REFUSED, code);
		return new DefaultServerRequestConvention(Set.of()).getLowCardinalityKeyValues(context)
			.stream()
			.filter((value) -> value.getKey().equals(ChatBotKitServerAttributes.ERROR_CODE))
			.findFirst()
			.orElseThrow()
			.getValue();
	}

}
