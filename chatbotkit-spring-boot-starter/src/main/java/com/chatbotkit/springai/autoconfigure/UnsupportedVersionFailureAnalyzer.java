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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names the versions that are needed if an application with Spring Boot 3 or Spring AI 1
 * cannot start.
 * <p>
 * It applies to any failure, because such a class path fails in many ways, for example
 * with two beans of one name or an {@link IncompatibleClassChangeError}. This class also
 * runs on those versions, so it uses only API that they have.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnsupportedVersionFailureAnalyzer implements FailureAnalyzer {

	private final @Nullable String springBoot;

	private final @Nullable String springAi;

	UnsupportedVersionFailureAnalyzer() {
		this(SpringBootVersion.getVersion(), ChatModel.class.getPackage().getImplementationVersion());
	}

	UnsupportedVersionFailureAnalyzer(@Nullable String springBoot, @Nullable String springAi) {
		this.springBoot = springBoot;
		this.springAi = springAi;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		List<String> found = new ArrayList<>();
		if (isBelow(4, this.springBoot)) {
			found.add("Spring Boot " + this.springBoot);
		}
		if (isBelow(2, this.springAi)) {
			found.add("Spring AI " + this.springAi);
		}
		if (found.isEmpty()) {
			return null;
		}
		return new FailureAnalysis(
				"ChatBotKit's starter does not work with " + String.join(" and ", found)
						+ ". It needs Spring Boot 4.0 or later and Spring AI 2.0 or later.",
				"Raise the version of the parent or the BOM that is imported: "
						+ "org.springframework.boot:spring-boot-dependencies 4.0.7 or later, "
						+ "org.springframework.ai:spring-ai-bom 2.0.0 or later.",
				failure);
	}

	/**
	 * Whether the version is known and its first number is lower.
	 */
	private static boolean isBelow(int major, @Nullable String version) {
		if (version == null) {
			return false;
		}
		try {
			return Integer.parseInt(version.substring(0, Math.max(0, version.indexOf('.')))) < major;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
