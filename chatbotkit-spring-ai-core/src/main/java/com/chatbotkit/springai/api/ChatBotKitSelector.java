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

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Selects the bot or plain model that answers a request. It is sent as the request's
 * {@code model}.
 * <p>
 * Source: docs/contract.md#selector.
 */
public sealed interface ChatBotKitSelector {

	/**
	 * Returns a selector of the bot with the given id.
	 * @param id the bot's id. White space around it is removed
	 * @return the selector
	 * @throws IllegalArgumentException if the id is null or blank, or cannot be one: a
	 * whole selector, a URL, a text in quotes or with a blank. The message says what to
	 * write instead. {@link Bot} accepts any text
	 */
	static ChatBotKitSelector bot(String id) {
		return new Bot(WrittenId.bot(id));
	}

	/**
	 * Returns a selector of the model with the given name.
	 * @param name the model's name, for example {@code gpt-4o}. White space around it is
	 * removed
	 * @return the selector
	 * @throws IllegalArgumentException if the name is null or blank, or cannot be one, as
	 * for {@link #bot}. {@link Model} accepts any text
	 */
	static ChatBotKitSelector model(String name) {
		return new Model(WrittenId.model(name));
	}

	/**
	 * Reads a selector as the endpoint would, and refuses what the endpoint would refuse.
	 * @param text a selector in its short form ({@code bot/id=…}, {@code model/name=…},
	 * {@code model/id=…}) or in its JSON form
	 * @return the selector
	 * @throws IllegalArgumentException if the text is null or empty, is a bare model
	 * name, is the reserved {@code conversation/…} or has no usable id or name; the
	 * message says what to write instead
	 */
	static ChatBotKitSelector parse(@Nullable String text) {
		return SelectorParser.parse(text);
	}

	/**
	 * Reads a selector that a user wrote. Unlike {@link #parse}, it removes white space
	 * around the selector, and refuses probable mistakes that the endpoint would accept.
	 * @param text a selector in its short form or in its JSON form
	 * @return the selector
	 * @throws IllegalArgumentException as {@link #parse} does, or if the value of the
	 * short form is in quotes or has white space. The message says what to write instead
	 */
	static ChatBotKitSelector read(@Nullable String text) {
		return SelectorParser.read(text);
	}

	/**
	 * Returns the text that makes the endpoint use exactly this bot or model: the short
	 * form if that is safe, or else the JSON form, which keeps strings as they are.
	 * @return the text for the {@code model} of the request
	 */
	String value();

	/**
	 * Whether a request may have side effects.
	 * @return true for a bot, whose tools may have them
	 */
	boolean mayAct();

	/**
	 * A bot with its backstory, datasets, skillsets and tools.
	 *
	 * @param id the bot's id
	 */
	record Bot(String id) implements ChatBotKitSelector {

		public Bot {
			Assert.isTrue(StringUtils.hasLength(id), "The bot id is empty: write bot/id=<id>");
		}

		@Override
		public String value() {
			return SelectorParser.isPlain(this.id) ? "bot/id=" + this.id : SelectorParser.json("bot", "id", this.id);
		}

		@Override
		public boolean mayAct() {
			return true;
		}

		@Override
		public String toString() {
			return value();
		}

	}

	/**
	 * A plain model.
	 *
	 * @param name the model's name
	 */
	record Model(String name) implements ChatBotKitSelector {

		public Model {
			Assert.isTrue(StringUtils.hasLength(name), "The model name is empty: write model/name=<model>");
		}

		@Override
		public String value() {
			return SelectorParser.isPlain(this.name) ? "model/name=" + this.name
					: SelectorParser.json("model", "name", this.name);
		}

		@Override
		public boolean mayAct() {
			return false;
		}

		@Override
		public String toString() {
			return value();
		}

	}

}
