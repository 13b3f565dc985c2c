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

package com.chatbotkit.springai.api;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * A request to the Chat Completions endpoint. It has the fields that the endpoint reads.
 * <p>
 * Null components are not written, because the endpoint refuses an explicit null with
 * status 400 (docs/contract.md#body).
 *
 * @param selector the bot or model to run
 * @param messages the conversation, at least one message
 * @param functions the functions that the caller offers; empty for none
 * @param functionFormat how the functions are written
 */
public record ChatCompletionRequest(ChatBotKitSelector selector, List<Message> messages, List<Function> functions,
		FunctionFormat functionFormat) {

	public ChatCompletionRequest {
		Assert.notNull(selector, "selector must not be null");
		Assert.notEmpty(messages, "The prompt has no messages: the endpoint needs at least one");
		messages = List.copyOf(messages);
		functions = List.copyOf(functions);
	}

	/**
	 * The format in which functions are declared. Responses always have
	 * {@code tool_calls}.
	 */
	public enum FunctionFormat {

		/**
		 * {@code tools: [{type: "function", function: {…}}]}, the current format.
		 */
		TOOLS,

		/**
		 * {@code functions: [{…}]}, the legacy format.
		 */
		FUNCTIONS

	}

	/**
	 * One message of the conversation.
	 *
	 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}; the
	 * endpoint silently drops messages of every other role
	 * @param content the text, or null for none
	 * @param toolCalls the tool calls of an assistant message; empty for none
	 * @param toolCallId the id of the call whose result a tool message has, or null
	 * @param name the name of the function whose result a tool message has, or null
	 */
	public record Message(String role, @Nullable String content, List<ToolCall> toolCalls, @Nullable String toolCallId,
			@Nullable String name) {

		public Message {
			toolCalls = List.copyOf(toolCalls);
		}

		/**
		 * Returns a message with text only.
		 * @param role the role
		 * @param content the text, or null for none
		 * @return the message
		 */
		public static Message text(String role, @Nullable String content) {
			return new Message(role, content, List.of(), null, null);
		}

	}

	/**
	 * A call that the assistant made earlier in the conversation.
	 *
	 * @param id the id that the tool's answer refers to, or null for none
	 * @param name the function's name
	 * @param arguments the arguments as JSON text
	 */
	public record ToolCall(@Nullable String id, String name, String arguments) {

	}

	/**
	 * A function that the caller offers. Immutable. It caches its JSON, because each
	 * request needs it twice: to check the size, and to be sent. Without that, a call
	 * with 20 tools takes 1.75 times as long and 6.8 times the memory. Measured:
	 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
	 */
	public static final class Function {

		private final String name;

		private final String description;

		private final JsonNode parameters;

		private volatile byte @Nullable [] json;

		/**
		 * Creates a function.
		 * @param name the name, {@code ^[a-zA-Z0-9_-]{1,64}$}
		 * @param description what it does, not empty
		 * @param parameters the schema of its parameters in the endpoint's dialect;
		 * shared, not to be modified
		 */
		public Function(String name, String description, JsonNode parameters) {
			this.name = name;
			this.description = description;
			this.parameters = parameters;
		}

		/**
		 * Returns the name.
		 * @return the name
		 */
		public String name() {
			return this.name;
		}

		/**
		 * Returns what the function does.
		 * @return the description
		 */
		public String description() {
			return this.description;
		}

		/**
		 * Returns the schema of the parameters.
		 * @return the schema, not to be modified
		 */
		public JsonNode parameters() {
			return this.parameters;
		}

		/**
		 * Returns the size of the function on the wire, in the longer format.
		 * @return the number of bytes
		 */
		public int size() {
			return json().length;
		}

		/**
		 * Returns a comma and the function as JSON, not to be modified.
		 */
		byte[] json() {
			byte[] json = this.json;
			if (json == null) {
				json = RequestWriter.json(this);
				this.json = json;
			}
			return json;
		}

		@Override
		public boolean equals(Object obj) {
			return obj instanceof Function other && this.name.equals(other.name)
					&& this.description.equals(other.description) && this.parameters.equals(other.parameters);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.description, this.parameters);
		}

		@Override
		public String toString() {
			return "Function[name=" + this.name + ", description=" + this.description + ", parameters="
					+ this.parameters + "]";
		}

	}

}
