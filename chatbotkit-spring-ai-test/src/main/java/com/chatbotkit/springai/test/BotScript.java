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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Scripts how one bot or model of the emulator answers. The first matching rule answers,
 * else a rule for {@linkplain ChatBotKitEmulator#any() any bot}, else the best matching
 * passage of its documents. If nothing matches, the script words of
 * docs/contract.md#script-words apply: {@code hello} is answered with
 * {@code Echo: hello}.
 */
public final class BotScript {

	private final List<Rule> rules = new CopyOnWriteArrayList<>();

	private final Documents documents = new Documents();

	private final Map<String, Function<Turn, ?>> tools = new ConcurrentHashMap<>();

	private volatile @Nullable String backstory;

	private volatile boolean missing;

	BotScript() {
	}

	/**
	 * Begins a rule that matches a part of the user's text.
	 * @param part a part of the user's last text; case is ignored
	 * @return the rule, which needs a reply
	 */
	public When when(String part) {
		String lower = part.toLowerCase(Locale.ROOT);
		return when((turn) -> turn.text().toLowerCase(Locale.ROOT).contains(lower));
	}

	/**
	 * Begins a rule that matches a turn of the conversation.
	 * @param condition tests whether the rule matches
	 * @return the rule, which needs a reply
	 */
	public When when(Predicate<Turn> condition) {
		return new When(this, condition, Integer.MAX_VALUE);
	}

	/**
	 * Begins a rule like {@link #when(String)}. The name needs no backticks in Kotlin.
	 * @param part a part of the user's last text; case is ignored
	 * @return the rule, which needs a reply
	 */
	public When whenever(String part) {
		return when(part);
	}

	/**
	 * Begins a rule like {@link #when(Predicate)}. The name needs no backticks in Kotlin.
	 * @param condition tests whether the rule matches
	 * @return the rule, which needs a reply
	 */
	public When whenever(Predicate<Turn> condition) {
		return when(condition);
	}

	/**
	 * Begins a rule for requests that offer a tool.
	 * @param tool the tool's name
	 * @return the rule, which needs a reply
	 */
	public When whenOffered(String tool) {
		return when((turn) -> turn.offers(tool));
	}

	/**
	 * Answers with a text if no earlier rule matches.
	 * @param text the text, which streams word by word
	 * @return this script
	 */
	public BotScript reply(String text) {
		return always().reply(text);
	}

	/**
	 * Answers with a reply if no earlier rule matches.
	 * @param reply the answer
	 * @return this script
	 */
	public BotScript reply(Reply reply) {
		return always().reply(reply);
	}

	/**
	 * Answers if no earlier rule matches.
	 * @param reply creates the answer from the conversation
	 * @return this script
	 */
	public BotScript reply(Function<Turn, Reply> reply) {
		return always().reply(reply);
	}

	/**
	 * Answers with the given pieces if no earlier rule matches.
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return this script
	 */
	public BotScript stream(String... pieces) {
		return always().stream(pieces);
	}

	/**
	 * Answers with the given pieces, each after a pause, if no earlier rule matches.
	 * @param pause the pause before each piece
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return this script
	 */
	public BotScript stream(Duration pause, String... pieces) {
		return always().stream(pause, pieces);
	}

	/**
	 * Calls a tool of the caller if no earlier rule matches.
	 * @param tool the tool's name
	 * @param arguments the arguments, as in {@link Reply#call}
	 * @return the rule, for what follows the result
	 */
	public AfterToolCall call(String tool, @Nullable Object arguments) {
		return always().call(tool, arguments);
	}

	/**
	 * Runs one of the bot's own tools and answers with its result, if no earlier rule
	 * matches.
	 * @param tool the tool's name, see {@link #tool}
	 * @return this script
	 */
	public BotScript useTool(String tool) {
		return always().useTool(tool);
	}

	/**
	 * Fails if no earlier rule matches.
	 * @param fault the failure
	 * @return this script
	 */
	public BotScript fail(Fault fault) {
		return always().fail(fault);
	}

	/**
	 * Fails a number of requests; later requests are left to the rules that follow.
	 * @param times how many requests fail
	 * @param fault their failure
	 * @return this script, for the rules that follow
	 */
	public BotScript failTimes(int times, Fault fault) {
		return always().times(times).fail(fault);
	}

	/**
	 * Answers with an agent's own events if no earlier rule matches, for full control
	 * over timing.
	 * @param agent creates the events
	 * @return this script
	 */
	public BotScript run(Agent agent) {
		return always().run(agent);
	}

	/**
	 * Sets the bot's backstory. The caller's system texts are appended to it.
	 * @param backstory the text; defaults to none
	 * @return this script
	 */
	public BotScript backstory(String backstory) {
		this.backstory = backstory;
		return this;
	}

	/**
	 * Makes this a bot that does not exist. Its rules are removed, requests to it fail
	 * like {@link Fault#unknownBot()}, and the platform's call that fetches a bot returns
	 * 404.
	 * @return this script
	 */
	public BotScript missing() {
		this.missing = true;
		this.rules.clear();
		return fail(Fault.unknownBot());
	}

	/**
	 * Gives the bot a document. If no rule matches, the bot quotes the passage that best
	 * matches the words of the user's text.
	 * @param title the title of the document
	 * @param text the document, its passages separated by blank lines
	 * @return this script
	 */
	public BotScript document(String title, String text) {
		this.documents.add(title, text);
		return this;
	}

	/**
	 * Gives the bot a tool that it runs itself, for {@link When#useTool}.
	 * @param name the tool's name
	 * @param tool creates the result
	 * @return this script
	 */
	public BotScript tool(String name, Function<Turn, ?> tool) {
		this.tools.put(name, tool);
		return this;
	}

	private When always() {
		return when((turn) -> true);
	}

	BotScript add(Rule rule) {
		this.rules.add(rule);
		return this;
	}

	String runTool(String name, Turn turn) {
		Function<Turn, ?> tool = this.tools.get(name);
		if (tool == null) {
			throw new IllegalStateException(
					"The bot has no tool " + name + ": give it one with tool(\"" + name + "\", …)");
		}
		return String.valueOf(tool.apply(turn));
	}

	/**
	 * Returns the backstory, an empty text if there is none, or an empty optional if the
	 * bot is missing.
	 */
	Optional<String> backstory() {
		String text = this.backstory;
		return this.missing ? Optional.empty() : Optional.of((text != null) ? text : "");
	}

	/** Returns the turn with this bot's backstory. */
	Turn turn(Turn turn) {
		return turn.withBackstory(this.backstory);
	}

	/**
	 * Returns the answer of the first matching rule, or null if none matches. A rule that
	 * throws is answered with words: the platform's own answer to a stream has none.
	 */
	@Nullable ScriptedResponse replyFromRules(Turn turn) {
		try {
			for (Rule rule : this.rules) {
				ScriptedResponse answer = rule.respond(turn);
				if (answer != null) {
					return answer;
				}
			}
			return null;
		}
		catch (AgentException ex) {
			throw ex;
		}
		catch (RuntimeException | AssertionError | LinkageError | StackOverflowError ex) {
			return new ScriptedResponse(Flux.empty(), ResponseFault.brokenScript(ex));
		}
	}

	/** Returns the best matching passage as an answer, or null if none matches. */
	@Nullable ScriptedResponse replyFromDocuments(Turn turn) {
		String quote = turn.hasResults() ? null : this.documents.quote(turn.text());
		return (quote != null) ? Reply.text(quote).respond(turn) : null;
	}

}
