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

package com.chatbotkit.springai.test.assertj;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.test.ReceivedRequest;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Assertions on one received request.
 */
public final class ReceivedRequestAssert extends AbstractAssert<ReceivedRequestAssert, ReceivedRequest> {

	private final RequestFacts facts;

	ReceivedRequestAssert(ReceivedRequest request) {
		super(request, ReceivedRequestAssert.class);
		this.facts = new RequestFacts(request);
	}

	/**
	 * Verifies the bot that the request was sent to.
	 * @param id the bot's id
	 * @return this assertion
	 */
	public ReceivedRequestAssert askedBot(String id) {
		return check(new AgentTarget.Bot(id).equals(this.actual.target()), "the bot", id, this.actual.selector());
	}

	/**
	 * Verifies the model that the request was sent to.
	 * @param name the model's name
	 * @return this assertion
	 */
	public ReceivedRequestAssert askedModel(String name) {
		return check(new AgentTarget.Model(name).equals(this.actual.target()), "the model", name,
				this.actual.selector());
	}

	/**
	 * Verifies the selector as sent.
	 * @param selector the selector, such as {@code bot/id=clx…}
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasSelector(String selector) {
		return check(selector.equals(this.actual.selector()), "the selector", selector, this.actual.selector());
	}

	/**
	 * Verifies the secret key of the request, for example a tenant's. A failure shows
	 * keys that begin with {@code sk-test} and hides others.
	 * @param key the key
	 * @return this assertion
	 */
	public ReceivedRequestAssert usedSecretKey(String key) {
		return check(this.actual.key().matches(key), "the secret key",
				key.startsWith("sk-test") ? key : "the one that was given", this.actual.key().description());
	}

	/**
	 * Verifies the system text.
	 * @param text the complete text, with several joined by a blank line; null for no
	 * system text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasSystemText(@Nullable String text) {
		return check(Objects.equals(text, this.actual.backstory()), "the system text", text, this.actual.backstory());
	}

	/**
	 * Verifies that the system text contains a part.
	 * @param part the expected part
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasSystemTextContaining(String part) {
		String text = this.actual.backstory();
		return check(text != null && text.contains(part), "a system text with", part, text);
	}

	/**
	 * Verifies the last text of the user.
	 * @param text the complete text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserText(String text) {
		return check(text.equals(this.facts.userText()), "the user's text", text, this.facts.userText());
	}

	/**
	 * Verifies that the last text of the user contains a part.
	 * @param part the expected part
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserTextContaining(String part) {
		String text = this.facts.userText();
		return check(text.contains(part), "a text of the user with", part, text);
	}

	/**
	 * Verifies the whole conversation.
	 * @param messages the messages, oldest first
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasMessages(AgentMessage... messages) {
		return check(List.of(messages).equals(this.actual.messages()), "the messages", List.of(messages),
				this.actual.messages());
	}

	/**
	 * Verifies that a tool's result is part of the conversation.
	 * @param tool the tool's name, on the wire or in the application
	 * @param json the result as JSON; a text that is not JSON is compared as a string
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasToolResult(String tool, String json) {
		List<String> results = this.facts.toolResults(tool);
		return check(results.stream().anyMatch((result) -> Json.same(result, json)), "a result of " + tool, json,
				results);
	}

	/**
	 * Verifies the names of all offered tools.
	 * @param names the names of all tools, on the wire or in the application, in any
	 * order; none if no tool was offered
	 * @return this assertion
	 */
	public ReceivedRequestAssert offersTools(String... names) {
		List<String> offered = this.facts.toolNames();
		List<String> wireNames = Stream.of(names).map(this.facts::wireName).sorted().toList();
		return check(offered.stream().sorted().toList().equals(wireNames), "the tools", List.of(names), offered);
	}

	/**
	 * Verifies that a tool was offered, with the schema of its arguments as sent.
	 * @param name the tool's name, on the wire or in the application
	 * @param schema the JSON schema; the order of its keys does not matter
	 * @return this assertion
	 */
	public ReceivedRequestAssert offersTool(String name, String schema) {
		JsonNode actualSchema = offersTool(name).facts.tool(name).orElseThrow().parameters();
		return check(Json.read(schema).equals(actualSchema), "the schema of " + name, schema, actualSchema);
	}

	/**
	 * Verifies that a tool was offered.
	 * @param name the tool's name, on the wire or in the application
	 * @return this assertion
	 */
	public ReceivedRequestAssert offersTool(String name) {
		List<String> offered = this.facts.toolNames();
		return check(this.facts.tool(name).isPresent(), "a tool", name, offered);
	}

	/**
	 * Verifies that the description of a tool contains a part.
	 * @param name the tool's name, on the wire or in the application
	 * @param part the expected part
	 * @return this assertion
	 */
	public ReceivedRequestAssert describesTool(String name, String part) {
		String description = offersTool(name).facts.tool(name).orElseThrow().description();
		return check(description.contains(part), "a description of " + name + " with", part, description);
	}

	/**
	 * Verifies that the response was streamed.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isStreamed() {
		return check(this.actual.stream(), "the answer", "streamed", "in one piece");
	}

	/**
	 * Verifies the HTTP status of the response.
	 * @param status the status
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasStatus(int status) {
		return check(this.actual.status() == status, "the status", status, this.actual.status());
	}

	/**
	 * Verifies that the client disconnected before the response was complete.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isCancelled() {
		return check(this.actual.cancelled(), "the request", "cancelled", "not cancelled");
	}

	private ReceivedRequestAssert check(boolean holds, String what, @Nullable Object expected,
			@Nullable Object actually) {
		if (!holds) {
			failWithActualExpectedAndMessage(actually, expected, "%nExpecting %s:%n  %s%nbut was:%n  %s%nin:%n%s", what,
					expected, actually, ExchangeText.of(this.actual));
		}
		return this;
	}

}
