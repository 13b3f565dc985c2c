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

// tag::entity[]
package com.chatbotkit.samples.recipes;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.stereotype.Component;

/**
 * Answers with records.
 */
@Component
class Recommendations {

	private final ChatClient chat;

	Recommendations(ChatClient chat) {
		this.chat = chat;
	}

	@Nullable Bicycle recommend(String question) {
		return this.chat.prompt().user(question).call().entity(Bicycle.class);
	}
	// end::entity[]

	// tag::validating[]
	@Nullable Bicycle recommendValid(String question) {
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(Bicycle.class)
			.maxRepeatAttempts(1)
			.jsonMapper(JsonMapper.shared())
			.build();
		return this.chat.prompt().user(question).advisors(validation).call().entity(Bicycle.class);
	}
	// end::validating[]

	// tag::cutting[]
	@Nullable Bicycle recommendFromProse(String question) {
		return this.chat.prompt()
			.user(question)
			.call()
			.entity(new BeanOutputConverter<>(Bicycle.class, null, Recommendations::onlyTheObject));
	}

	private static @Nullable String onlyTheObject(@Nullable String answer) {
		int first = (answer != null) ? answer.indexOf('{') : -1;
		int last = (answer != null) ? answer.lastIndexOf('}') : -1;
		return (answer != null && first >= 0 && last > first) ? answer.substring(first, last + 1) : answer;
	}
	// end::cutting[]

	// tag::entity[]

	record Bicycle(String name, int gears, double price) {

	}

}
// end::entity[]
