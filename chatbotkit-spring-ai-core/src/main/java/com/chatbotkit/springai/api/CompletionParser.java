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

import org.jspecify.annotations.Nullable;

/**
 * Parses a completion token by token, whole or in chunks, each from the bytes of exactly
 * one JSON object. One parser serves a whole stream.
 * <p>
 * Fields that are missing, null or unknown are skipped. Bytes that are not exactly one
 * object are an error, because half an object would join the next one unnoticed. So are
 * choices, messages and tool calls of an unexpected type.
 * <p>
 * With a tree of each object, a stream that {@link RepeatedChunk} cannot shorten takes
 * 1.2 times as long and 4.1 times the memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionParser {

	/** The code that some gateways send with each object, and not only with errors. */
	private static final String SUCCESS = "0";

	private final JsonTokens tokens = new JsonTokens();

	private final ServerErrorReader errorReader = new ServerErrorReader(this.tokens);

	private final UsageReader usageReader = new UsageReader(this.tokens);

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private final ChoicesReader choices;

	/** Whether the last chunk was recognised by {@link RepeatedChunk}. */
	private boolean repeated;

	private @Nullable String lastId;

	private @Nullable String lastModel;

	private @Nullable ServerError error;

	/**
	 * Creates a parser for one completion.
	 * @param chunks whether the completion arrives in chunks
	 */
	CompletionParser(boolean chunks) {
		this.choices = new ChoicesReader(this.tokens, this.errorReader, this.usageReader, chunks);
	}

	/**
	 * Parses one object.
	 * @return the completion or chunk; if the object is an error instead,
	 * {@link #error()} returns it
	 * @throws ExchangeException if the bytes are not exactly one JSON object
	 */
	ChatCompletion parse(byte[] bytes, int start, int end) {
		this.choices.clear();
		this.error = null;
		ChatCompletion known = this.choices.isResultOpen() ? null : this.repeatedChunk.read(bytes, start, end);
		this.repeated = known != null;
		if (known != null) {
			return known;
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

	private ChatCompletion completion() {
		String id = null;
		String model = null;
		Long created = null;
		ChatCompletion.Usage usage = null;
		String message = null;
		String code = null;
		boolean hasChoices = false;
		boolean hasError = false;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "id" -> id = this.tokens.nextText(this.lastId);
				case "model" -> model = this.tokens.nextText(this.lastModel);
				case "created" -> created = this.tokens.nextNumber();
				case "choices" -> {
					this.choices.next();
					hasChoices = true;
				}
				case "usage" -> usage = this.usageReader.next();
				case "error" -> {
					this.error = this.errorReader.next();
					hasError = this.errorReader.isFull();
				}
				case "message" -> message = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.tokens.skipNext();
			}
		}
		this.lastId = id;
		this.lastModel = model;
		ChoiceReader choice = this.choices.joined();
		if (!hasError && hasChoices) {
			this.error = choice.error();
		}
		if (this.error == null && (message != null || code != null) && !SUCCESS.equals(code) && !hasChoice()) {
			this.error = new ServerError(message, null, code);
		}
		return new ChatCompletion(id, model, (created != null) ? created : 0, choice.content(), choice.toolCalls(),
				choice.finishReason(), (usage != null) ? usage : choice.usage(), null);
	}

	private boolean isOnlyText(ChatCompletion completion) {
		return this.choices.count() == 1 && this.error == null && this.choices.joined().isContentOnly()
				&& completion.toolCalls().isEmpty() && completion.finishReason() == null && completion.usage() == null;
	}

	/**
	 * Releases the parser's buffers.
	 */
	void close() {
		this.tokens.close();
	}

	/**
	 * Returns the error that the object just parsed reports, in the native or in OpenAI's
	 * shape, or null for none.
	 */
	@Nullable ServerError error() {
		return this.error;
	}

	/**
	 * Whether the object just parsed has a choice, so that it is a completion or a chunk.
	 */
	boolean hasChoice() {
		return this.repeated || this.choices.count() > 0;
	}

	/**
	 * Returns the choices of the object just parsed.
	 */
	ChoicesReader choices() {
		return this.choices;
	}

}
