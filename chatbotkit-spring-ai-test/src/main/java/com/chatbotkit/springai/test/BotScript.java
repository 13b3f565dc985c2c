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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import reactor.core.publisher.Flux;

/**
 * How one bot or model of the emulator answers: the first rule that fits. Where none
 * does, the words of the contract's script apply, so that {@code hello} is answered with
 * {@code Echo: hello}.
 */
public final class BotScript {

	private final List<Rule> rules = new CopyOnWriteArrayList<>();

	private final Agent otherwise;

	BotScript(Agent otherwise) {
		this.otherwise = otherwise;
	}

	/**
	 * Begins a rule for what the user says.
	 * @param part a part of the user's last text
	 * @return the rule, to be given its reply
	 */
	public When when(String part) {
		return when((turn) -> turn.text().contains(part));
	}

	/**
	 * Begins a rule for a turn of the conversation.
	 * @param condition tells whether the rule fits
	 * @return the rule, to be given its reply
	 */
	public When when(Predicate<Turn> condition) {
		return new When(condition);
	}

	/**
	 * Answers with a text where no earlier rule fits.
	 * @param text the text, which streams word by word
	 * @return this script
	 */
	public BotScript reply(String text) {
		return when((turn) -> true).reply(text);
	}

	/**
	 * Answers where no earlier rule fits.
	 * @param reply makes the answer from the conversation
	 * @return this script
	 */
	public BotScript reply(Function<Turn, Reply> reply) {
		return when((turn) -> true).reply(reply);
	}

	/**
	 * Answers with events of its own where no earlier rule fits, for full control over
	 * timing.
	 * @param agent makes the events
	 * @return this script
	 */
	public BotScript run(Agent agent) {
		return when((turn) -> true).run(agent);
	}

	Flux<AgentEvent> answer(AgentRequest request) {
		Turn turn = new Turn(request);
		for (Rule rule : this.rules) {
			if (rule.condition().test(turn)) {
				return rule.agent().run(request);
			}
		}
		return this.otherwise.run(request);
	}

	private record Rule(Predicate<Turn> condition, Agent agent) {

	}

	/**
	 * A rule that waits for its reply.
	 */
	public final class When {

		private final Predicate<Turn> condition;

		private When(Predicate<Turn> condition) {
			this.condition = condition;
		}

		/**
		 * Answers with a text.
		 * @param text the text, which streams word by word
		 * @return the script
		 */
		public BotScript reply(String text) {
			return reply((turn) -> Reply.text(text));
		}

		/**
		 * Answers from the conversation. An exception that the function throws counts as
		 * raised before the answer began.
		 * @param reply makes the answer
		 * @return the script
		 */
		public BotScript reply(Function<Turn, Reply> reply) {
			return run((request) -> {
				Turn turn = new Turn(request);
				return reply.apply(turn).events(turn);
			});
		}

		/**
		 * Answers with events of its own, for full control over timing.
		 * @param agent makes the events
		 * @return the script
		 */
		public BotScript run(Agent agent) {
			BotScript.this.rules.add(new Rule(this.condition, agent));
			return BotScript.this;
		}

	}

}
