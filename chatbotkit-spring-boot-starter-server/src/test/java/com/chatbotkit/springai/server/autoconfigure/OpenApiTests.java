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
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the server answers is what its OpenAPI document says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

	private static final String CALL = "{\"model\":\"support\"," + HI + "}";

	private static final String STREAM = "{\"model\":\"support\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
			+ "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find\"}}]," + HI + "}";

	private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private JsonNode document;

	private ServedApplication application;

	private ScriptedModel model;

	@BeforeAll
	void start() throws IOException {
		try (InputStream yaml = EndpointRequest.class.getResourceAsStream("/META-INF/openapi/chatbotkit-server.yaml")) {
			Map<String, Object> read = new Yaml().load(yaml);
			this.document = JSON.valueToTree(read);
		}
		this.application = ServedApplication.start(WebApplicationType.SERVLET, Agents.class,
				"spring.ai.chatbotkit.server.agents.support.description=Answers.",
				"spring.ai.chatbotkit.server.agents.support.steps=true");
		this.model = this.application.bean(ScriptedModel.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private List<String> errors(String schema, String json) {
		ObjectNode root = JSON.createObjectNode();
		root.put("$ref", "#/components/schemas/" + schema);
		root.set("components", this.document.get("components"));
		return this.registry.getSchema(root).validate(JSON.readTree(json)).stream().map(Error::toString).toList();
	}

	private void check(String schema, String json) {
		assertThat(errors(schema, json)).as(schema + " " + json).isEmpty();
	}

	/** The data of the events of an answer. */
	private static List<String> data(Answer answer) {
		return answer.body()
			.lines()
			.filter((line) -> line.startsWith("data: "))
			.map((line) -> line.substring(6))
			.toList();
	}

	@Test
	void theDocumentIsOneOfOpenApi31WhoseSchemasAreSchemas() {
		assertThat(this.document.get("openapi").stringValue()).startsWith("3.1.");
		JsonNode components = this.document.get("components");
		components.get("schemas")
			.forEach((schema) -> assertThat(
					this.registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
						.validate(schema))
				.isEmpty());
		Set<String> references = new TreeSet<>();
		this.document.findValues("$ref").forEach((reference) -> references.add(reference.stringValue()));
		assertThat(references).isNotEmpty()
			.allSatisfy(
					(reference) -> assertThat(this.document.at(reference.substring(1)).isMissingNode()).as(reference)
						.isFalse());
		Set<String> used = new TreeSet<>(references);
		// Named by the text of the event stream only.
		used.addAll(List.of("#/components/schemas/Chunk", "#/components/schemas/ErrorEvent"));
		assertThat(components.get("schemas").propertyNames())
			.allSatisfy((name) -> assertThat(used).contains("#/components/schemas/" + name));
	}

	@Test
	void thePathsAreThoseThatAreServed() {
		assertThat(this.document.get("paths").propertyNames()).containsExactly("/chat/completions", "/models",
				"/models/{id}", "/bot/{id}/fetch");
		this.model.text("Yes");
		assertThat(this.application.post(CALL).status()).isEqualTo(200);
		assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
		assertThat(this.application.request("GET", "/v1/models/support", "").status()).isEqualTo(200);
	}

	@Test
	void anAnswerIsACompletion() {
		this.model.text("Yes");
		check("CompletionRequest", CALL);
		check("Completion", this.application.post(CALL).body());
	}

	@Test
	void anAnswerWithCallsOfTheCallersToolsIsACompletion() {
		this.model.calls(ScriptedModel.call("c1", "find", "{\"q\":1}"), ScriptedModel.call("", "find", ""));
		String request = STREAM.replace("\"stream\":true", "\"stream\":false");
		check("CompletionRequest", request);
		String answer = this.application.post(request).body();
		assertThat(answer).contains("\"tool_calls\"");
		check("Completion", answer);
	}

	@Test
	void aStreamIsMadeOfChunks() {
		this.model.stream(Flux.just(ScriptedModel.parts("TOOL_CALLS",
				List.of(ScriptedModel.call("c1", "find", "{}"), ScriptedModel.call("c2", "find", "{}")), "Let",
				" me")));
		check("CompletionRequest", STREAM);
		List<String> data = new ArrayList<>(data(this.application.post(STREAM)));
		assertThat(data.remove(data.size() - 1)).isEqualTo("[DONE]");
		assertThat(data).hasSize(7).allSatisfy((chunk) -> check("Chunk", chunk));
	}

	@Test
	void aBrokenStreamEndsWithAnErrorEvent() {
		this.model.stream(Flux.just(ScriptedModel.parts("STOP", List.of(), "Par"))
			.take(1)
			.concatWith(Flux.error(new AgentException("X", "Broken"))));
		List<String> data = data(this.application.post(STREAM));
		check("Chunk", data.get(0));
		check("ErrorEvent", data.get(data.size() - 1));
	}

	@Test
	void refusalsAndFailuresAreErrors() {
		this.model.stream(Flux.error(new AgentException("X", "Broken")));
		List<Answer> answers = List.of(this.application.post(CALL), this.application.post("{"),
				this.application.post(CALL, "Authorization: Bearer wrong"),
				this.application.post(CALL.replace("support", "unknown")),
				this.application.post(CALL, "Content-Type: text/plain"),
				this.application.request("GET", "/v1/chat/completions", ""),
				this.application.request("GET", "/v1/models/unknown", ""));
		assertThat(answers).extracting(Answer::status).containsExactly(500, 400, 401, 404, 415, 405, 404);
		JsonNode described = this.document.at("/paths/~1chat~1completions/post/responses");
		assertThat(answers).allSatisfy((answer) -> {
			check("Error", answer.body());
			assertThat(described.has(Integer.toString(answer.status()))).isTrue();
		});
	}

	@Test
	void modelsAreAsDescribed() {
		check("ModelList", this.application.request("GET", "/v1/models", "").body());
		check("Bot", this.application.request("GET", "/v1/bot/support/fetch", "").body());
		check("Model", this.application.request("GET", "/v1/models/support", "").body());
		check("Model", this.application.request("GET", "/v1/models/other", "").body());
	}

	@Test
	void whatTheEndpointRefusesIsNoRequestOfTheDocument() {
		assertThat(errors("CompletionRequest", "{" + HI + "}")).isNotEmpty();
		assertThat(errors("CompletionRequest", "{\"model\":\"support\",\"n\":2," + HI + "}")).isNotEmpty();
		assertThat(errors("Chunk", "{\"id\":\"1\"}")).isNotEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents extends OneAgent {

		@Bean
		ChatClient other(ScriptedModel model) {
			return ChatClient.create(model);
		}

	}

}
