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

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the open dialect on the wire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpenDialectCases {

	private static final String OPENING = "data: {\"id\":\"*\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"support\",\"choices\":";

	private final Stack stack;

	private ServedApplication application;

	private ScriptedModel model;

	OpenDialectCases(Stack stack) {
		this.stack = stack;
	}

	@BeforeAll
	void start() {
		this.application = ServedApplication.start(this.stack, Agents.class,
				"spring.ai.chatbotkit.server.agents.support.name=Support desk",
				"spring.ai.chatbotkit.server.agents.support.aliases=help",
				"spring.ai.chatbotkit.server.agents.0123.chat-client=writer",
				"spring.ai.chatbotkit.server.models.fast=scriptedModel",
				"spring.ai.chatbotkit.server.image-hosts=Example.com,*.images.example",
				"spring.ai.chatbotkit.server.keys.narrow.secret=sk-narrow-0123456789abcdef0123456789",
				"spring.ai.chatbotkit.server.keys.narrow.models=support",
				"spring.ai.chatbotkit.server.keys.old.secret=sk-old-0123456789abcdef0123456789ab",
				"spring.ai.chatbotkit.server.keys.old.expires=2020-01-01");
		this.model = this.application.bean(ScriptedModel.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private static String body(String more) {
		return "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
	}

	private static String choice(String delta) {
		return OPENING + "[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}\n\n";
	}

	private static String end(String reason) {
		return OPENING + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
	}

	@Test
	void aCallIsOneCompletion() {
		this.model.text("Nine to", " five.");
		Answer answer = this.application.post(body(""));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("Content-Type", "application/json").containsKey("x-request-id");
		assertThat(answer.tidy())
			.isEqualTo("{\"id\":\"*\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"support\","
					+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Nine to five.\",\"refusal\":null},"
					+ "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
					+ "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}}");
	}

	@Test
	void aStreamHasItsRoleFirstItsReasonLastAndThenDone() {
		this.model.text("Nine to", " five.");
		Answer answer = this.application.post(body(",\"stream\":true"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("Content-Type", "text/event-stream")
			.containsEntry("Cache-Control", "no-cache")
			.containsEntry("X-Accel-Buffering", "no")
			.doesNotContainKey("Content-Encoding");
		assertThat(answer.tidy()).isEqualTo(choice("\"role\":\"assistant\"") + choice("\"content\":\"Nine to\"")
				+ choice("\"content\":\" five.\"") + end("stop") + "data: [DONE]\n\n");
	}

	@Test
	void theTokensOfAStreamComeInAChunkOfTheirOwnWhereTheyAreAskedFor() {
		this.model.text("Yes");
		Answer answer = this.application.post(body(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
		assertThat(answer.tidy()).endsWith(end("stop") + OPENING
				+ "[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,\"total_tokens\":11}}\n\ndata: [DONE]\n\n");
	}

	@ParameterizedTest
	@CsvSource({ "LENGTH,length", "content_filter,content_filter", "STOP,stop", "whatever,stop" })
	void theFinishReasonIsTheModels(String models, String shown) {
		this.model.ending(models, "Yes").ending(models, "Yes");
		assertThat(this.application.post(body(",\"stream\":true")).tidy()).contains(end(shown));
		assertThat(this.application.post(body("")).body()).contains("\"finish_reason\":\"" + shown + "\"");
	}

	@Test
	void anErrorInAStreamIsItsLastEvent() {
		this.model.stream(Flux.concat(Flux.fromArray(ScriptedModel.parts("STOP", List.of(), "Par", "tial")).take(2),
				Flux.error(new AgentException("BOOM", "Engine failure BOOM"))));
		assertThat(this.application.post(body(",\"stream\":true")).tidy()).isEqualTo(choice("\"role\":\"assistant\"")
				+ choice("\"content\":\"Par\"") + choice("\"content\":\"tial\"")
				+ "event: error\ndata: {\"error\":{\"message\":\"Engine failure BOOM\",\"type\":\"server_error\",\"param\":null,\"code\":\"BOOM\"}}\n\n");
	}

	@Test
	void anErrorOfACallIsReadableForBothReadersAndNotTriedAgain() {
		this.model.stream(Flux.error(new AgentException("BOOM", "Engine failure BOOM")));
		Answer answer = this.application.post(body(""));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.headers()).containsEntry("x-should-retry", "false");
		assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"Engine failure BOOM\",\"type\":\"server_error\","
				+ "\"param\":null,\"code\":\"BOOM\"},\"message\":\"Engine failure BOOM\",\"code\":\"BOOM\"}");
	}

	@Test
	void theWordsOfAnUnknownExceptionStayInTheLog() {
		this.model.stream(Flux.error(new IllegalStateException("jdbc password hunter2")))
			.stream(Flux.error(new IllegalStateException("jdbc password hunter2")));
		assertThat(this.application.post(body("")).body()).contains("agent_failed")
			.containsPattern("says why, at err_[0-9a-f]{32}")
			.doesNotContain("hunter2");
		assertThat(this.application.post(body(",\"stream\":true")).body()).contains("event: error", "agent_failed")
			.doesNotContain("hunter2");
	}

	@Test
	void aNameThatWouldMakeEachChunkLargeIsNotServed() {
		String padded = "{\\\"name\\\":\\\"bot\\\",\\\"config\\\":{\\\"id\\\":\\\"support\\\"}" + " ".repeat(100_000)
				+ "}";
		Answer answer = this.application.post(body("").replace("support", padded));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).hasSizeLessThan(3000).contains("model_not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"stream\":true" })
	void anUnknownAgentIsNotFoundBeforeAnyStream(String more) {
		Answer answer = this.application.post(body(more).replace("support", "bot/id=nobody"));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
		assertThat(answer.body()).contains("\"code\":\"model_not_found\"", "\"param\":\"model\"", "bot/id=nobody");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization:", "Authorization: Bearer sk-wrong-0123456789abcdef0123456789",
			"Authorization: Bearer ", "Authorization: Basic c2s6", "Authorization: sk-0123456789abcdef0123456789abcdef",
			"Authorization: Bearer sk-old-0123456789abcdef0123456789ab" })
	void aMissingWrongOrExpiredKeyIsA401(String header) {
		for (String path : List.of("/v1/models", "/v1/openai/models")) {
			Answer answer = this.application.request("GET", path, "", header);
			assertThat(answer.status()).isEqualTo(401);
			assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"agents\"");
			assertThat(answer.body()).contains("\"code\":\"invalid_api_key\"").doesNotContain("sk-");
		}
	}

	@Test
	void anAgentThatAKeyMayNotUseDoesNotExistForIt() {
		String narrow = "Authorization: Bearer sk-narrow-0123456789abcdef0123456789";
		assertThat(this.application.post(body("").replace("support", "writer"), narrow).status()).isEqualTo(404);
		assertThat(this.application.request("GET", "/v1/models/writer", "", narrow).status()).isEqualTo(404);
		assertThat(this.application.request("GET", "/v1/models", "", narrow).body()).contains("bot/id=support")
			.doesNotContain("writer");
		this.model.text("Yes");
		assertThat(this.application.post(body(""), narrow).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "support", "help", "bot/id=support", "bot%2Fid=support", "0123", "bot/id=0123",
			"model/name=fast", "model/id=fast", "fast",
			"{\\\"name\\\":\\\"bot\\\",\\\"config\\\":{\\\"id\\\":\\\"0123\\\"}}" })
	void anAgentIsFoundByItsIdItsAliasAndItsShortName(String model) {
		this.model.text("Yes");
		Answer answer = this.application.post(body("").replace("support", model));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"model\":\"" + model + "\"");
	}

	@Test
	void idsAreExact() {
		assertThat(this.application.post(body("").replace("support", "bot/id=123")).status()).isEqualTo(404);
		assertThat(this.application.post(body("").replace("support", "bot/id=Support")).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/chat/completions/", "/v1/openai/chat/completions", "/v1/openai/chat/completions/",
			"/v1//chat/completions", "/v1/chat/completions?api-version=1" })
	void everySpellingOfThePathIsAnsweredWithoutARedirect(String path) {
		this.model.text("Yes");
		assertThat(this.application.request("POST", path, body("")).status()).isEqualTo(200);
	}

	@Test
	void theListOfModelsNamesThem() {
		Answer answer = this.application.request("GET", "/v1/models", "");
		assertThat(answer.tidy()).isEqualTo("{\"object\":\"list\",\"data\":["
				+ "{\"id\":\"bot/id=support\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chatbotkit\",\"name\":\"Support desk\"},"
				+ "{\"id\":\"bot/id=0123\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chatbotkit\",\"name\":\"0123\"},"
				+ "{\"id\":\"bot/id=another\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chatbotkit\",\"name\":\"another\"},"
				+ "{\"id\":\"model/name=fast\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chatbotkit\",\"name\":\"fast\"}]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "support", "bot/id=support", "bot%2Fid=support", "bot%2fid%3Dsupport", "help/" })
	void oneModelIsFoundByItsIdInThePath(String id) {
		Answer answer = this.application.request("GET", "/v1/models/" + id, "");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.tidy()).isEqualTo(
				"{\"id\":\"bot/id=support\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chatbotkit\",\"name\":\"Support desk\"}");
	}

	/**
	 * ChatBotKit's own clients look a bot up when they start, and for its health.
	 */
	@ParameterizedTest
	@CsvSource({ "/v1/bot/support/fetch,support,Support desk", "/v1/openai/bot/support/fetch/,support,Support desk",
			"/v1/bot/%73upport/fetch,support,Support desk", "/v1/bot/0123/fetch,0123,0123" })
	void anAgentIsLookedUpAsABot(String path, String id, String name) {
		Answer answer = this.application.request("GET", path, "");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
		assertThat(answer.body()).isEqualTo("{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}");
	}

	@Test
	void onlyAnAgentThatTheKeyMayUseIsLookedUp() {
		String narrow = "Authorization: Bearer sk-narrow-0123456789abcdef0123456789";
		assertThat(this.application.request("GET", "/v1/bot/support/fetch", "", narrow).status()).isEqualTo(200);
		assertThat(this.application.request("GET", "/v1/bot/0123/fetch", "", narrow).status()).isEqualTo(404);
		assertThat(this.application.request("GET", "/v1/bot/fast/fetch", "").status()).isEqualTo(404);
		assertThat(this.application.request("GET", "/v1/bot/support/fetch", "", "Authorization: Bearer x").status())
			.isEqualTo(401);
		assertThat(this.application.request("POST", "/v1/bot/support/fetch", "{}").status()).isEqualTo(405);
		for (String path : List.of("/v1/bot/support", "/v1/bot/a/b/fetch")) {
			assertThat(this.application.request("GET", path, "").body()).contains("unknown_url");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ",\"tools\":[]", ",\"tools\":null", ",\"functions\":null", ",\"stream\":null",
			",\"stream_options\":null", ",\"n\":1", ",\"user\":{\"id\":1}", ",\"user\":null",
			",\"unknown\":{\"a\":[1]}", ",\"temperature\":0.5", ",\"tool_choice\":\"auto\"",
			",\"response_format\":null", ",\"metadata\":{}" })
	void whatMeansNothingIsNoError(String more) {
		this.model.text("Yes");
		assertThat(this.application.post(body(more)).status()).isEqualTo(200);
	}

	@Test
	void stringsPartsAndDevelopersAreRead() {
		this.model.text("Yes");
		this.application.post("{\"model\":\"support\",\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief.\"},"
				+ "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Be kind.\"}]},"
				+ "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"One, \"},{\"type\":\"text\",\"text\":\"two\"}],\"name\":null},"
				+ "{\"role\":\"assistant\",\"content\":\"Three\",\"tool_calls\":null,\"refusal\":null,\"annotations\":[]},"
				+ "{\"role\":\"user\",\"content\":\"Four {braces} stay\"}]}");
		List<org.springframework.ai.chat.messages.Message> messages = this.model.lastPrompt().getInstructions();
		assertThat(messages).extracting((message) -> message.getMessageType() + ": " + message.getText())
			.containsExactly(MessageType.SYSTEM + ": You help.\n\nBe brief.\n\nBe kind.",
					MessageType.USER + ": One, two", MessageType.ASSISTANT + ": Three",
					MessageType.USER + ": Four {braces} stay");
	}

	@Test
	void settingsOfTheCallerReachAModelAndNoAgent() {
		String settings = ",\"temperature\":0.5,\"top_p\":0.9,\"max_tokens\":7,\"stop\":[\"END\"],\"presence_penalty\":null";
		this.model.text("Yes").text("Yes");
		assertThat(this.application.post(body(settings).replace("support", "fast")).status()).isEqualTo(200);
		ChatOptions asked = this.model.lastPrompt().getOptions();
		assertThat(asked.getTemperature()).isEqualTo(0.5);
		assertThat(asked.getTopP()).isEqualTo(0.9);
		assertThat(asked.getMaxTokens()).isEqualTo(7);
		assertThat(asked.getStopSequences()).containsExactly("END");
		assertThat(this.application.post(body(settings)).status()).isEqualTo(200);
		assertThat(this.model.lastPrompt().getOptions().getTemperature()).isNull();
	}

	@Test
	void imagesReachTheModelAsMedia() {
		this.model.text("Yes");
		assertThat(this.application
			.post("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":["
					+ "{\"type\":\"text\",\"text\":\"What is this?\"},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,aGVsbG8=\"}},"
					+ "{\"type\":\"image_url\",\"image_url\":\"https://example.com/a.webp?b\"},"
					+ "{\"type\":\"image_url\",\"image_url\":\"https://a.images.example:8443/b.gif\"}]}]}")
			.status()).isEqualTo(200);
		UserMessage message = (UserMessage) this.model.lastPrompt().getInstructions().get(1);
		assertThat(message.getMedia()).extracting((media) -> media.getMimeType().toString())
			.containsExactly("image/png", "image/webp", "image/gif");
		assertThat(message.getMedia().get(0).getDataAsByteArray()).asString().isEqualTo("hello");
		Answer bad = this.application.post("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":["
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,*\"}}]}]}");
		assertThat(bad.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254/latest/meta-data", "http://localhost:8080/admin",
			"https://evil.example/a.png", "https://example.com@evil.example/a.png",
			"https://example.com:secret@example.com/a.png", "https://example.com.evil.example/a.png",
			"https://xexample.com/a.png", "https://evil.example#example.com",
			"https://evil.example\\\\@example.com/a.png", "file:///etc/passwd", "ftp://example.com/a.png",
			"https:///a.png", "//example.com/a.png", "https://[::1]/a.png", "jar:https://example.com/a.jar!/a" })
	void anImageIsNotFetchedFromAnyAddress(String url) {
		for (String more : List.of("", "\"stream\":true,")) {
			Answer answer = this.application
				.post("{" + more + "\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":["
						+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).contains("\"param\":\"messages[0].content[0].image_url\"", "data:");
		}
	}

	@Test
	void anySchemaReachesTheModelAsItIs() {
		this.model.text("Yes");
		String schema = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":[\"object\",\"null\"],"
				+ "\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{\"const\":1}]}},\"$defs\":{}}";
		this.application.post(
				body(",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a.b\",\"strict\":true,\"parameters\":"
						+ schema
						+ "}},{\"type\":\"function\",\"name\":\"flat\",\"strict\":false,\"parameters\":null}]"));
		ToolCallingChatOptions options = (ToolCallingChatOptions) this.model.lastPrompt().getOptions();
		assertThat(options.getToolCallbacks()).extracting((tool) -> tool.getToolDefinition().name())
			.containsExactly("lookup", "a.b", "flat");
		assertThat(options.getToolCallbacks().get(1).getToolDefinition().inputSchema()).isEqualTo(schema);
	}

	@Test
	void aCallOfTheCallersToolIsHandedOutWholeAndItsResultContinuesTheTurn() {
		String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]";
		this.model.calls(ScriptedModel.call("id-1", "weather", "{\"city\":\"Rome\"}"),
				ScriptedModel.call("id-1", "weather", ""));
		String stream = this.application.post(body(tools + ",\"stream\":true")).tidy();
		assertThat(stream).isEqualTo(choice("\"role\":\"assistant\"") + choice(
				"\"tool_calls\":[{\"index\":0,\"id\":\"id-1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]")
				+ choice(
						"\"tool_calls\":[{\"index\":1,\"id\":\"call_*\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]")
				+ end("tool_calls") + "data: [DONE]\n\n");
		this.model.calls(ScriptedModel.call("x".repeat(41), "weather", "{}"));
		assertThat(this.application.post(body(tools)).tidy()).contains(
				"\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_*\"",
				"\"finish_reason\":\"tool_calls\"");
		this.model.text("Sunny");
		Answer answer = this.application
			.post("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
					+ "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"id-1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
					+ "{\"role\":\"tool\",\"tool_call_id\":\"id-1\",\"content\":[{\"type\":\"text\",\"text\":\"21\"}]}]"
					+ tools + "}");
		assertThat(answer.body()).contains("Sunny");
		assertThat(this.model.lastPrompt().getInstructions()).extracting((message) -> message.getMessageType())
			.containsExactly(MessageType.SYSTEM, MessageType.USER, MessageType.ASSISTANT, MessageType.TOOL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{|400|not valid JSON", "[]|400|not a JSON object",
			"{} {}|400|not valid JSON", "{\"messages\":[]}|400|model must name",
			"{\"model\":1}|400|model must be a string",
			"{\"model\":\"support\",\"messages\":[]}|400|messages must be an array",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"alien\"}]}|400|messages[0].role must be",
			"{\"model\":\"support\",\"messages\":[1]}|400|messages[0].role must be",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":7}]}|400|messages[0].content must be",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]}|400|parts of type 'input_audio'",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{\"type\":\"web_search\"}]}|400|tools[0] must be",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"n\":2}|400|n must be 1",
			"{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"}|400|stream must be" })
	void aBadBodyIsRefusedWithWhatToWriteInstead(String body, int status, String words) {
		Answer answer = this.application.post(body);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).contains(words, "\"type\":\"invalid_request_error\"");
	}

	@Test
	void aBodyOverTheLimitADeepOneAndOneWithThousandsOfToolsAreRefused() {
		Answer large = this.application.post("{\"model\":\"" + "x".repeat(1_048_576) + "\"}");
		assertThat(large.status()).isEqualTo(413);
		assertThat(large.body()).contains("larger than 1048576 bytes");
		assertThat(this.application.post("{\"a\":" + "[".repeat(5000)).status()).isEqualTo(400);
		StringBuilder tools = new StringBuilder();
		for (int i = 0; i < 3000; i++) {
			tools.append((i > 0) ? "," : "")
				.append("{\"type\":\"function\",\"function\":{\"name\":\"t")
				.append(i)
				.append("\"}}");
		}
		Answer many = this.application.post(body(",\"tools\":[" + tools + "]"));
		assertThat(many.status()).isEqualTo(400);
		assertThat(many.body()).contains("tools has 3000 entries; at most 1024");
	}

	@Test
	void otherMethodsAndMediaTypesAreRefused() {
		Answer get = this.application.request("GET", "/v1/chat/completions", "");
		assertThat(get.status()).isEqualTo(405);
		assertThat(get.headers()).containsEntry("Allow", "POST");
		assertThat(this.application.post(body(""), "Content-Type: text/plain").status()).isEqualTo(415);
	}

	@Test
	void aToolCalledLikeOneOfTheAgentsIsRefusedBeforeTheStream() {
		for (String more : List.of("", ",\"stream\":true")) {
			Answer answer = this.application
				.post(body(more + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"lookup\"}}]"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body())
				.contains("The agent has a tool called 'lookup' of its own. Give yours another name.");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.builder(model).defaultSystem("You help.").defaultTools(new CountingTool()).build();
		}

		@Bean
		ChatClient writer(ScriptedModel model) {
			return ChatClient.create(model);
		}

		@Bean
		ChatClient another(ScriptedModel model) {
			return ChatClient.create(model);
		}

	}

}
