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

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import com.chatbotkit.springai.server.agent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * A rule with a condition but no reply yet: its methods set the reply.
 */
public final class When {

	private final BotScript script;

	private final Predicate<Turn> condition;

	private final int times;

	When(BotScript script, Predicate<Turn> condition, int times) {
		this.script = script;
		this.condition = condition;
		this.times = times;
	}

	/**
	 * Adds a condition to the rule.
	 * @param condition must match, too
	 * @return the narrower rule
	 */
	public When and(Predicate<Turn> condition) {
		return new When(this.script, this.condition.and(condition), this.times);
	}

	/**
	 * Limits the rule to requests that offer a tool.
	 * @param tool the tool's name
	 * @return the narrower rule
	 */
	public When andOffered(String tool) {
		return and((turn) -> turn.offers(tool));
	}

	/**
	 * Limits the rule to one request. Later requests are left to the next matching rule.
	 * @return the limited rule
	 */
	public When once() {
		return times(1);
	}

	/**
	 * Limits the number of requests that the rule answers. Requests with a tool's result
	 * do not count.
	 * @param times the number of requests; defaults to no limit
	 * @return the limited rule
	 */
	public When times(int times) {
		return new When(this.script, this.condition, times);
	}

	/**
	 * Answers with a text.
	 * @param text the text, which streams word by word
	 * @return the script
	 */
	public BotScript reply(String text) {
		return reply(Reply.text(text));
	}

	/**
	 * Answers with a reply.
	 * @param reply the answer
	 * @return the script
	 */
	public BotScript reply(Reply reply) {
		return reply((turn) -> reply);
	}

	/**
	 * Answers with a reply made from the conversation. If the function throws an
	 * exception, the bot fails before its answer begins.
	 * @param reply creates the answer
	 * @return the script
	 */
	public BotScript reply(Function<Turn, Reply> reply) {
		return answer((turn) -> reply.apply(turn).respond(turn));
	}

	/**
	 * Answers with the given pieces.
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return the script
	 */
	public BotScript stream(String... pieces) {
		return reply(Reply.pieces(pieces));
	}

	/**
	 * Answers with the given pieces, each after a pause.
	 * @param pause the pause before each piece
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return the script
	 */
	public BotScript stream(Duration pause, String... pieces) {
		return reply(Reply.pieces(pieces).every(pause));
	}

	/**
	 * Calls a tool of the caller. The rule does not match the request with the tool's
	 * result.
	 * @param tool the tool's name
	 * @param arguments the arguments, as in {@link Reply#call}
	 * @return the rule, for what follows the result
	 */
	public AfterToolCall call(String tool, @Nullable Object arguments) {
		Rule rule = new Rule(this.condition, this.times).calling((turn) -> Reply.call(tool, arguments).respond(turn));
		return new AfterToolCall(this.script.add(rule), rule);
	}

	/**
	 * Runs one of the bot's own tools and answers with its result. The caller sees the
	 * call but does not answer it.
	 * @param tool the tool's name, see {@link BotScript#tool}
	 * @return the script
	 */
	public BotScript useTool(String tool) {
		return reply((turn) -> Reply.nothing()
			.andOwnCall(tool, Map.of("input", turn.text()))
			.andText(this.script.runTool(tool, turn)));
	}

	/**
	 * Fails. A fault in the middle of an answer applies to the answer of a bot without a
	 * script; for another answer, see {@link Reply#failing}.
	 * @param fault the failure
	 * @return the script
	 */
	public BotScript fail(Fault fault) {
		return reply((turn) -> DefaultScript.reply(turn).failing(fault));
	}

	/**
	 * Answers with an agent's own events, for full control over timing.
	 * @param agent creates the events
	 * @return the script
	 */
	public BotScript run(Agent agent) {
		return answer((turn) -> new ScriptedResponse(agent.run(turn.request()), null));
	}

	private BotScript answer(Script answer) {
		return this.script.add(new Rule(this.condition, this.times).answering(answer));
	}

}
