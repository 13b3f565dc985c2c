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

import org.jspecify.annotations.Nullable;

/**
 * Reads completions token by token, each from the bytes of exactly one JSON object, with
 * one parser for all of them.
 * <p>
 * Tolerant: fields that are missing, null, unknown or of another type are passed over, a
 * {@code message} is read like a {@code delta}, and of several choices the first counts.
 * Strict: bytes that are not exactly one object are an error, for half an object would
 * otherwise join the next one unnoticed.
 */
final class CompletionParser {

	private final JsonTokens tokens = new JsonTokens();

	private final ToolCallReader toolCallReader = new ToolCallReader(this.tokens);

	private final ServerErrorReader errorReader = new ServerErrorReader(this.tokens);

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private @Nullable String lastId;

	private @Nullable String lastModel;

	private @Nullable String content;

	private List<ChatCompletion.ToolCall> toolCalls = List.of();

	private @Nullable String finishReason;

	private @Nullable ServerError error;

	private boolean choiceSeen;

	/**
	 * Reads one object.
	 * @return the completion; where the object is an error instead, {@link #error()} says
	 * so
	 * @throws BrokenAnswerException if the bytes are not exactly one JSON object
	 */
	ChatCompletion parse(byte[] bytes, int start, int end) {
		reset();
		ChatCompletion repeated = this.repeatedChunk.read(bytes, start, end);
		if (repeated != null) {
			this.choiceSeen = true;
			return repeated;
		}
		this.tokens.feed(bytes, start, end);
		if (!this.tokens.nextIsObject()) {
			throw JsonTokens.malformed("it is not a JSON object", null);
		}
		ChatCompletion completion = completion();
		if (!this.tokens.isExhausted()) {
			throw JsonTokens.malformed("more follows after its end", null);
		}
		if (isOnlyText(completion)) {
			this.repeatedChunk.keep(bytes, start, end, completion);
		}
		return completion;
	}

	/**
	 * Gives back the parser's buffers, and the names it has learned to the next one.
	 */
	void close() {
		this.tokens.close();
	}

	private boolean isOnlyText(ChatCompletion completion) {
		return this.choiceSeen && this.error == null && completion.content() != null && completion.toolCalls().isEmpty()
				&& completion.finishReason() == null && completion.usage() == null;
	}

	/**
	 * What the server says of a failure, if the object just read is one in either of the
	 * two shapes.
	 */
	@Nullable ServerError error() {
		return this.error;
	}

	/**
	 * Whether the object just read has a choice, which makes it an answer or a piece of
	 * one.
	 */
	boolean hasChoice() {
		return this.choiceSeen;
	}

	private void reset() {
		this.content = null;
		this.toolCalls = List.of();
		this.finishReason = null;
		this.error = null;
		this.choiceSeen = false;
	}

	private ChatCompletion completion() {
		String id = null;
		String model = null;
		Long created = null;
		ChatCompletion.Usage usage = null;
		String message = null;
		String code = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "id" -> id = this.tokens.nextText(this.lastId);
				case "model" -> model = this.tokens.nextText(this.lastModel);
				case "created" -> created = this.tokens.nextNumber();
				case "choices" -> choices();
				case "usage" -> usage = usage();
				case "error" -> this.error = this.errorReader.next();
				case "message" -> message = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.tokens.skipNext();
			}
		}
		this.lastId = id;
		this.lastModel = model;
		if (this.error == null && (message != null || code != null) && !this.choiceSeen) {
			this.error = new ServerError(message, null, code);
		}
		return new ChatCompletion(id, model, (created != null) ? created : 0, this.content, this.toolCalls,
				this.finishReason, usage, null);
	}

	private void choices() {
		if (this.tokens.nextIsArray()) {
			while (this.tokens.nextElementIsObject()) {
				choice(!this.choiceSeen);
				this.choiceSeen = true;
			}
		}
	}

	private void choice(boolean counts) {
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			if (counts && (name.equals("delta") || name.equals("message"))) {
				message();
			}
			else if (counts && name.equals("finish_reason")) {
				String reason = this.tokens.nextText(null);
				this.finishReason = (reason != null && !reason.isEmpty()) ? reason : null;
			}
			else {
				this.tokens.skipNext();
			}
		}
	}

	private void message() {
		if (!this.tokens.nextIsObject()) {
			return;
		}
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "content" -> this.content = this.tokens.nextText(null);
				case "tool_calls" -> {
					List<ChatCompletion.ToolCall> calls = this.toolCallReader.nextToolCalls();
					this.toolCalls = calls.isEmpty() ? this.toolCalls : calls;
				}
				case "function_call" -> {
					List<ChatCompletion.ToolCall> functionCall = this.toolCallReader.nextFunctionCall();
					this.toolCalls = this.toolCalls.isEmpty() ? functionCall : this.toolCalls;
				}
				default -> this.tokens.skipNext();
			}
		}
	}

	private ChatCompletion.@Nullable Usage usage() {
		if (!this.tokens.nextIsObject()) {
			return null;
		}
		Long prompt = null;
		Long completion = null;
		Long total = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "prompt_tokens" -> prompt = this.tokens.nextNumber();
				case "completion_tokens" -> completion = this.tokens.nextNumber();
				case "total_tokens" -> total = this.tokens.nextNumber();
				default -> this.tokens.skipNext();
			}
		}
		return ChatCompletion.Usage.of(prompt, completion, total);
	}

}
