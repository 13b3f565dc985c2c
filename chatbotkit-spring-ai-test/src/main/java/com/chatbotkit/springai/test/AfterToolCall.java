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

package com.chatbotkit.springai.test;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Scripts what follows the result of a tool call. By default, the bot answers
 * {@code Tool <name> returned <json>}.
 */
public final class AfterToolCall {

	private final BotScript script;

	private final Rule rule;

	AfterToolCall(BotScript script, Rule rule) {
		this.script = script;
		this.rule = rule;
	}

	/**
	 * Answers the tool's result with a text.
	 * @param text the text, which streams word by word
	 * @return the script
	 */
	public BotScript thenReply(String text) {
		return thenReply((turn) -> Reply.text(text));
	}

	/**
	 * Answers the tool's result.
	 * @param reply creates the answer; {@link Turn#results()} holds the results
	 * @return the script
	 */
	public BotScript thenReply(Function<Turn, Reply> reply) {
		this.rule.answering((turn) -> reply.apply(turn).respond(turn));
		return this.script;
	}

	/**
	 * Fails after the tool's result.
	 * @param fault the failure
	 * @return the script
	 */
	public BotScript thenFail(Fault fault) {
		return thenReply((turn) -> Reply.text(turn.text()).failing(fault));
	}

	/**
	 * Calls another tool, or the same one again, after the tool's result.
	 * @param tool the tool's name
	 * @param arguments the arguments, as in {@link Reply#call}
	 * @return this rule, for what follows
	 */
	public AfterToolCall thenCall(String tool, @Nullable Object arguments) {
		this.rule.calling((turn) -> Reply.call(tool, arguments).respond(turn));
		return this;
	}

}
