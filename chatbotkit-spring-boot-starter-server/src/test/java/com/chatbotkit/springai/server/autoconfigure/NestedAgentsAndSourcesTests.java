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

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.document.Document;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of agents that ask agents, and of agents that retrieve documents.
 */
class NestedAgentsAndSourcesTests {

	private static final String FIND = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find\"}}]";

	private static String body(String model, String messages, String more) {
		return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}" + messages + "]"
				+ more + "}";
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, false", "SERVLET, true", "REACTIVE, false", "REACTIVE, true" })
	void anAgentThatAsksAnotherDoesSoOnceInATurnOfBothSides(WebApplicationType web, boolean streaming) {
		try (ServedApplication application = ServedApplication.start(web, Agents.class)) {
			ScriptedModel lead = application.bean(Agents.class).lead;
			ScriptedModel expert = application.bean(Agents.class).expert;
			expert.text("42 km");
			lead.calls(ScriptedModel.call("c1", "ask_expert", "{}"), ScriptedModel.call("c2", "find", "{\"q\":1}"))
				.text("It is 42 km");
			String more = FIND + (streaming ? ",\"stream\":true" : "");
			String first = application.post(body("lead", "", more)).body();
			assertThat(first).contains("\"name\":\"find\"", "\"finish_reason\":\"tool_calls\"")
				.doesNotContain("ask_expert", "42 km");
			assertThat(expert.prompts).isEmpty();
			Matcher id = Pattern.compile("\"id\":\"(call[^\"]+|c2)\"").matcher(first);
			assertThat(id.find()).isTrue();
			String results = ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + id.group(1)
					+ "\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]},"
					+ "{\"role\":\"tool\",\"tool_call_id\":\"" + id.group(1) + "\",\"content\":\"found\"}";
			assertThat(application.post(body("lead", results, more)).body()).contains("It is")
				.doesNotContain("tool_calls\":[");
			assertThat(expert.prompts).hasSize(1);
			// The expert is an agent of its own, and knows nothing of the lead's caller's
			// tools.
			assertThat(expert.prompts.get(0).getInstructions()).hasSize(1);
			assertThat(lead.prompts.get(1).getInstructions().toString()).contains("42 km", "found");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, false", "SERVLET, true", "REACTIVE, false", "REACTIVE, true" })
	void retrievedDocumentsAreAnnotationsOfTheEnd(WebApplicationType web, boolean streaming) {
		try (ServedApplication application = ServedApplication.start(web, Agents.class)) {
			application.bean(Agents.class).lead.text("See", " there");
			String answer = application.post(body("reader", "", streaming ? ",\"stream\":true" : "")).tidy();
			String annotations = "\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://example.com/a\",\"title\":\"The \\\"A\\\"\",\"start_index\":0,\"end_index\":0}},"
					+ "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"\",\"title\":\"b.pdf\",\"start_index\":0,\"end_index\":0}}]";
			assertThat(answer).contains(streaming ? "\"delta\":{" + annotations + "},\"finish_reason\":\"stop\""
					: "\"refusal\":null," + annotations + "}");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		final ScriptedModel lead = new ScriptedModel();

		final ScriptedModel expert = new ScriptedModel();

		@Bean
		ChatClient lead() {
			return ChatClient.builder(this.lead).defaultTools(new Experts(ChatClient.create(this.expert))).build();
		}

		@Bean
		ChatClient reader() {
			return ChatClient.builder(this.lead).defaultAdvisors(new Retrieval()).build();
		}

	}

	static class Experts {

		private final ChatClient expert;

		Experts(ChatClient expert) {
			this.expert = expert;
		}

		@Tool(name = "ask_expert")
		String ask() {
			return this.expert.prompt("How far?").call().content();
		}

	}

	/** Leaves documents where Spring AI's own retrieval advisor does. */
	static class Retrieval implements CallAdvisor, StreamAdvisor {

		@Override
		public String getName() {
			return "retrieval";
		}

		@Override
		public int getOrder() {
			return 0;
		}

		private static ChatClientResponse found(ChatClientResponse response) {
			return response.mutate()
				.context("qa_retrieved_documents",
						List.of(document("a", Map.of("title", "The \"A\"", "url", "https://example.com/a")),
								document("b", Map.of("file_name", "b.pdf")),
								document("c", Map.of("file_name", "b.pdf"))))
				.build();
		}

		private static Document document(String text, Map<String, Object> metadata) {
			return new Document(text, metadata);
		}

		@Override
		public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
			return found(chain.nextCall(request));
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return chain.nextStream(request).map(Retrieval::found);
		}

	}

}
