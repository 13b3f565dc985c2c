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
import org.jspecify.annotations.Nullable;

/**
 * How one bot or model of the emulator answers: the first rule that fits, else the rules
 * for {@linkplain ChatBotKitEmulator#any() any}, else the passage of its documents that
 * fits best. Without any of them, the script words of docs/contract.md#script-words
 * apply, so that {@code hello} is answered with {@code Echo: hello}.
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
	 * Begins a rule for what the user says.
	 * @param part a part of the user's last text; case does not matter
	 * @return the rule, to be given its reply
	 */
	public When when(String part) {
		String lower = part.toLowerCase(Locale.ROOT);
		return when((turn) -> turn.text().toLowerCase(Locale.ROOT).contains(lower));
	}

	/**
	 * Begins a rule for a turn of the conversation.
	 * @param condition tells whether the rule fits
	 * @return the rule, to be given its reply
	 */
	public When when(Predicate<Turn> condition) {
		return new When(this, condition, Integer.MAX_VALUE);
	}

	/**
	 * Begins a rule for what the user says, as {@link #when(String)} does, under a name
	 * that Kotlin needs no backticks for.
	 * @param part a part of the user's last text; case does not matter
	 * @return the rule, to be given its reply
	 */
	public When whenever(String part) {
		return when(part);
	}

	/**
	 * Begins a rule for a turn of the conversation, as {@link #when(Predicate)} does,
	 * under a name that Kotlin needs no backticks for.
	 * @param condition tells whether the rule fits
	 * @return the rule, to be given its reply
	 */
	public When whenever(Predicate<Turn> condition) {
		return when(condition);
	}

	/**
	 * Begins a rule for requests that offer a tool.
	 * @param tool the tool's name
	 * @return the rule, to be given its reply
	 */
	public When whenOffered(String tool) {
		return when((turn) -> turn.offers(tool));
	}

	/**
	 * Answers with a text where no earlier rule fits.
	 * @param text the text, which streams word by word
	 * @return this script
	 */
	public BotScript reply(String text) {
		return always().reply(text);
	}

	/**
	 * Answers with a reply where no earlier rule fits.
	 * @param reply the answer
	 * @return this script
	 */
	public BotScript reply(Reply reply) {
		return always().reply(reply);
	}

	/**
	 * Answers where no earlier rule fits.
	 * @param reply makes the answer from the conversation
	 * @return this script
	 */
	public BotScript reply(Function<Turn, Reply> reply) {
		return always().reply(reply);
	}

	/**
	 * Answers with given pieces where no earlier rule fits.
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return this script
	 */
	public BotScript stream(String... pieces) {
		return always().stream(pieces);
	}

	/**
	 * Answers with given pieces at a pace where no earlier rule fits.
	 * @param pause the pause before each piece
	 * @param pieces the pieces, each of which streams as one chunk
	 * @return this script
	 */
	public BotScript stream(Duration pause, String... pieces) {
		return always().stream(pause, pieces);
	}

	/**
	 * Calls a tool of the caller where no earlier rule fits.
	 * @param tool the tool's name
	 * @param arguments the arguments, as in {@link Reply#call}
	 * @return the rule, to say what follows the result
	 */
	public AfterToolCall call(String tool, @Nullable Object arguments) {
		return always().call(tool, arguments);
	}

	/**
	 * Runs a tool of the bot itself and answers with its result, where no earlier rule
	 * fits.
	 * @param tool the tool's name, see {@link #tool}
	 * @return this script
	 */
	public BotScript useTool(String tool) {
		return always().useTool(tool);
	}

	/**
	 * Fails where no earlier rule fits.
	 * @param fault what happens
	 * @return this script
	 */
	public BotScript fail(Fault fault) {
		return always().fail(fault);
	}

	/**
	 * Fails for a number of requests, and is fine then.
	 * @param times how many requests fail
	 * @param fault what happens to them
	 * @return this script, to say what follows
	 */
	public BotScript failTimes(int times, Fault fault) {
		return always().times(times).fail(fault);
	}

	/**
	 * Answers with events of its own where no earlier rule fits, for full control over
	 * timing.
	 * @param agent makes the events
	 * @return this script
	 */
	public BotScript run(Agent agent) {
		return always().run(agent);
	}

	/**
	 * Gives the bot a backstory, which the caller's system texts extend.
	 * @param backstory the text; defaults to none
	 * @return this script
	 */
	public BotScript backstory(String backstory) {
		this.backstory = backstory;
		return this;
	}

	/**
	 * Makes it a bot that does not exist, whatever rules it had: a request for it fails
	 * as {@link Fault#unknownBot()} does, and the platform's call that tells of a bot
	 * with 404.
	 * @return this script
	 */
	public BotScript missing() {
		this.missing = true;
		this.rules.clear();
		return fail(Fault.unknownBot());
	}

	/**
	 * Gives the bot a document. Where no rule fits, it quotes the passage that shares the
	 * most telling words with the user's text.
	 * @param title what the document is called
	 * @param text the document, its passages separated by blank lines
	 * @return this script
	 */
	public BotScript document(String title, String text) {
		this.documents.add(title, text);
		return this;
	}

	/**
	 * Gives the bot a tool of its own, for {@link When#useTool}.
	 * @param name the tool's name
	 * @param tool makes the result
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

	/** The backstory, empty where there is none, or nothing where the bot is missing. */
	Optional<String> backstory() {
		String text = this.backstory;
		return this.missing ? Optional.empty() : Optional.of((text != null) ? text : "");
	}

	/** The turn as this bot sees it. */
	Turn turn(Turn turn) {
		return turn.withBackstory(this.backstory);
	}

	/** The answer of the first rule that fits, or null where none does. */
	@Nullable ScriptedResponse replyFromRules(Turn turn) {
		for (Rule rule : this.rules) {
			ScriptedResponse answer = rule.respond(turn);
			if (answer != null) {
				return answer;
			}
		}
		return null;
	}

	/** The best passage as an answer, or null where none fits. */
	@Nullable ScriptedResponse replyFromDocuments(Turn turn) {
		String quote = turn.hasResults() ? null : this.documents.quote(turn.text());
		return (quote != null) ? Reply.text(quote).respond(turn) : null;
	}

}
